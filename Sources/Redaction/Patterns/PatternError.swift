// SPDX-License-Identifier: Apache-2.0

/// Why a pattern is refused, and where. It holds no more of the pattern than the construct that it names.
package struct PatternError: Error, Equatable, Sendable, CustomStringConvertible {
  package let message: String
  /// In Unicode scalars, from 1.
  package let character: Int

  /// `look-ahead (?=…) is not supported (character 7 of the pattern)`
  package var description: String { "\(message) (character \(character) of the pattern)" }
}
