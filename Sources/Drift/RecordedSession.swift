// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import CassetteFormat

/// A cassette as it is compared.
package struct RecordedSession: Sendable {
  package let name: String
  let text: CassetteText
  let context: CanonicalContext

  /// - Parameters:
  ///   - name: what the user calls it.
  ///   - context: shared by the two that are compared; undoes gzip and knows the user's rules.
  package init(name: String, text: CassetteText, context: CanonicalContext) throws(CassetteError) {
    self.name = name
    self.text = text
    self.context = context
    for place in text.lines.indices { _ = try text.view(place) }
  }
}
