// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import CassetteFormat

/// A cassette as it is compared: its exchanges, read.
package struct RecordedSession: Sendable {
  package let name: String
  package let header: CassetteHeader
  let samples: [Sample]
  let context: CanonicalContext

  /// Reads the exchanges. Errors: those of ``CassetteText/view(_:)``.
  /// - Parameters:
  ///   - name: what the user calls it.
  ///   - places: the places of those that are compared, from 0, in tape order; nil for all.
  ///   - context: shared by the two that are compared; undoes gzip and knows the user's rules.
  package init(
    name: String, text: CassetteText, places: [Int]? = nil, context: CanonicalContext
  ) throws(CassetteError) {
    self.name = name
    self.context = context
    header = text.header
    var samples: [Sample] = []
    // No room is made for what a cassette only says to hold.
    for index in 0..<(places?.count ?? text.count) {
      let place = places?[index] ?? index
      samples.append(try Sample(text.view(place), number: place + 1, context))
    }
    self.samples = samples
  }
}
