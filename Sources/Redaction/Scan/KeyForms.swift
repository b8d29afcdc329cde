// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// A secret key of AWS: forty characters of base64 that only the words before it tell from a hash.
enum AWSSecretKey {
  private static let reach = 40

  static func isOne(_ text: UnsafeRawBufferPointer, _ run: Range<Int>, isNamed: Bool) -> Bool {
    let value = text[run]
    guard value.contains(where: ByteClass.isUpper), value.contains(where: ByteClass.isLower),
      value.contains(where: ByteClass.isDigit), !value.contains(0x2D), !value.contains(0x5F)
    else { return false }
    if isNamed { return true }
    let before = text[max(0, run.lowerBound - reach)..<run.lowerBound]
    return withUnsafeTemporaryAllocation(byteCount: reach, alignment: 1) { buffer in
      for (at, byte) in before.enumerated() { buffer[at] = byte.asciiLowercased }
      let name = UnsafeRawBufferPointer(rebasing: buffer[..<before.count])
      return name.includes("secret") && name.includes("key")
    }
  }
}

/// JSON web tokens (RFC 7519): three parts, the first of which is base64 of `{"`.
enum WebToken {
  /// - Parameter nextStart: before which place another one cannot start, where there is none here.
  static func end(_ text: UnsafeRawBufferPointer, at start: Int, nextStart: inout Int) -> Int? {
    guard text.starts("eyJ", at: start) else { return nil }
    var end = start
    for _ in 0..<2 {
      while end < text.count, TokenForm.Alphabet.base64.contains(text[end]) { end += 1 }
      guard text.starts(".", at: end) else {
        nextStart = end
        return nil
      }
      end += 1
    }
    while end < text.count, TokenForm.Alphabet.base64.contains(text[end]) { end += 1 }
    return end - start >= 40 ? end : nil
  }
}

/// Private keys in PEM (RFC 7468), whole or cut off.
enum PrivateKeyForm {
  static func end(_ text: UnsafeRawBufferPointer, at start: Int) -> Int? {
    guard text.starts("-----BEGIN", at: start) else { return nil }
    let label = UnsafeRawBufferPointer(rebasing: text[min(start + 11, text.count)..<min(start + 60, text.count)])
    // Forms write a space as a plus.
    guard label.includes("PRIVATE KEY") || label.includes("PRIVATE+KEY") else { return nil }
    var end = min(start + 60, text.count)
    while end < text.count, !text.starts("-----END", at: end) {
      if [0x22, 0x3C, 0x26].contains(text[end]) { return end }
      end += 1
    }
    return end
  }
}

/// Passwords in URLs (RFC 3986 §3.2.1).
enum URLForm {
  private static let longest = 512

  /// The password of the URL whose `:` before the slashes stands at a place.
  static func password(_ text: UnsafeRawBufferPointer, at colon: Int) -> Range<Int>? {
    guard text.starts("://", at: colon), colon > 0, ByteClass.isWord(text[colon - 1]) else { return nil }
    let start = colon + 3
    var end = start
    var mark: Int?
    while end < text.count, end - start < longest, !isEnd(text[end]) {
      if text[end] == 0x40 { mark = end }
      end += 1
    }
    guard let mark, let separator = text[start..<mark].firstIndex(of: 0x3A), separator + 1 < mark else { return nil }
    let password = UnsafeRawBufferPointer(rebasing: text[(separator + 1)..<mark])
    let isHidden = Layers.percentDecoded(password).withUnsafeBytes { StandIns.hasNoSecret($0) }
    return isHidden ? nil : separator + 1..<mark
  }

  private static func isEnd(_ byte: UInt8) -> Bool {
    ByteClass.isSpace(byte) || [0x2F, 0x3F, 0x23, 0x22, 0x27, 0x3C, 0x3E, 0x5C, 0x60].contains(byte)
  }
}
