// SPDX-License-Identifier: Apache-2.0

/// Replaces the text of XML elements by name, without reading the rest of the document.
enum XMLElements {
  /// - Parameter names: local names in lower case.
  static func replacing(
    _ body: [UInt8], named names: Set<String>, with mask: [UInt8], found: () -> Void
  ) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(body.count)
    var at = 0
    while at < body.count {
      guard body[at] == 0x3C, let name = elementName(body, at + 1),
        SensitiveNames.contains(names, body[name].split(separator: 0x3A).last ?? []),
        let tagEnd = body[name.upperBound...].prefix(4096).firstIndex(of: 0x3E), body[tagEnd - 1] != 0x2F,
        let textEnd = body[tagEnd...].firstIndex(of: 0x3C), textEnd > tagEnd + 1
      else {
        out.append(body[at])
        at += 1
        continue
      }
      found()
      out.append(contentsOf: body[at...tagEnd])
      out.append(contentsOf: mask)
      at = textEnd
    }
    return out
  }

  private static func elementName(_ body: [UInt8], _ start: Int) -> Range<Int>? {
    var end = start
    while end < body.count, end - start < 128 {
      switch body[end] {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x3A, 0x5F: end += 1
      default: return end > start ? start..<end : nil
      }
    }
    return nil
  }
}
