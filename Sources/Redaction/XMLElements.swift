// SPDX-License-Identifier: Apache-2.0

/// Replaces the text of XML elements by name, without reading the rest of the document. Linear in the body.
enum XMLElements {
  /// - Parameters:
  ///   - names: local names in lower case.
  ///   - mask: what stands in place of a text.
  static func replacing(
    _ body: [UInt8], named names: NameSet, with mask: (ArraySlice<UInt8>) -> [UInt8]
  ) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(body.count)
    var at = 0
    while at < body.count {
      guard body[at] == 0x3C, let name = elementName(body, at + 1),
        names.contains(body[name].split(separator: 0x3A).last ?? []),
        let content = startTagEnd(body, name.upperBound)
      else {
        out.append(body[at])
        at += 1
        continue
      }
      out.append(contentsOf: body[at..<content])
      at = textEnd(body, content)
      if at > content { out.append(contentsOf: mask(body[content..<at])) }
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

  /// Where the content of the element starts whose name ends here; nil where the tag is empty or broken. `>` may stand
  /// in the value of an attribute, `<` may not (XML 1.0 §3.1).
  private static func startTagEnd(_ body: [UInt8], _ start: Int) -> Int? {
    var quote: UInt8?
    for at in start..<body.count {
      let byte = body[at]
      if byte == 0x3C { return nil }
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x3E {
        return body[at - 1] == 0x2F ? nil : at + 1
      }
    }
    return nil
  }

  private static let cdata = (start: Array("<![CDATA[".utf8), end: Array("]]>".utf8))
  private static let comment = (start: Array("<!--".utf8), end: Array("-->".utf8))

  /// Where the next tag starts, past CDATA sections and comments; the end of the body where there is none.
  private static func textEnd(_ body: [UInt8], _ start: Int) -> Int {
    var at = start
    while at < body.count {
      if body[at] != 0x3C {
        at += 1
      } else if let section = [cdata, comment].first(where: { body[at...].starts(with: $0.start) }) {
        at += section.start.count
        while at < body.count, !body[at...].starts(with: section.end) { at += 1 }
        at = min(at + section.end.count, body.count)
      } else {
        return at
      }
    }
    return body.count
  }
}
