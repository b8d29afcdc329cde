// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// IP addresses that are somebody's: not of documentation, private networks, groups or this machine (RFC 6890).
enum AddressForm {
  /// The end of the IPv4 address that begins with a word.
  static func version4(_ text: UnsafeRawBufferPointer, _ word: Range<Int>) -> Int? {
    let start = word.lowerBound
    guard word.count <= 3, text.starts(".", at: word.upperBound), mayBegin(text, start) else { return nil }
    var parts: [Int] = []
    var at = start
    for index in 0..<4 {
      let first = at
      var value = 0
      while at < text.count, at - first < 3, ByteClass.isDigit(text[at]) {
        value = value * 10 + Int(text[at] - 0x30)
        at += 1
      }
      guard at > first, value <= 255, at - first == 1 || text[first] != 0x30 else { return nil }
      parts.append(value)
      if index < 3 {
        guard text.starts(".", at: at) else { return nil }
        at += 1
      }
    }
    guard mayEnd(text, at), isPublic(parts) else { return nil }
    return at
  }

  private static func mayBegin(_ text: UnsafeRawBufferPointer, _ start: Int) -> Bool {
    guard start > 0 else { return true }
    switch text[start - 1] {
    case 0x2E, 0x2D: return false
    // `Mozilla/5.0.1.2` is a version, `https://5.0.1.2` an address.
    case 0x2F: return start > 1 && text[start - 2] == 0x2F
    default: return !tellsVersion(text, start)
    }
  }

  /// `version 1.2.3.4`
  private static func tellsVersion(_ text: UnsafeRawBufferPointer, _ start: Int) -> Bool {
    let before = text[max(0, start - 10)..<start].map(\.asciiLowercased)
    return before.withUnsafeBytes { $0.includes("version") || $0.includes("release") }
  }

  private static func mayEnd(_ text: UnsafeRawBufferPointer, _ end: Int) -> Bool {
    guard end < text.count else { return true }
    let next: UInt8 = end + 1 < text.count ? text[end + 1] : 0
    switch text[end] {
    case 0x2E: return !ByteClass.isWord(next)
    case 0x2D: return !ByteClass.isUpper(next) && !ByteClass.isLower(next)
    default: return !ByteClass.isWord(text[end])
    }
  }

  private static func isPublic(_ parts: [Int]) -> Bool {
    switch (parts[0], parts[1]) {
    case (0, _), (10, _), (127, _), (224..., _), (169, 254), (192, 168), (100, 64...127), (172, 16...31),
      (198, 18...19):
      false
    default: ![[192, 0, 0], [192, 0, 2], [198, 51, 100], [203, 0, 113]].contains(Array(parts[..<3]))
    }
  }

  /// The end of the IPv6 address of 2000::/3 that begins with a word.
  static func version6(_ text: UnsafeRawBufferPointer, _ word: Range<Int>) -> Int? {
    guard word.count == 4, text[word.lowerBound] == 0x32 || text[word.lowerBound] == 0x33,
      text.starts(":", at: word.upperBound)
    else { return nil }
    if word.lowerBound > 0, [0x3A, 0x2E, 0x2D].contains(text[word.lowerBound - 1]) { return nil }
    var groups: [Int] = []
    var gap: Int?
    var at = word.lowerBound
    while at < text.count, groups.count <= 8 {
      let first = at
      var value = 0
      while at < text.count, at - first < 4, let digit = hexValue(text[at]) {
        value = value << 4 | Int(digit)
        at += 1
      }
      if at > first { groups.append(value) }
      guard text.starts(":", at: at) else { break }
      if text.starts("::", at: at) {
        guard gap == nil else { return nil }
        gap = groups.count
        at += 2
      } else {
        guard at > first else { return nil }
        at += 1
      }
    }
    guard gap == nil ? groups.count == 8 : groups.count < 8, at == text.count || !ByteClass.isWord(text[at]),
      text[at - 1] != 0x3A || gap == groups.count
    else { return nil }
    // A block such as 2000::/3 is nobody's.
    let isWide = groups.count == 1
    return isWide || groups[0] == 0x2001 && groups[1] == 0xDB8 ? nil : at
  }
}
