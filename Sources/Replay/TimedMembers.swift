// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Finds the scalars of a body that have a name, and where they lie in it. Linear in the body.
struct TimedMembers {
  struct Member {
    var name: ArraySlice<UInt8>
    /// Which object or element it is in.
    var parent: Int
    /// Where its text lies, a string's without its quotes; nil where it has escapes, as no time has.
    var range: Range<Int>?
    var isNumber: Bool
  }

  private(set) var list: [Member] = []

  /// The members of a JSON document or the elements without elements of an XML one; none where the body is neither.
  init(_ body: [UInt8]) {
    switch body.first(where: { $0 > 0x20 }) {
    case UInt8(ascii: "{"), UInt8(ascii: "["): readJSON(body)
    case UInt8(ascii: "<"): readXML(body)
    default: break
    }
  }

  private mutating func readJSON(_ body: [UInt8]) {
    guard let document = try? JSONReader.read(body) else { return }
    var open = [document.root]
    var parent = 0
    while let container = open.popLast() {
      parent += 1
      for element in container.elements where element.count > 0 { open.append(element) }
      for member in container.members {
        let value = member.value
        if value.count > 0 {
          open.append(value)
        } else if value.kind == .string || value.kind == .number {
          let isNumber = value.kind == .number
          let quote = isNumber ? 0 : 1
          list.append(
            Member(
              name: member.name.bytes, parent: parent,
              range: value.sourceRange.map { $0.lowerBound + quote..<$0.upperBound - quote }, isNumber: isNumber))
        }
      }
    }
  }

  private mutating func readXML(_ body: [UInt8]) {
    var open: [(name: ArraySlice<UInt8>, content: Int, number: Int, isLeaf: Bool)] = []
    var elements = 0
    var at = 0
    while let start = body[at...].firstIndex(of: UInt8(ascii: "<")) {
      guard let end = TimedMembers.tagEnd(body, start) else { return }
      at = end
      switch body[start + 1] {
      case UInt8(ascii: "?"), UInt8(ascii: "!"): continue
      case UInt8(ascii: "/"):
        guard let element = open.popLast() else { return }
        guard element.isLeaf, element.content < start else { continue }
        list.append(
          Member(name: element.name, parent: open.last?.number ?? 0, range: element.content..<start, isNumber: false))
      default:
        if let last = open.indices.last { open[last].isLeaf = false }
        guard body[end - 2] != UInt8(ascii: "/") else { continue }
        elements += 1
        let name = body[(start + 1)..<end].prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") }
        let local = name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
        open.append((local, end, elements, true))
      }
    }
  }

  /// What begins otherwise than a tag, and how that ends (XML 1.0 §2.5, §2.6, §2.7).
  private static let sections = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")].map {
    (start: Array($0.0.utf8), end: Array($0.1.utf8))
  }

  /// The index behind a tag, comment, section or instruction that begins at `start`; nil where it has no end. `>` may
  /// stand in the value of an attribute.
  private static func tagEnd(_ body: [UInt8], _ start: Int) -> Int? {
    if let section = sections.first(where: { body[start...].starts(with: $0.start) }) {
      var at = start + section.start.count
      while at + section.end.count <= body.count {
        if body[at...].starts(with: section.end) { return at + section.end.count }
        at += 1
      }
      return nil
    }
    var quote: UInt8?
    for at in (start + 1)..<body.count {
      let byte = body[at]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        return at - start < 2 ? nil : at + 1
      }
    }
    return nil
  }
}
