// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// How an alias is told from what it stands for: by its look, without the key.
package enum AliasMark {
  static let digits = Array("999".utf8)
  static let fraction = Array("0.999".utf8)
  static let secret = Array("redacted-".utf8)
  static let accessKey = Array("REDACTED".utf8)
  static let keyStart = Array("-----BEGIN REDACTED KEY----- ".utf8)
  static let keyEnd = Array(" -----END REDACTED KEY-----".utf8)

  /// What follows the alias of a text where it stands for a certificate.
  static let certificateTail = [0x0A] + certificate

  /// A certificate (RFC 5280) of nobody's, which can be read: made for this, its key thrown away.
  private static let certificate = Array(
    """
    -----BEGIN CERTIFICATE-----
    MIIBgjCCASigAwIBAgIBATAKBggqhkjOPQQDAjAfMR0wGwYDVQQDDBRyZWRhY3Rl
    ZC5leGFtcGxlLmNvbTAgFw0yNjExMjMwNTE2MThaGA8yMTI2MTAzMDA1MTYxOFow
    HzEdMBsGA1UEAwwUcmVkYWN0ZWQuZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggq
    hkjOPQMBBwNCAATJKn7V8Zw7g/oGVn/n/dr1uspwgCrG+DlGZYw3iRQJ/6Xwak5B
    KjSQAgvRnzkSvo3Hvfa9IUk1OzIJT1jYyZMPo1MwUTAdBgNVHQ4EFgQUCOdacROr
    Wg6AB75xPG9Qfjxp2KgwHwYDVR0jBBgwFoAUCOdacROrWg6AB75xPG9Qfjxp2Kgw
    DwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiBNsgIR+e0ywer3cbxI
    7VCi0K5fgzSE6RFNqVqCWDaAfAIhAPV4dLXIHIOn1dSCls56unp0sZ7D24e27PuV
    DU8rWv5g
    -----END CERTIFICATE-----

    """.utf8)

  /// Whether a value is an alias, of whatever form. Nothing that AWS gives out is one but by a chance that the forms
  /// make small: one in a thousand for account ids, one in 2³² for UUIDs.
  package static func isAlias(_ value: some Collection<UInt8>) -> Bool {
    let value = ArraySlice(value)
    return isDigits(value) || isFraction(value) || isUUID(value) || isSecret(value) || isEmail(value) || isHost(value)
      || isAddress(value) || isAccessKey(value) || isPrincipal(value) || isResourceID(value)
  }

  /// `999` and six digits or more: account ids and other whole numbers.
  package static func isDigits(_ value: ArraySlice<UInt8>) -> Bool {
    let value = value.first == 0x2D ? value.dropFirst() : value
    return value.count >= 9 && value.starts(with: digits) && value.allSatisfy(ByteKind.isDigit)
  }

  package static func isFraction(_ value: ArraySlice<UInt8>) -> Bool {
    let value = value.first == 0x2D ? value.dropFirst() : value
    return value.count == 11 && value.starts(with: fraction) && value.dropFirst(2).allSatisfy(ByteKind.isDigit)
  }

  /// A UUID whose last four bytes are a checksum of those before.
  package static func isUUID(_ value: ArraySlice<UInt8>) -> Bool {
    AliasForm.isUUID(value) && isChecked(value)
  }

  /// Whether the last four of sixteen bytes are a checksum of the others.
  private static func isChecked(_ digits: ArraySlice<UInt8>) -> Bool {
    let bytes = hexBytes(digits)
    return bytes.count == 16 && bytes[12...].elementsEqual(check(bytes[..<12]))
  }

  /// The aliases of secrets that have no other form: a text, base64 of it, a JWT, a key, a certificate, an ARN or URL
  /// that ends in it.
  package static func isSecret(_ value: ArraySlice<UInt8>) -> Bool {
    if value.starts(with: secret) {
      return isSecretText(value) || isSecretText(value.prefix(45)) && value.dropFirst(45).elementsEqual(certificateTail)
    }
    if value.starts(with: keyStart) { return isKey(value) }
    if value.starts(with: "arn:".utf8) { return isARN(value) }
    if value.starts(with: base64) { return isBase64(value) }
    return isJSONWebToken(value) || isURL(value)
  }

  private static func isBase64(_ value: ArraySlice<UInt8>) -> Bool {
    let digits = value.dropFirst(base64.count)
    return value.count == 44 && value.starts(with: base64) && digits.allSatisfy(ByteKind.isHex) && isChecked(digits)
  }

  /// The base64 of a secret: what it says is `redacted-` and bytes. Its digits are those of a UUID, which looks less like
  /// a key than other base64 does.
  static func base64(_ uuid: ArraySlice<UInt8>) -> [UInt8] { base64 + uuid.filter { $0 != 0x2D } }

  private static let base64 = Array("cmVkYWN0ZWQt".utf8)

  private static func isKey(_ value: ArraySlice<UInt8>) -> Bool {
    value.count == keyStart.count + 45 + keyEnd.count && value.suffix(keyEnd.count).elementsEqual(keyEnd)
      && isSecretText(value.dropFirst(keyStart.count).prefix(45))
  }

  private static func isARN(_ value: ArraySlice<UInt8>) -> Bool {
    let parts = value.split(separator: 0x3A, maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, isSecretText(parts[5].dropFirst(AliasForm.resourceType(of: parts[5]).count)) else {
      return false
    }
    return !AWSIdentifier.isAccount(parts[4]) || AWSIdentifier.isExampleAccount(parts[4]) || isDigits(parts[4])
  }

  private static func isJSONWebToken(_ value: ArraySlice<UInt8>) -> Bool {
    guard value.starts(with: tokenStart), value.suffix(tokenEnd.count).elementsEqual(tokenEnd) else { return false }
    let claims = Base64URL.decode(value.dropFirst(tokenStart.count).dropLast(tokenEnd.count))
    return claims.map { isSecretText($0.dropFirst(tokenSubject.count).prefix(45)) } ?? false
  }

  private static func isURL(_ value: ArraySlice<UInt8>) -> Bool {
    guard let scheme = AliasForm.scheme(of: value) else { return false }
    let rest = value[scheme.endIndex...].dropFirst(3)
    let authority = rest.prefix { $0 != 0x2F }
    let port = authority.dropFirst(37)
    guard isHost(authority.prefix(37)),
      port.isEmpty || port.first == 0x3A && port.dropFirst().allSatisfy(ByteKind.isDigit)
    else { return false }
    return rest.count == authority.count || isSecretText(rest[authority.endIndex...].dropFirst())
  }

  /// The first part of a JWT: its text begins with a space, so that the token does not begin like a real one.
  static let tokenStart = Base64URL.encode(Array(" {\"alg\":\"none\",\"typ\":\"JWT\"}".utf8)) + [0x2E]
  static let tokenSubject = Array(" {\"sub\":\"".utf8)
  static let tokenEnd = [0x2E] + Base64URL.encode(secret.dropLast())

  private static func isSecretText(_ value: ArraySlice<UInt8>) -> Bool {
    value.count == 45 && value.starts(with: secret) && isUUID(value.dropFirst(9))
  }

  package static func isEmail(_ value: ArraySlice<UInt8>) -> Bool {
    isToken(value.prefix { $0 != 0x40 }) && value.dropFirst(25).elementsEqual("@example.com".utf8)
  }

  package static func isHost(_ value: ArraySlice<UInt8>) -> Bool {
    isToken(value.prefix(25)) && value.dropFirst(25).elementsEqual(".example.com".utf8)
  }

  private static func isToken(_ value: ArraySlice<UInt8>) -> Bool {
    value.count == 25 && value.starts(with: secret) && value.dropFirst(9).allSatisfy(ByteKind.isHex)
  }

  /// An address that is nobody's: `127.1.0.0` and above, or of documentation (RFC 3849).
  package static func isAddress(_ value: ArraySlice<UInt8>) -> Bool {
    if value.starts(with: "2001:db8:".utf8) { return value.count <= 39 && value.allSatisfy(isGroup) }
    let parts = value.split(separator: 0x2E, omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0].elementsEqual("127".utf8) && !parts[1].elementsEqual("0".utf8)
      && parts.allSatisfy { (1...3).contains($0.count) && $0.allSatisfy(ByteKind.isDigit) }
  }

  private static func isGroup(_ byte: UInt8) -> Bool { ByteKind.isHex(byte) || byte == 0x3A }

  package static func isAccessKey(_ value: ArraySlice<UInt8>) -> Bool {
    value.count == 20 && value.starts(with: accessKey) && areTurns(value.dropFirst(8))
  }

  package static func isPrincipal(_ value: ArraySlice<UInt8>) -> Bool {
    AWSIdentifier.isPrincipal(value) && areTurns(value.dropFirst(4))
  }

  private static func areTurns(_ value: ArraySlice<UInt8>) -> Bool {
    value.enumerated().allSatisfy { $0.offset % 2 == 0 ? $0.element &- 0x41 < 26 : ByteKind.isDigit($0.element) }
  }

  package static func isResourceID(_ value: ArraySlice<UInt8>) -> Bool {
    guard let hyphen = value.lastIndex(of: 0x2D),
      value[..<hyphen].allSatisfy({ ByteKind.isAlphanumeric($0) || $0 == 0x2D })
    else { return false }
    let hex = value[(hyphen + 1)...]
    guard hex.count == 8 || hex.count == 17, hex.allSatisfy(ByteKind.isHex) else { return false }
    let own = hex.count == 8 ? 5 : 11
    return hex.dropFirst(own).elementsEqual(checkDigits(hex.prefix(own), count: hex.count - own))
  }

  /// The UUID of 12 bytes of a digest and their checksum.
  /// - Parameter version: a UUID whose version and variant it gets; version 4 without.
  static func uuid(_ digest: [UInt8], version: ArraySlice<UInt8>?, _ isUpper: Bool) -> [UInt8] {
    var bytes = Array(digest[..<12])
    let given = version.map { Array($0) }
    let versionDigit = given.flatMap { hexValue($0[14]) } ?? 4
    let variantDigit = given.flatMap { hexValue($0[19]) } ?? (8 | bytes[8] >> 4 & 3)
    bytes[6] = bytes[6] & 0x0F | versionDigit << 4
    bytes[8] = bytes[8] & 0x0F | variantDigit << 4
    bytes += check(bytes[...])
    func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : (isUpper ? 0x37 : 0x57) + value }
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for (place, byte) in bytes.enumerated() {
      if place == 4 || place == 6 || place == 8 || place == 10 { text.append(0x2D) }
      text.append(digit(byte >> 4))
      text.append(digit(byte & 15))
    }
    return text
  }

  /// `word-`, hexadecimal digits and their checksum.
  static func resourceID(_ word: ArraySlice<UInt8>, digits digest: [UInt8], count: Int) -> [UInt8] {
    let own = count == 8 ? 5 : 11
    var hex = Array(hexEncoded(digest).utf8.prefix(own))
    // The long ones of AWS begin with a zero; a letter behind it makes sure that it is no number.
    if count > 8 { hex.replaceSubrange(0..<2, with: [0x30, 0x61 + digest[31] % 6]) }
    return word + hex + checkDigits(hex[...], count: count - own)
  }

  private static func checkDigits(_ hex: ArraySlice<UInt8>, count: Int) -> ArraySlice<UInt8> {
    Array(hexEncoded(check(hex)).utf8).prefix(count)
  }

  private static let checked = Array("tapedeck alias ".utf8)

  private static func check(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    Array(sha256(checked + bytes)[..<4])
  }

  /// What hexadecimal digits say, hyphens left aside.
  private static func hexBytes(_ digits: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    var high: UInt8?
    for digit in digits where digit != 0x2D {
      guard let value = hexValue(digit) else { continue }
      if let first = high { bytes.append(first << 4 | value) }
      high = high == nil ? value : nil
    }
    return bytes
  }
}
