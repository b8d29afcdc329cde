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

  /// The form of a value, found by whatever rule.
  static func of(_ value: ArraySlice<UInt8>) -> AliasForm {
    if let number = number(value) { return number }
    if value.count == 36, isUUID(value) { return .uuid }
    if value.count == 20, AWSIdentifier.isAccessKey(value) { return .accessKey }
    if AWSIdentifier.isPrincipal(value) { return .principal }
    if value.starts(with: "arn:".utf8), value.count(where: { $0 == 0x3A }) >= 5 { return .arn }
    if let block = block(value) { return block }
    if scheme(of: value) != nil { return .url }
    if let address = address(value) { return address }
    if isResourceID(value) { return .resourceID }
    if isEmail(value) { return .email }
    if isJSONWebToken(value) { return .jsonWebToken }
    return isBase64(value) ? .base64 : .text
  }

  /// The form of what is a number by its place.
  static func ofNumber(_ value: ArraySlice<UInt8>) -> AliasForm {
    (value.first == 0x2D ? value.dropFirst() : value).allSatisfy(ByteKind.isDigit) ? .digits : .fraction
  }

  /// What a PEM block of several lines is (RFC 7468); one that is written in one line is a text.
  private static func block(_ value: ArraySlice<UInt8>) -> AliasForm? {
    guard value.starts(with: "-----BEGIN ".utf8) || value.starts(with: AliasMark.secret), value.contains(0x0A),
      contains(value, "-----BEGIN ")
    else { return nil }
    return contains(value, "CERTIFICATE-----") && !contains(value, "PRIVATE KEY-----") ? .certificate : .privateKey
  }

  /// The scheme of a URL (RFC 3986 §3.1), before its `://`.
  static func scheme(of value: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let scheme = value.prefix(17).prefix { $0 != 0x3A }
    guard let first = scheme.first, (first | 0x20) &- 0x61 < 26, value[scheme.endIndex...].starts(with: "://".utf8)
    else { return nil }
    return scheme.allSatisfy { ByteKind.isAlphanumeric($0) || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E } ? scheme : nil
  }

  /// What says of an ARN's resource which type it is, with its divider; empty where nothing does.
  static func resourceType(of resource: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let word = resource.prefix { $0 &- 0x61 < 26 || $0 == 0x2D }
    guard let divider = resource[word.endIndex...].first, divider == 0x2F || divider == 0x3A else { return [] }
    return resource[...word.endIndex]
  }

  static func isUUID(_ value: some RandomAccessCollection<UInt8>) -> Bool {
    value.count == 36 && (value.withContiguousStorageIfAvailable { isUUID(UnsafeRawBufferPointer($0), at: 0) } ?? false)
  }

  /// Whether a UUID stands at a place.
  static func isUUID(_ text: UnsafeRawBufferPointer, at start: Int) -> Bool {
    // The hyphens first: as a rule they are missing.
    guard start >= 0, start + 36 <= text.count, text[start + 8] == 0x2D, text[start + 13] == 0x2D,
      text[start + 18] == 0x2D, text[start + 23] == 0x2D
    else { return false }
    for offset in 0..<36 where !ByteKind.isHex(text[start + offset]) {
      guard offset == 8 || offset == 13 || offset == 18 || offset == 23 else { return false }
    }
    return true
  }

  /// A number as JSON writes it (RFC 8259 §6), but with as many zeros before it as it likes.
  private static func number(_ value: ArraySlice<UInt8>) -> AliasForm? {
    var rest = value.first == 0x2D ? value.dropFirst() : value
    func digits() -> Bool {
      let before = rest.count
      rest = rest.drop(while: ByteKind.isDigit)
      return rest.count < before
    }
    guard digits() else { return nil }
    if rest.isEmpty { return .digits }
    guard value.count <= 40 else { return nil }
    if rest.first == 0x2E {
      rest = rest.dropFirst()
      guard digits() else { return nil }
    }
    if rest.first == 0x65 || rest.first == 0x45 {
      rest = rest.dropFirst()
      if rest.first == 0x2B || rest.first == 0x2D { rest = rest.dropFirst() }
      guard digits() else { return nil }
    }
    return rest.isEmpty ? .fraction : nil
  }

  private static func address(_ value: ArraySlice<UInt8>) -> AliasForm? {
    guard (7...39).contains(value.count), let first = value.first, ByteKind.isHex(first) else { return nil }
    return value.withUnsafeBytes { text in
      if InternetAddress.version4(text, at: 0)?.end == text.count { return .ipv4 }
      return InternetAddress.version6(text, at: 0) == text.count ? .ipv6 : nil
    }
  }

  private static func isResourceID(_ value: ArraySlice<UInt8>) -> Bool {
    guard (10...40).contains(value.count) else { return false }
    return value.withUnsafeBytes { text in
      guard let hyphen = text.firstIndex(of: 0x2D), hyphen > 0 else { return false }
      return ResourceIDs.end(text, word: 0..<hyphen) == text.count
    }
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
    value.count >= 16 && value.count % 4 == 0 && value.last == 0x3D
      && value.contains { $0 &- 0x41 < 26 } && value.contains { $0 &- 0x61 < 26 } && Base64.decode(value) != nil
      && !TokenPattern.isToken(value)
  }

  private static func contains(_ value: ArraySlice<UInt8>, _ text: StaticString) -> Bool {
    text.withUTF8Buffer { text in
      value.withUnsafeBytes { bytes in bytes.firstRange(of: text) != nil }
    }
  }
}
