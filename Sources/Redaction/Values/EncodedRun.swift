// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// A part of a text that may be base64 or hexadecimal of another one.
struct EncodedRun: Sendable {
  enum Form: Sendable {
    case base64
    /// The alphabet that is safe in URLs (RFC 4648 §5).
    case base64URL
    case hexadecimal(isUpper: Bool)
  }

  /// Shorter runs say too little.
  static let shortest = 8

  var range: Range<Int>
  var form: Form
  var isPadded: Bool
  var decoded: [UInt8]

  /// Whether what it says is text, and not bytes that happen to be read so.
  var isText: Bool {
    decoded.withUnsafeBytes { decoded in
      // Bytes that are none hold a control character soon.
      for byte in decoded where byte < 0x20 && byte &- 9 > 4 || byte == 0x7F { return false }
      return firstInvalidUTF8(decoded) == nil
    }
  }

  var isHexadecimal: Bool {
    if case .hexadecimal = form { return true }
    return false
  }

  /// What it is with another text in it.
  func encoded(_ text: [UInt8]) -> [UInt8] {
    switch form {
    case .base64: return isPadded ? Base64.encode(text) : Base64.encode(text).filter { $0 != 0x3D }
    case .base64URL:
      let padding = isPadded ? (3 - text.count % 3) % 3 : 0
      return Base64URL.encode(text) + [UInt8](repeating: 0x3D, count: padding)
    case .hexadecimal(let isUpper):
      let digits = hexEncoded(text)
      return Array((isUpper ? digits.uppercased() : digits).utf8)
    }
  }

  /// Calls `body` with all runs of a text, until it takes one: behind that the next may start. Linear.
  ///
  /// A slash or a hyphen may be a digit of base64 or stand before its first or behind its last. So a run of the alphabet
  /// is tried as a whole, then by the parts between those, then from its second, third and fourth character on.
  /// - Parameter body: says whether it took the run.
  static func forEach(in text: UnsafeRawBufferPointer, _ body: (EncodedRun) -> Bool) {
    var at = 0
    while at < text.count {
      guard isAlphabet(text[at]) else {
        at += 1
        continue
      }
      let start = at
      var (joints, capitals, digits) = (0, 0, 0)
      while at < text.count {
        let byte = text[at]
        if byte &- 0x61 < 26 {
          // Most are small letters.
        } else if byte &- 0x41 < 26 {
          capitals += 1
        } else if ByteKind.isDigit(byte) {
          digits += 1
        } else if isAlphabet(byte) {
          joints += 1
        } else {
          break
        }
        at += 1
      }
      let end = at
      while at < text.count, at - end < 2, text[at] == 0x3D { at += 1 }
      // Words and names have no capitals and few digits; base64 hardly ever has neither, hexadecimal text never.
      guard end - start >= shortest, capitals > 0 || digits > (joints == 0 ? 0 : 5) else { continue }
      if joints == 0 {
        if let run = word(text, start..<end, padded: at) { _ = body(run) }
      } else {
        tryAll(text, start..<end, padded: at, body)
      }
    }
  }

  private static func tryAll(
    _ text: UnsafeRawBufferPointer, _ range: Range<Int>, padded: Int, _ body: (EncodedRun) -> Bool
  ) {
    let whole = base64(text, range, padded: padded)
    if let whole, whole.isText || (padded - range.lowerBound) % 4 == 0, body(whole) { return }
    var isTaken = false
    var start = range.lowerBound
    for place in range.lowerBound...range.upperBound {
      if place < range.upperBound, ByteKind.isAlphanumeric(text[place]) { continue }
      if place - start >= shortest,
        let run = word(text, start..<place, padded: place == range.upperBound ? padded : place), body(run)
      {
        isTaken = true
      }
      start = place + 1
    }
    for offset in 0..<4 where !isTaken && range.count - offset >= shortest {
      let run = offset == 0 ? whole : base64(text, range.lowerBound + offset..<range.upperBound, padded: padded)
      isTaken = run.map(body) ?? false
    }
  }

  /// A run of letters and digits.
  private static func word(_ text: UnsafeRawBufferPointer, _ range: Range<Int>, padded: Int) -> EncodedRun? {
    let digits = text.from(range)
    guard padded == range.upperBound, digits.allSatisfy(ByteKind.isHex) else {
      return base64(text, range, padded: padded)
    }
    // No text is shorter than six characters.
    guard digits.count >= 12 else { return nil }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(digits.count / 2)
    for place in stride(from: 0, to: digits.count - 1, by: 2) {
      decoded.append((hexValue(digits[place]) ?? 0) << 4 | (hexValue(digits[place + 1]) ?? 0))
    }
    let isUpper = digits.contains { $0 &- 0x41 < 6 }
    return EncodedRun(
      range: range.lowerBound..<range.lowerBound + 2 * decoded.count, form: .hexadecimal(isUpper: isUpper),
      isPadded: false, decoded: decoded)
  }

  private static func base64(_ text: UnsafeRawBufferPointer, _ range: Range<Int>, padded: Int) -> EncodedRun? {
    // One character alone says nothing: it is none of it.
    let isWhole = range.count % 4 != 1
    let range = isWhole ? range : range.lowerBound..<range.upperBound - 1
    let run = text.from(range)
    guard let decoded = Base64URL.decode(run) else { return nil }
    let isURL = run.contains { $0 == 0x2D || $0 == 0x5F }
    let isPadded = isWhole && padded > range.upperBound
    return EncodedRun(
      range: isPadded ? range.lowerBound..<padded : range, form: isURL ? .base64URL : .base64,
      isPadded: isPadded || run.count % 4 == 0, decoded: decoded)
  }

  private static func isAlphabet(_ byte: UInt8) -> Bool {
    ByteKind.isWord(byte) || byte == 0x2B || byte == 0x2F || byte == 0x2D
  }
}
