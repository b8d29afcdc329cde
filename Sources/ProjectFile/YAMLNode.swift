// SPDX-License-Identifier: Apache-2.0

/// A place in a text: line and column from 1, the column in Unicode scalars.
package struct YAMLPlace: Hashable, Sendable {
  package let line: Int
  package let column: Int
}

/// A value of a YAML text, with its place.
struct YAMLNode: Equatable, Sendable {
  enum Content: Equatable, Sendable {
    case null
    /// Plain ones may be more than text; quoted ones are text.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLNode])
    case mapping([Member])
  }

  struct Member: Equatable, Sendable {
    let key: String
    let place: YAMLPlace
    let value: YAMLNode
  }

  let content: Content
  let place: YAMLPlace
}
