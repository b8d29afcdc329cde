// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// A response, when it is written, and how it ends.
package struct Answer: Sendable {
  package enum Ending: Sendable {
    case whole
    /// Half of the body is written, then the connection ends.
    case truncated
    /// The connection ends before anything is written.
    case reset
    /// Nothing is written; the connection stays as long as the client wants it.
    case silent
  }

  package var response: PreparedResponse
  /// How long it is kept back.
  package var delay: Duration
  package var ending: Ending

  package init(_ response: PreparedResponse, delay: Duration = .zero, ending: Ending = .whole) {
    self.response = response
    self.delay = delay
    self.ending = ending
  }
}
