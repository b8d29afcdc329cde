// SPDX-License-Identifier: Apache-2.0

@testable import Redaction

extension AliasKey {
  /// A key that is the same in every run.
  static let sample = AliasKey([UInt8](repeating: 7, count: AliasKey.count))
  static let other = AliasKey([UInt8](repeating: 8, count: AliasKey.count))
}

extension Aliases {
  /// The alias of a text in the form that its look has.
  func alias(_ text: String) -> String {
    let value = Array(text.utf8)[...]
    return String(decoding: alias(of: value, as: AliasForm.of(value)), as: UTF8.self)
  }
}

extension AliasForm {
  static func of(_ text: String) -> AliasForm { of(Array(text.utf8)[...]) }
}

extension [UInt8] {
  init(_ text: String) { self = Array(text.utf8) }
}

extension AliasMark {
  static func isAlias(_ text: String) -> Bool { isAlias(Array(text.utf8)) }
}
