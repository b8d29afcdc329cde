// SPDX-License-Identifier: Apache-2.0

/// Addresses of the internet in texts: where they end, and whether they are somebody's.
enum InternetAddress {
  /// Who an address belongs to.
  enum Reach: Sendable {
    case `public`
    /// Of private networks (RFC 1918, RFC 6598, RFC 4193).
    case `private`
    /// Of this machine, of documentation, of groups, or of nobody (RFC 6890).
    case special
  }

  /// The IPv4 address that starts at a place, dotted decimal.
  static func version4(_ text: UnsafeRawBufferPointer, at start: Int) -> (reach: Reach, end: Int)? {
    var parts: [Int] = []
    var at = start
    while true {
      let first = at
      var value = 0
      while at < text.count, at - first < 3, ByteKind.isDigit(text[at]) {
        value = value * 10 + Int(text[at] & 15)
        at += 1
      }
      guard at > first, value < 256, at - first == 1 || text[first] != 0x30 else { return nil }
      parts.append(value)
      if parts.count == 4 { break }
      guard at < text.count, text[at] == 0x2E else { return nil }
      at += 1
    }
    if at < text.count {
      if ByteKind.isWord(text[at]) { return nil }
      // A fifth part: a version, or the name of an object.
      if text[at] == 0x2E, at + 1 < text.count, ByteKind.isDigit(text[at + 1]) { return nil }
    }
    return (reach(parts), at)
  }

  private static func reach(_ parts: [Int]) -> Reach {
    switch (parts[0], parts[1]) {
    case (10, _), (192, 168), (172, 16...31), (100, 64...127): .private
    case (0, _), (127, _), (169, 254), (198, 18...19), (224..., _): .special
    case (192, 0) where parts[2] == 2 || parts[2] == 0: .special
    case (198, 51) where parts[2] == 100: .special
    case (203, 0) where parts[2] == 113: .special
    default: .public
    }
  }

  /// The global unicast IPv6 address (RFC 4291 §2.2) that starts at a place.
  static func version6(_ text: UnsafeRawBufferPointer, at start: Int) -> Int? {
    var (groups, gaps) = (0, 0)
    var at = start
    var end = start
    while at < text.count, groups <= 8, gaps <= 1 {
      let first = at
      while at < text.count, at - first < 5, ByteKind.isHex(text[at]) { at += 1 }
      if at > first {
        guard at - first < 5 else { return nil }
        groups += 1
        end = at
      }
      guard at < text.count, text[at] == 0x3A else { break }
      if at + 1 < text.count, text[at + 1] == 0x3A {
        gaps += 1
        at += 2
        end = at
      } else if at + 1 < text.count, ByteKind.isHex(text[at + 1]) {
        at += 1
      } else {
        break
      }
    }
    guard gaps == 0 && groups == 8 || gaps == 1 && (2...7).contains(groups),
      end == text.count || !ByteKind.isWord(text[end])
    else { return nil }
    return text.has("2001:db8:", at: start) ? nil : end
  }
}
