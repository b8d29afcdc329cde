// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// The form of a value, which its alias keeps, so that whoever reads the alias can do so.
///
/// It follows from the value alone: the same value has the same alias whichever rule found it.
enum AliasForm: UInt8, Sendable {
  /// Decimal digits, account ids among them.
  case digits = 1
  case fraction
  /// 8-4-4-4-12 hexadecimal digits (RFC 9562).
  case uuid
  case email
  case ipv4
  case ipv6
  /// `AKIA…`, `ASIA…`: twenty capitals and digits.
  case accessKey
  /// `AROA…`, `AIDA…`: the unique id of an IAM entity.
  case principal
  /// `vpc-0123456789abcdef0`: a word and hexadecimal digits.
  case resourceID
  case arn
  case url
  case host
  case base64
  case jsonWebToken
  case privateKey
  case certificate
  case text

  /// Whether an alias needs the secret key, since a value of the form could be found by trying.
  ///
  /// All others are so many, and so random, that trying them leads nowhere: their aliases are the same on all machines.
  func isKeyed(_ value: some BidirectionalCollection<UInt8>) -> Bool {
    switch self {
    case .uuid, .principal: false
    case .resourceID: value.reversed().prefix { $0 != 0x2D }.count < 17
    default: true
    }
  }

  /// The form of a secret that was found by its place.
  static func of(_ value: ArraySlice<UInt8>) -> AliasForm {
    let unsigned = value.first == 0x2D ? value.dropFirst() : value
    if !unsigned.isEmpty, unsigned.allSatisfy(ByteKind.isDigit) { return .digits }
    if isFraction(value) { return .fraction }
    if value.count == 36, isUUID(value) { return .uuid }
    if value.count == 20, AWSIdentifier.isAccessKey(value) { return .accessKey }
    if AWSIdentifier.isPrincipal(value) { return .principal }
    if value.starts(with: "arn:".utf8), value.split(separator: 0x3A, omittingEmptySubsequences: false).count >= 6 {
      return .arn
    }
    if value.starts(with: "-----BEGIN ".utf8) || value.starts(with: "redacted-".utf8) && contains(value, "-----BEGIN ")
    {
      return contains(value, "CERTIFICATE-----") && !contains(value, "PRIVATE KEY-----") ? .certificate : .privateKey
    }
    if contains(value, "://") { return .url }
    if isEmail(value) { return .email }
    if isJSONWebToken(value) { return .jsonWebToken }
    return isBase64(value) ? .base64 : .text
  }

  static func isUUID(_ value: some RandomAccessCollection<UInt8>) -> Bool {
    guard value.count == 36 else { return false }
    for (offset, byte) in value.enumerated() {
      let isHyphen = offset == 8 || offset == 13 || offset == 18 || offset == 23
      guard isHyphen ? byte == 0x2D : ByteKind.isHex(byte) else { return false }
    }
    return true
  }

  /// A number with a sign, a fraction or an exponent, as JSON writes it.
  private static func isFraction(_ value: ArraySlice<UInt8>) -> Bool {
    var rest = value
    if rest.first == 0x2D { rest = rest.dropFirst() }
    guard let first = rest.first, ByteKind.isDigit(first), value.count <= 40 else { return false }
    return rest.allSatisfy { ByteKind.isDigit($0) || [0x2E, 0x65, 0x45, 0x2B, 0x2D].contains($0) }
      && rest.count { $0 == 0x2E } <= 1 && rest.count { $0 == 0x2D } <= 1
  }

  private static func isEmail(_ value: ArraySlice<UInt8>) -> Bool {
    guard value.count <= 254, let at = value.firstIndex(of: 0x40), at > value.startIndex else { return false }
    let domain = value[(at + 1)...]
    return domain.contains(0x2E) && domain.allSatisfy { ByteKind.isWord($0) || $0 == 0x2D || $0 == 0x2E }
      && value[..<at].allSatisfy { ByteKind.isWord($0) || [0x2B, 0x2D, 0x2E, 0x25].contains($0) }
  }

  private static func isJSONWebToken(_ value: ArraySlice<UInt8>) -> Bool {
    let parts = value.split(separator: 0x2E, omittingEmptySubsequences: false)
    return parts.count == 3 && value.starts(with: "eyJ".utf8)
      && parts.allSatisfy { $0.allSatisfy { ByteKind.isWord($0) || $0 == 0x2D } }
  }

  /// Base64 of 12 bytes and more whose letters are of both cases: words and hexadecimal digits are none.
  private static func isBase64(_ value: ArraySlice<UInt8>) -> Bool {
    value.count >= 16 && value.count % 4 == 0 && value.contains { ByteKind.isDigit($0) }
      && value.contains { $0 &- 0x41 < 26 } && value.contains { $0 &- 0x61 < 26 } && Base64.decode(value) != nil
  }

  private static func contains(_ value: ArraySlice<UInt8>, _ text: StaticString) -> Bool {
    text.withUTF8Buffer { text in
      value.withUnsafeBytes { bytes in bytes.firstRange(of: text) != nil }
    }
  }
}
