// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import CassetteFormat

/// A cassette as it is compared: all of its exchanges, read.
package struct RecordedSession: Sendable {
  package let name: String
  package let header: CassetteHeader
  let samples: [Sample]
  let context: CanonicalContext

  /// Reads all exchanges. Errors: those of ``CassetteText/view(_:)``.
  /// - Parameters:
  ///   - name: what the user calls it.
  ///   - context: shared by the two that are compared; undoes gzip and knows the user's rules.
  package init(name: String, text: CassetteText, context: CanonicalContext) throws(CassetteError) {
    self.name = name
    self.context = context
    header = text.header
    var samples: [Sample] = []
    samples.reserveCapacity(text.lines.count)
    for place in text.lines.indices {
      samples.append(try Sample(text.view(place), number: place + 1, context))
    }
    self.samples = samples
  }
}
