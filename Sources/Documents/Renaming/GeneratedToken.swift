// SPDX-License-Identifier: Apache-2.0

/// A stretch of text that a program may have made up: what may have another value in another run.
package struct GeneratedToken: Sendable {
  package enum Kind: UInt8, Sendable {
    /// 8-4-4-4-12 hexadecimal digits (RFC 9562), also glued to a word.
    case uuid
    /// A date, or a date and time of day, as ISO 8601 writes them.
    case timestamp
    /// A run of letters and digits.
    case run
    /// An address that redaction put in place of another, of this machine (`127.…`) or of documentation (`2001:db8:…`).
    case address
  }

  package let kind: Kind
  /// Where it stands, in offsets of the text.
  package let range: Range<Int>
  /// Whether it is part of a name: beside a hyphen or underscore, in a segment that has a lower-case letter. Short
  /// tokens are generated only there: `tf-acc-8213`, but not `8213`.
  package let isPartOfName: Bool
}

/// The generated tokens of a text, in order. Linear; what stands between them means what it says.
///
/// Escapes are seen as what they are in percent-encoding, JSON and XML, so that a token is found also where the text
/// was quoted: `%2F`, `\n`, `\u002F`, `&#x2F;` belong to no token.
package struct GeneratedTokens: Sequence, IteratorProtocol {
  private let text: UnsafeRawBufferPointer
  private var at = 0

  /// - Parameter text: must stay valid as long as this is used.
  package init(_ text: UnsafeRawBufferPointer) {
    self.text = text
  }

  package mutating func next() -> GeneratedToken? {
    while at < text.count {
      let byte = text[at]
      guard ByteClass.isAlphanumeric(byte) else {
        at = endOfSeparator(byte)
        continue
      }
      if let end = endOfTimestamp() { return token(.timestamp, to: end) }
      if let end = endOfAddress() { return token(.address, to: end) }
      var end = at
      var hasDigit = false
      var hasLetter = false
      while end < text.count, ByteClass.isAlphanumeric(text[end]) {
        if ByteClass.isDigit(text[end]) { hasDigit = true } else { hasLetter = true }
        end += 1
      }
      // The first group of a UUID ends at a hyphen; what is glued before it is a token of its own.
      if end - at >= 8, isUUID(end - 8) {
        if end - at == 8 { return token(.uuid, to: end + 28) }
        end -= 8
        hasDigit = text[at..<end].contains { ByteClass.isDigit($0) }
        hasLetter = text[at..<end].contains { !ByteClass.isDigit($0) }
      }
      let found = run(at..<end, hasDigit: hasDigit, hasLetter: hasLetter)
      at = end
      if let found { return found }
    }
    return nil
  }

  private mutating func token(_ kind: GeneratedToken.Kind, to end: Int) -> GeneratedToken {
    let range = at..<end
    at = end
    return GeneratedToken(kind: kind, range: range, isPartOfName: true)
  }

  /// Whether a run can be a generated token at all: which of them are is told by comparing two, see ``TokenShape``.
  private func run(_ range: Range<Int>, hasDigit: Bool, hasLetter: Bool) -> GeneratedToken? {
    guard range.count >= (hasDigit && !hasLetter ? 4 : 6) else { return nil }
    let isName = isPartOfName(range)
    if hasDigit {
      guard isName || range.count >= 6 else { return nil }
    } else {
      let letters = UnsafeRawBufferPointer(rebasing: text[range])
      guard isName || TokenShape.isHexadecimal(letters) || TokenShape.isRandom(letters) else { return nil }
    }
    return GeneratedToken(kind: .run, range: range, isPartOfName: isName)
  }

  /// Where what is no letter or digit ends; an escape is one with the characters it is written in.
  private func endOfSeparator(_ byte: UInt8) -> Int {
    switch byte {
    case 0x25 where at + 2 < text.count && ByteClass.isHexDigit(text[at + 1]) && ByteClass.isHexDigit(text[at + 2]):
      return at + 3
    case 0x5C:
      // JSON within JSON doubles its backslashes: as many as there are belong to one escape.
      var end = at + 1
      while end < text.count, text[end] == 0x5C { end += 1 }
      guard end < text.count else { return end }
      if text[end] == 0x75, end + 4 < text.count, text[end + 1...end + 4].allSatisfy({ ByteClass.isHexDigit($0) }) {
        return end + 5
      }
      return [0x62, 0x66, 0x6E, 0x72, 0x74].contains(text[end]) ? end + 1 : end
    case 0x26:
      var end = at + 1
      while end < text.count, end - at < 10, ByteClass.isAlphanumeric(text[end]) || text[end] == 0x23 { end += 1 }
      return end < text.count && end > at + 1 && text[end] == 0x3B ? end + 1 : at + 1
    default: return at + 1
    }
  }

  private func isUUID(_ start: Int) -> Bool {
    guard start + 36 <= text.count, text[start + 8] == 0x2D, text[start + 13] == 0x2D, text[start + 18] == 0x2D,
      text[start + 23] == 0x2D
    else { return false }
    for offset in 0..<36 where ![8, 13, 18, 23].contains(offset) {
      if !ByteClass.isHexDigit(text[start + offset]) { return false }
    }
    return true
  }

  /// The end of `2026-11-23`, `2026-11-23T02:00`, `2026-11-23 02:00:00.123+01:00` and the like at this place.
  private func endOfTimestamp() -> Int? {
    func digits(_ start: Int, _ count: Int) -> Bool {
      start + count <= text.count && text[start..<start + count].allSatisfy { ByteClass.isDigit($0) }
    }
    func byte(_ place: Int) -> UInt8 { place < text.count ? text[place] : 0 }
    guard digits(at, 4), byte(at + 4) == 0x2D, digits(at + 5, 2), byte(at + 7) == 0x2D, digits(at + 8, 2),
      byte(at) == 0x31 || byte(at) == 0x32
    else { return nil }
    var end = at + 10
    if byte(end) == 0x54 || byte(end) == 0x20, digits(end + 1, 2), byte(end + 3) == 0x3A, digits(end + 4, 2) {
      end += 6
      if byte(end) == 0x3A, digits(end + 1, 2) { end += 3 }
      if byte(end) == 0x2E, digits(end + 1, 1) {
        end += 1
        while ByteClass.isDigit(byte(end)) { end += 1 }
      }
      if byte(end) == 0x5A {
        end += 1
      } else if byte(end) == 0x2B || byte(end) == 0x2D, digits(end + 1, 2) {
        end += 3
        if byte(end) == 0x3A, digits(end + 1, 2) { end += 3 } else if digits(end, 2) { end += 2 }
      }
    }
    return ByteClass.isAlphanumeric(byte(end)) ? nil : end
  }

  /// The end of an address that stands for another; `127.0.0.1` stands for itself.
  private func endOfAddress() -> Int? {
    let isFirst = at == 0 || text[at - 1] != 0x2E && text[at - 1] != 0x3A
    if isFirst, hasBytes("127."), at + 5 < text.count, text[at + 4] != 0x30 {
      var end = at
      var dots = 0
      while end < text.count, ByteClass.isDigit(text[end]) || text[end] == 0x2E && dots < 3 {
        if text[end] == 0x2E { dots += 1 }
        end += 1
      }
      return dots == 3 && ByteClass.isDigit(text[end - 1]) ? end : nil
    }
    if isFirst, hasBytes("2001:db8:") {
      var end = at
      while end < text.count, ByteClass.isHexDigit(text[end]) || text[end] == 0x3A { end += 1 }
      return end
    }
    return nil
  }

  private func hasBytes(_ bytes: StaticString) -> Bool {
    guard at + bytes.utf8CodeUnitCount <= text.count else { return false }
    return bytes.withUTF8Buffer { $0.elementsEqual(text[at..<at + $0.count]) }
  }

  /// Segments longer than this are no names.
  private static let longestName = 64

  private func isPartOfName(_ range: Range<Int>) -> Bool {
    func isJoint(_ byte: UInt8) -> Bool { byte == 0x2D || byte == 0x5F }
    let joinsLeft = range.lowerBound >= 2 && isJoint(text[range.lowerBound - 1])
    let joinsRight = range.upperBound + 1 < text.count && isJoint(text[range.upperBound])
    var hasWord = text[range].contains { ByteClass.isLowercase($0) }
    guard joinsLeft || joinsRight else { return false }
    var left = range.lowerBound - 1
    let first = Swift.max(0, range.lowerBound - GeneratedTokens.longestName)
    while !hasWord, left >= first, ByteClass.isAlphanumeric(text[left]) || isJoint(text[left]) {
      hasWord = ByteClass.isLowercase(text[left])
      left -= 1
    }
    var right = range.upperBound
    let last = Swift.min(text.count, range.upperBound + GeneratedTokens.longestName)
    while !hasWord, right < last, ByteClass.isAlphanumeric(text[right]) || isJoint(text[right]) {
      hasWord = ByteClass.isLowercase(text[right])
      right += 1
    }
    return hasWord
  }
}

/// ASCII by table of ranges.
enum ByteClass {
  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  @inline(__always)
  static func isLowercase(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }

  @inline(__always)
  static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 26 }

  @inline(__always)
  static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }
}
