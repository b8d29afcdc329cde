// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// What may stand where a secret or an identity would: aliases, masks, placeholders and well-known dummies.
enum StandIns {
  /// What earlier versions wrote for access key ids.
  private static let keyMask: StaticString = "AKIAREDACTEDREDACTED"
  private static let masks: Set<String> = [
    "null", "none", "true", "false", "redacted", "hidden", "masked", "hidden_due_to_security_reasons",
    "sensitivedataremoved", "sensitive value", "sensitive", "known after apply",
  ]
  /// Longer values are read as aliases no more, but for certificates and tokens, which their first bytes tell.
  private static let longest = 4096

  /// Whether the value of a member that holds a secret tells none.
  static func hasNoSecret(_ value: UnsafeRawBufferPointer) -> Bool {
    guard let first = value.first, let last = value.last else { return true }
    if isMasked(value) || isAlias(value) { return true }
    if value.count <= 64 {
      let lowered = String(decoding: value.map(\.asciiLowercased), as: UTF8.self)
      if masks.contains(lowered) { return true }
      let isBracketed = [(0x3C, 0x3E), (0x5B, 0x5D), (0x28, 0x29)].contains { $0 == (first, last) }
      if isBracketed, masks.contains(String(lowered.dropFirst().dropLast())) { return true }
    }
    if first == last, [0x2A, 0x78, 0x58, 0x2E, 0x2D].contains(first), value.allSatisfy({ $0 == first }) { return true }
    return isReference(value)
  }

  static func isAlias(_ value: UnsafeRawBufferPointer) -> Bool {
    AliasMark.isAlias(Array(UnsafeRawBufferPointer(rebasing: value.prefix(longest))))
  }

  /// What earlier versions wrote for access key ids.
  static func isMasked(_ value: UnsafeRawBufferPointer) -> Bool { value.equals(keyMask) }

  /// `${name}` and `{{resolve:…}}`: where a template takes the value from.
  private static func isReference(_ value: UnsafeRawBufferPointer) -> Bool {
    if value.starts("${", at: 0), value.last == 0x7D { return !value.dropLast().contains(0x7D) }
    return value.starts("{{", at: 0) && value.ends("}}") && !value.dropFirst(2).contains(0x7B)
  }

  /// Aliases of account ids, and dummies that mean nobody.
  static func isAccount(_ digits: UnsafeRawBufferPointer) -> Bool {
    AliasMark.isDigits(Array(digits)[...]) || AWSIdentifier.isExampleAccount(digits)
  }

  /// A host at a domain that nobody can have (RFC 2606, RFC 6761).
  static func isReservedHost(_ host: UnsafeRawBufferPointer) -> Bool {
    let labels = String(decoding: host.map(\.asciiLowercased), as: UTF8.self).split(separator: ".")
    guard let top = labels.last else { return false }
    if ["example", "test", "invalid", "localhost"].contains(top) { return true }
    return labels.count > 1 && labels[labels.count - 2] == "example" && ["com", "org", "net"].contains(top)
  }
}
