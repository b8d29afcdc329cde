// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// The rules of a project, ready for use: the lists that are always in force, the project's own and the switches.
struct RuleBook: Sendable {
  let settings: RedactionSettings
  private let isRuleOn: [Bool]
  private let members: NameSet
  private let ownMembers: NameSet
  private let ownHeaders: NameSet

  init(_ settings: RedactionSettings) {
    self.settings = settings
    isRuleOn = RedactionRule.allCases.map(settings.isOn)
    members = settings.isOn(.secretMember) ? SensitiveNames.members : []
    ownMembers = settings.isOn(.userMember) ? NameSet(settings.names) : []
    ownHeaders = settings.isOn(.userHeader) ? NameSet(settings.headers) : []
  }

  func isOn(_ rule: RedactionRule) -> Bool { isRuleOn[rule.index] }

  /// The rule by which a header does not get into an exchange; nil where it does.
  func rule(dropping name: some Collection<UInt8>, of part: ExchangeHalf) -> RedactionRule? {
    if ownHeaders.contains(name) { return .userHeader }
    let rule = SensitiveNames.rule(ofHeader: name, isResponse: part == .response)
    return rule.flatMap { isOn($0) ? $0 : nil }
  }

  /// The rule by which what stands under this name is secret.
  func rule(ofMember name: some Collection<UInt8>) -> RedactionRule? {
    if members.contains(name) { return .secretMember }
    if ownMembers.contains(name) { return .userMember }
    // `client_secret` and `Client-Secret` are ClientSecret.
    guard name.contains(where: { $0 == 0x5F || $0 == 0x2D }) else { return nil }
    return members.contains(name.filter { $0 != 0x5F && $0 != 0x2D }) ? .secretMember : nil
  }
}

extension RedactionRule {
  /// Its place in ``allCases``.
  var index: Int { RedactionRule.indices[self] ?? 0 }

  private static let indices = Dictionary(
    uniqueKeysWithValues: RedactionRule.allCases.enumerated().map { ($0.element, $0.offset) })
}
