// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import NIOHTTP1

/// What RFC 9112 has a server refuse and the parser lets pass: requests that two programs on the way could read
/// differently.
enum RequestRules {
  /// What is wrong with a header section, nil where nothing is.
  static func flaw(in head: NIOHTTP1.HTTPRequestHead) -> RequestFlaw? {
    if case .RAW = head.method { return notOurs }
    if head.method == .SOURCE { return notOurs }
    var host: String?
    for (name, raw) in head.headers {
      switch name.utf8.count {
      case 4 where name.equalsIgnoringASCIICase("host"):
        if host != nil { return RequestFlaw("it has several Host fields") }
        let value = trimmed(raw)
        host = value
        if !isAuthority(value) { return RequestFlaw("its Host is no host") }
      case 17 where name.equalsIgnoringASCIICase("transfer-encoding"):
        // Codings below chunked would reach the service undone by nobody (RFC 9112 §6.1).
        if !trimmed(raw).equalsIgnoringASCIICase("chunked") {
          return RequestFlaw("its Transfer-Encoding is not chunked alone", status: 501)
        }
        if head.version != .http1_1 { return RequestFlaw("it has Transfer-Encoding in a version that has none") }
      case 14 where name.equalsIgnoringASCIICase("content-length"):
        if Int(trimmed(raw)) == nil { return RequestFlaw("its Content-Length is too large a number") }
      default: break
      }
    }
    // A request for a tunnel is answered as one.
    if head.method == .CONNECT { return nil }
    guard let host else {
      return head.version == .http1_1 ? RequestFlaw("it has no Host") : nil
    }
    return flaw(ofTarget: head.uri, host: host)
  }

  /// The parser takes the methods of RTSP and Icecast, too, and hides that it has read their protocols.
  private static var notOurs: RequestFlaw { RequestFlaw("its method is none of HTTP's", status: 501) }

  /// The parser leaves white space at the end of a value (RFC 9110 §5.5), which is rare.
  private static func trimmed(_ value: String) -> String {
    guard value.utf8.last == 0x20 || value.utf8.last == 0x09 else { return value }
    let rest = value.utf8.reversed().drop { $0 == 0x20 || $0 == 0x09 }
    return String(decoding: rest.reversed(), as: UTF8.self)
  }

  private static func flaw(ofTarget target: String, host: String) -> RequestFlaw? {
    if target.utf8.contains(UInt8(ascii: "#")) { return RequestFlaw("its target has a fragment") }
    if target.utf8.first == UInt8(ascii: "/") { return nil }
    guard let scheme = ["http://", "https://"].first(where: { isPrefix($0, of: target) }) else {
      return RequestFlaw("its target is neither a path nor a URL with http or https")
    }
    // The authority of the target would count, not Host (RFC 9112 §3.2.2): where they differ, somebody is misled.
    let authority = target.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" }
    return String(authority).equalsIgnoringASCIICase(host)
      ? nil : RequestFlaw("its target names another host than its Host field")
  }

  private static func isPrefix(_ scheme: String, of target: String) -> Bool {
    String(target.prefix(scheme.count)).equalsIgnoringASCIICase(scheme)
  }

  /// Host and port (RFC 9110 §7.2, RFC 3986 §3.2.2): no user, no blank, no list. The empty one is legal.
  static func isAuthority(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = bytes[...]
      if rest.first == UInt8(ascii: "[") {
        guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return false }
        let address = rest[..<end].dropFirst()
        guard !address.isEmpty, address.allSatisfy({ isHexDigit($0) || ".:".utf8.contains($0) }) else { return false }
        rest = rest[end...].dropFirst()
      } else {
        let end = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
        guard rest[..<end].allSatisfy(isRegisteredName) else { return false }
        rest = rest[end...]
      }
      if rest.isEmpty { return true }
      return rest.first == UInt8(ascii: ":") && rest.count <= 6
        && rest.dropFirst().allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
    }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 6
  }

  /// Letters, digits, `-._~`, sub-delims but the comma, which makes lists, and `%` of percent encodings.
  private static func isRegisteredName(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26
      || "-._~!$&'()*+;=%".utf8.contains(byte)
  }
}
