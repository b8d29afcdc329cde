// SPDX-License-Identifier: Apache-2.0

/// How the services word their constraints.
enum Constraint {
  static let notNull = "Member must not be null"

  static func shorter(_ max: Int) -> String { "Member must have length less than or equal to \(max)" }
  static func longer(_ min: Int) -> String { "Member must have length greater than or equal to \(min)" }
  static func atMost(_ max: Int) -> String { "Member must have value less than or equal to \(max)" }
  static func atLeast(_ min: Int) -> String { "Member must have value greater than or equal to \(min)" }
  static func pattern(_ text: String) -> String { "Member must satisfy regular expression pattern: \(text)" }
  static func oneOf(_ values: [String]) -> String {
    "Member must satisfy enum value set: [\(values.joined(separator: ", "))]"
  }

  /// All the constraints of a scalar shape, broken or not.
  static func all(of shape: ModelShape) -> [String] {
    switch shape {
    case .string(let min, let max, let pattern):
      [max.map(shorter), min.map(longer), pattern.map(Self.pattern)].compactMap(\.self)
    case .enumeration(let values): [oneOf(values)]
    case .integer(let min, let max): [max.map(atMost), min.map(atLeast)].compactMap(\.self)
    case .timestamp, .list, .structure: []
    }
  }
}
