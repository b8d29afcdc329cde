// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// What kind of value stands at a place, as clients tell kinds apart.
enum ValueKind: String, CaseIterable {
  case null, boolean, integer, fraction, string, list, object

  /// Kinds in words: `integer or string`.
  static func text(_ kinds: Set<ValueKind>) -> String { kinds.map(\.rawValue).sorted().joined(separator: " or ") }

  init(_ value: DocumentValue) {
    switch value.kind {
    case .null: self = .null
    case .true, .false: self = .boolean
    case .string: self = .string
    case .array: self = .list
    case .object: self = .object
    case .number:
      // Times are written with and without a fraction, as it happens.
      let isFraction = value.withBytes { lexeme in
        TextForm.skeleton.number(lexeme) == nil && lexeme.contains { $0 == 0x2E || $0 | 0x20 == 0x65 }
      }
      self = isFraction ? .fraction : .integer
    }
  }
}
