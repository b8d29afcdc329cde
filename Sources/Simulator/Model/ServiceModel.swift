// SPDX-License-Identifier: Apache-2.0

/// The shapes of one of the two services, with their patterns compiled.
struct ServiceModel: Sendable {
  let shapes: [String: ModelShape]
  /// By the pattern's text.
  private let patterns: [String: ModelPattern]

  static let codestarConnections = ServiceModel(
    // The model of the old name still asks for its own prefix in the ARN of a host or repository link, but the API
    // reference lists both for hosts, and what was made under the new name has to be reached under the old one.
    shapes: ModelFacts.sharedShapes.merging(ModelFacts.codestarConnectionsShapes) { $1 }
      .merging(ModelFacts.codeconnectionsShapes.filter { ["HostArn", "RepositoryLinkArn"].contains($0.key) }) { $1 })

  static let codeconnections = ServiceModel(
    shapes: ModelFacts.sharedShapes.merging(ModelFacts.codeconnectionsShapes) { $1 })

  private init(shapes: [String: ModelShape]) {
    self.shapes = shapes
    var patterns: [String: ModelPattern] = [:]
    for case .string(_, _, let pattern?) in shapes.values {
      patterns[pattern] = ModelPattern(pattern)
    }
    self.patterns = patterns
  }

  /// Whether all of `text` matches a pattern of this model.
  func matches(_ text: String, _ pattern: String) -> Bool {
    patterns[pattern]?.matches(text) ?? true
  }
}
