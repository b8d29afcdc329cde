// SPDX-License-Identifier: Apache-2.0

/// Scheme and authority of where a request goes, checked: nothing but a host and perhaps a port.
struct Origin {
  let text: String

  /// Nil where the text is no `http://` or `https://` with a host, or says more: a user, a path, a query.
  init?(_ text: String) {
    guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return nil }
    let authority = text.utf8.dropFirst(scheme.utf8.count)
    guard !authority.isEmpty, authority.allSatisfy(Self.isAuthorityByte) else { return nil }
    self.text = text
  }

  /// Letters and digits of a name or an address, `[::1]` and the port's colon included (RFC 3986 §3.2 without user).
  private static func isAuthorityByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
      true
    default: false
    }
  }
}
