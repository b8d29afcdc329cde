// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// What may stand where a secret or an identity would: aliases, masks, placeholders and well-known dummies.
enum StandIns {
  private static let oldKeyMask = Array("AKIAREDACTEDREDACTED".utf8)
  private static let masks: Set<String> = [
    "null", "none", "true", "false", "redacted", "hidden", "masked", "hidden_due_to_security_reasons",
    "sensitivedataremoved", "(sensitive value)", "(sensitive)", "(known after apply)",
  ]

  /// Whether the value of a member that holds a secret tells none.
  static func hasNoSecret(_ value: UnsafeRawBufferPointer) -> Bool {
    guard let first = value.first, let last = value.last else { return true }
    if isSecret(value) || isNumber(value) || isAccessKey(value) || isFixedCertificate(value) || isEmail(value)
      || isAddress(value) || isUUID(value)
    {
      return true
    }
    if value.count <= 64 {
      let lowered = String(decoding: value.map(\.asciiLowercased), as: UTF8.self)
      if masks.contains(lowered) { return true }
      let isBracketed = [(0x3C, 0x3E), (0x5B, 0x5D), (0x28, 0x29)].contains { $0 == (first, last) }
      if isBracketed, masks.contains(String(lowered.dropFirst().dropLast())) { return true }
    }
    if first == last, [0x2A, 0x78, 0x58, 0x2E, 0x2D].contains(first), value.allSatisfy({ $0 == first }) { return true }
    return isReference(value) || isEncodedSecret(value)
  }

  /// `${name}` and `{{resolve:…}}`: where a template takes the value from.
  private static func isReference(_ value: UnsafeRawBufferPointer) -> Bool {
    if value.starts("${", at: 0), value.last == 0x7D { return !value.dropLast().contains(0x7D) }
    return value.starts("{{", at: 0) && value.ends("}}") && !value.dropFirst(2).contains(0x7B)
  }

  private static func isEncodedSecret(_ value: UnsafeRawBufferPointer) -> Bool {
    guard value.count >= 60, value.count <= 80, let decoded = Base64.decode(value) else { return false }
    return decoded.withUnsafeBytes { isSecret($0) }
  }

  /// `redacted-` and a UUID.
  static func isSecret(_ value: UnsafeRawBufferPointer) -> Bool {
    value.count == 45 && value.starts("redacted-", at: 0)
      && isUUID(UnsafeRawBufferPointer(rebasing: value[9...]))
  }

  static func isUUID(_ value: UnsafeRawBufferPointer) -> Bool {
    value.count == 36
      && value.enumerated().allSatisfy { at, byte in
        [8, 13, 18, 23].contains(at) ? byte == 0x2D : hexValue(byte) != nil
      }
  }

  static func isNumber(_ value: UnsafeRawBufferPointer) -> Bool {
    if value.starts("0.999", at: 0) { return value.count >= 11 && value.dropFirst(2).allSatisfy(isDigit) }
    return value.count >= 9 && value.starts("999", at: 0) && value.allSatisfy(isDigit)
  }

  /// What earlier versions wrote for access key ids.
  static func isMasked(_ value: UnsafeRawBufferPointer) -> Bool { value.elementsEqual(oldKeyMask) }

  static func isAccessKey(_ value: UnsafeRawBufferPointer) -> Bool {
    isMasked(value)
      || value.count == 20 && value.starts("REDACTED", at: 0) && takesTurns(value[8...])
  }

  /// - Parameter value: with its prefix of four letters.
  static func isPrincipal(_ value: UnsafeRawBufferPointer) -> Bool { takesTurns(value[4...]) }

  private static func takesTurns(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
    guard let first = text.first else { return false }
    return text.enumerated().allSatisfy { at, byte in isDigit(byte) == (at.isMultiple(of: 2) == isDigit(first)) }
  }

  /// Aliases of account ids, and dummies that mean nobody.
  static func isAccount(_ digits: UnsafeRawBufferPointer) -> Bool {
    digits.starts("999", at: 0) || digits.allSatisfy { $0 == digits[0] }
      || ["123456789012", "111122223333", "444455556666"].contains { digits.elementsEqual($0.utf8) }
  }

  static func isEmail(_ value: UnsafeRawBufferPointer) -> Bool {
    guard let mark = value.lastIndex(of: 0x40), mark > 0 else { return false }
    return isReservedHost(UnsafeRawBufferPointer(rebasing: value[(mark + 1)...]))
  }

  /// A host at a domain that nobody can have (RFC 2606, RFC 6761).
  static func isReservedHost(_ host: UnsafeRawBufferPointer) -> Bool {
    let labels = String(decoding: host.map(\.asciiLowercased), as: UTF8.self).split(separator: ".")
    guard let top = labels.last else { return false }
    if ["example", "test", "invalid", "localhost"].contains(top) { return true }
    return labels.count > 1 && labels[labels.count - 2] == "example" && ["com", "org", "net"].contains(top)
  }

  private static func isAddress(_ value: UnsafeRawBufferPointer) -> Bool {
    value.starts("2001:db8:", at: 0) || value.starts("127.", at: 0)
  }

  private static func isFixedCertificate(_ value: UnsafeRawBufferPointer) -> Bool {
    value.starts("-----BEGIN CERTIFICATE-----", at: 0)
  }

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
