// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Redaction

/// Redactors as the commands need them.
enum Redactors {
  /// For what is to be written: with the project's key, which is made where there is none.
  /// - Parameter keepsAliases: whether a cassette answers besides.
  static func recording(_ settings: RedactionSettings, keepsAliases: Bool) throws -> Redactor {
    let key = try AliasKeySource.key(environment: processEnvironment(), makesFile: true)
    if case .random(let warning) = key.origin { Terminal.warning(warning) }
    return redactor(settings, key.bytes, keepsAliases: keepsAliases)
  }

  /// For what is compared with a cassette, where aliases bind: with the project's key if it is at hand, else with one of
  /// its own.
  static func replaying(_ settings: RedactionSettings) throws -> Redactor {
    try trying(settings, inflate: CompressedBodies.compared)
  }

  /// The same for what is only tried: it takes out what would be taken out of what is written.
  static func trying(
    _ settings: RedactionSettings, inflate: @escaping CanonicalContext.Inflate = CompressedBodies.recorded
  ) throws -> Redactor {
    redactor(
      settings, try AliasKeySource.key(environment: processEnvironment(), makesFile: false).bytes, keepsAliases: true,
      inflate: inflate)
  }

  /// For live answers: nothing in them is an alias.
  /// - Parameter keepsKey: whether they are to be written, so that the next ones should have the same aliases.
  static func asking(_ settings: RedactionSettings, keepsKey: Bool) throws -> Redactor {
    if keepsKey { return try recording(settings, keepsAliases: false) }
    let key = try AliasKeySource.key(environment: processEnvironment(), makesFile: false)
    return redactor(settings, key.bytes, keepsAliases: false)
  }

  private static func redactor(
    _ settings: RedactionSettings, _ key: [UInt8], keepsAliases: Bool,
    inflate: @escaping CanonicalContext.Inflate = CompressedBodies.recorded
  ) -> Redactor {
    Redactor(
      settings: settings, aliases: Aliases(key: AliasKey(key)), keepsAliases: keepsAliases,
      inflate: inflate)
  }
}
