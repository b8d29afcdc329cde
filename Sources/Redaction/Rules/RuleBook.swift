// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// The rules of a project, ready for use: the lists that are always in force, the project's own and the switches.
final class RuleBook: Sendable {
  let settings: RedactionSettings
  /// No name of a secret is longer, its joints left aside.
  private static let longestName = 64

  let hasNoPatterns: Bool
  /// By ``RedactionRule/place``.
  private let isRuleOn: [Bool]
  private let members: NameSet
  private let ownMembers: NameSet
  private let ownHeaders: NameSet

  init(_ settings: RedactionSettings) {
    self.settings = settings
    var isRuleOn = [Bool](repeating: false, count: 256)
    for rule in RedactionRule.allCases { isRuleOn[rule.place] = settings.isOn(rule) }
    self.isRuleOn = isRuleOn
    hasNoPatterns = settings.patterns.isEmpty
    members = settings.isOn(.secretMember) ? SensitiveNames.members : []
    ownMembers = settings.isOn(.userMember) ? NameSet(settings.names) : []
    ownHeaders = settings.isOn(.userHeader) ? NameSet(settings.headers) : []
  }

  func isOn(_ rule: RedactionRule) -> Bool { isRuleOn[rule.place] }

  /// The rule by which a header does not get into an exchange; nil where it does.
  func rule(dropping name: some Collection<UInt8>, of part: ExchangeHalf) -> RedactionRule? {
    if ownHeaders.contains(name) { return .userHeader }
    let rule = SensitiveNames.rule(ofHeader: name, isResponse: part == .response)
    return rule.flatMap { isOn($0) ? $0 : nil }
  }

  /// The rule by which what stands under this name is secret.
  func rule(ofMember name: some Collection<UInt8>) -> RedactionRule? {
    (name.withContiguousStorageIfAvailable { rule(ofMember: UnsafeRawBufferPointer($0)) })
      ?? Array(name).withUnsafeBytes { rule(ofMember: $0) }
  }

  func rule(ofMember name: UnsafeRawBufferPointer) -> RedactionRule? {
    if members.contains(name) { return .secretMember }
    if ownMembers.contains(name) { return .userMember }
    // `client_secret` and `Client-Secret` are ClientSecret.
    let length = name.count { $0 != 0x5F && $0 != 0x2D }
    guard length < name.count, length <= RuleBook.longestName else { return nil }
    return withUnsafeTemporaryAllocation(byteCount: RuleBook.longestName, alignment: 1) { buffer in
      var count = 0
      for byte in name where byte != 0x5F && byte != 0x2D {
        buffer[count] = byte
        count += 1
      }
      return members.contains(UnsafeRawBufferPointer(rebasing: buffer[..<count])) ? .secretMember : nil
    }
  }
}

extension RedactionRule {
  /// The byte that it is in memory.
  var place: Int { withUnsafeBytes(of: self) { Int($0[0]) } }
}
