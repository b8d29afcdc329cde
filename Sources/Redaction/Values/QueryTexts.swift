// SPDX-License-Identifier: Apache-2.0

/// The parameters of URLs that stand in texts.
enum QueryTexts {
  /// The values of the parameters that let whoever has the URL in.
  static func hits(_ text: UnsafeRawBufferPointer, isOn: (RedactionRule) -> Bool) -> [ValueHit] {
    guard text.count > 16 else { return [] }
    var hits: [ValueHit] = []
    var at = 0
    while at < text.count {
      defer { at += 1 }
      guard text[at] == 0x3F || text[at] == 0x26 else { continue }
      var end = at + 1
      while end < text.count, end - at < 32, ByteKind.isWord(text[end]) || text[end] == 0x2D { end += 1 }
      guard end < text.count, text[end] == 0x3D, end > at + 1,
        let rule = SensitiveNames.rule(ofParameter: text.from(at + 1..<end))
      else { continue }
      let start = end + 1
      var last = start
      while last < text.count, !isEnd(text[last]) { last += 1 }
      guard last > start, isOn(rule), !SensitiveNames.mayStay(text.from(at + 1..<end), text.from(start..<last)) else {
        continue
      }
      hits.append(ValueHit(range: start..<last, rule: rule, form: AliasForm.of(Array(text.from(start..<last))[...])))
      at = last - 1
    }
    return hits
  }

  private static func isEnd(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x00...0x20, 0x22, 0x23, 0x26, 0x27, 0x3C, 0x3E, 0x5C, 0x60, 0x7D: true
    default: false
    }
  }
}
