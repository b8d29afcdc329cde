// SPDX-License-Identifier: Apache-2.0

/// A header that a member of a message is bound to.
package struct ModelHeader: Sendable {
  /// In lower case.
  package let name: String
  /// Whether a map is bound to all headers whose names begin so; an empty name is that of all headers.
  package let isPrefix: Bool
  package let isRequired: Bool
  package let place: ModelCursor
}

/// How the answers of an operation make a chain.
package struct Pagination: Sendable {
  /// The tokens that ask for the next page. Several go together.
  package let tokens: [Operation.Page]
  /// What pages hold; the first is what clients go through. Empty where the index does not know.
  package let results: [WirePlace]
  /// What says whether there are more pages; nil where only the token does.
  package let more: WirePlace?
}
