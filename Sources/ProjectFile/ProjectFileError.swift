// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a file that somebody wrote, `tapedeck.yaml` or approvals, and where.
package struct ProjectFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as the user knows it.
  package var file = ""
  /// Both from 1, the column in Unicode scalars; nil where it is the file as a whole.
  package var place: YAMLPlace?
  /// The path of the key (`replay.bind`), or empty.
  package var key = ""
  package let message: String

  package init(_ message: String, at place: YAMLPlace? = nil, key: String = "") {
    self.message = message
    self.place = place
    self.key = key
  }

  /// `tapedeck.yaml:12:9: replay.bind: expected generated or none, not 'all'`
  package var description: String {
    let place = place.map { ":\($0.line):\($0.column)" } ?? ""
    return "\(file)\(place): \(key.isEmpty ? "" : "\(key): ")\(message)"
  }
}
