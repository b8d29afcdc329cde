// SPDX-License-Identifier: Apache-2.0

/// Pairs in texts whose name says that the value is a secret: `Password=…;` of connection strings,
/// `aws_secret_access_key = …` of settings, `"token": "…"` of JSON that is cut off.
enum PairTexts {
  private static let longestName = 40

  /// The values, in order.
  static func hits(_ text: UnsafeRawBufferPointer, _ rules: RuleBook) -> [ValueHit] {
    guard text.count >= 10 else { return [] }
    var hits: [ValueHit] = []
    var run = Run()
    var at = 1
    while at < text.count {
      defer { at += 1 }
      guard text[at] == 0x3D || text[at] == 0x3A, let name = name(text, before: at),
        let rule = rules.rule(ofMember: text.from(name)), let value = value(text, behind: at, &run)
      else { continue }
      hits.append(ValueHit(range: value, rule: rule, form: AliasForm.of(Array(text.from(value))[...])))
      at = value.upperBound - 1
    }
    return hits
  }

  /// What was last looked through: to its end it is not looked through again.
  private struct Run {
    var end = 0
    /// The last of its digits.
    var digit = -1

    mutating func read(_ text: UnsafeRawBufferPointer, from start: Int) {
      guard start >= end else { return }
      (end, digit) = (start, -1)
      while end < text.count, !isEnd(text[end]) {
        if ByteKind.isDigit(text[end]) { digit = end }
        end += 1
      }
    }
  }

  /// The word before a sign, past blanks and a quote.
  private static func name(_ text: UnsafeRawBufferPointer, before sign: Int) -> Range<Int>? {
    var end = sign
    while end > 0, isBlank(text[end - 1]) || text[end - 1] == 0x22 || text[end - 1] == 0x27, sign - end < 4 { end -= 1 }
    var start = end
    while start > 0, end - start <= longestName, ByteKind.isWord(text[start - 1]) || text[start - 1] == 0x2D {
      start -= 1
    }
    return (3...longestName).contains(end - start) ? start..<end : nil
  }

  /// The value behind a sign: to its quote, or to the next blank or separator.
  private static func value(_ text: UnsafeRawBufferPointer, behind sign: Int, _ run: inout Run) -> Range<Int>? {
    var start = sign + 1
    while start < text.count, isBlank(text[start]), start - sign < 4 { start += 1 }
    guard start < text.count else { return nil }
    let quote = text[start]
    if quote == 0x22 || quote == 0x27 {
      guard let end = text[(start + 1)...].firstIndex(of: quote), end > start + 1 else { return nil }
      return start + 1..<end
    }
    run.read(text, from: start)
    // A word behind a colon, or a URL's slashes, is prose: `Password: must be longer`.
    let isPair = text[sign] == 0x3D || run.end - start >= 8 && run.digit >= start
    return run.end - start >= 3 && isPair ? start..<run.end : nil
  }

  /// In queries a plus sign is one.
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x2B }

  private static func isEnd(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x00...0x20, 0x22, 0x26, 0x27, 0x2C, 0x3B, 0x3C, 0x3E, 0x3F, 0x7D: true
    default: false
    }
  }
}
