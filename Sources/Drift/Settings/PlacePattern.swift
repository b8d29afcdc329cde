// SPDX-License-Identifier: Apache-2.0

package import Documents
internal import AWSProtocols

extension Place {
  /// What a path to a place may begin with.
  private static let parts = ["status", "headers", "body", "uri", "query"]

  /// Reads a path to places as a user writes it, the names of headers in any case.
  /// - Returns: nil for what is no path, or leads to no part of a message: `/Items` where `/body/Items` is meant.
  package static func pattern(_ text: String) -> DocumentPath? {
    guard let path = DocumentPath(text) else { return nil }
    if case .name(let part) = path.steps.first, !parts.contains(part) { return nil }
    guard path.steps.count > 1, path.steps[0] == .name("headers"), case .name(let header) = path.steps[1] else {
      return path
    }
    return DocumentPath(steps: [path.steps[0], .name(header.asciiLowercased)] + path.steps.dropFirst(2))
  }
}

extension PathSet {
  /// Whether a path of the set leads to the place, or to what it lies in.
  ///
  /// Where the place has any element of a list, `*` and `**` lead there, an index does not: it would tell of one.
  func covers(_ place: Place) -> Bool {
    var place = place.steps[...]
    var here = self
    while !here.isMatch {
      guard !here.isEmpty, let step = place.popFirst() else { return false }
      here = here.stepped(step)
    }
    return true
  }

  private func stepped(_ step: DocumentPath.Step) -> PathSet {
    // No path that is read from text has a step of that name: `*` is any step in it.
    guard case .name(let name) = step else { return Array("*".utf8).withUnsafeBytes { member($0) } }
    return Array(name.utf8).withUnsafeBytes { member($0) }
  }
}
