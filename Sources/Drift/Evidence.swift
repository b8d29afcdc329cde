// SPDX-License-Identifier: Apache-2.0

/// What one recording shows of a finding.
package struct Evidence: Hashable, Sendable {
  /// How many samples show it.
  package var seen: Int
  /// Of how many samples that could have.
  package var samples: Int
  /// What was there, in words that are the same in every recording: `string`, `200`, `PENDING`; empty for nothing.
  package var text: String
  /// One such value as JSON text, as recorded, cut to ``longestExample`` characters; nil where there is none.
  package var example: String?
  /// The first and the last exchange that shows it, counted from 1 as `tapedeck show -e` does; nil where none does.
  package var first: Int?
  package var last: Int?

  package static let longestExample = 240

  package init(
    seen: Int = 0, of samples: Int = 0, text: String = "", example: String? = nil, first: Int? = nil, last: Int? = nil
  ) {
    self.seen = seen
    self.samples = samples
    self.text = text
    self.example = example
    self.first = first
    self.last = last
  }

  /// Nothing is there.
  package static let none = Evidence()
}
