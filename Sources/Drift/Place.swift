// SPDX-License-Identifier: Apache-2.0

package import Documents

/// Where in an exchange a finding is.
package struct Place: Hashable, Sendable {
  package enum Side: String, Sendable, CaseIterable {
    /// The exchange as such.
    case call
    case request
    case response
  }

  package let side: Side
  /// Steps of the pointer, ``DocumentPath/Step/any`` for any element of a list and any key of a map. The first names
  /// the part of the message: `status`, `headers`, `body`; in requests also `uri` and `query`.
  package let steps: [DocumentPath.Step]

  package init(_ side: Side, _ steps: [DocumentPath.Step] = []) {
    self.side = side
    self.steps = steps
  }

  /// JSON pointer (RFC 6901) with `*` for any: `/body/Items/*/Id`; empty for a whole exchange.
  package var pointer: String { DocumentPath(steps: steps).description }
}
