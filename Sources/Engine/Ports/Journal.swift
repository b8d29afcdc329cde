// SPDX-License-Identifier: Apache-2.0

/// Port: where exchanges are kept while a recording runs.
package protocol Journal: Sendable {
  /// Appends one line of cassette text (without its newline). When this returns, a kill of the process cannot lose it.
  func append(_ line: [UInt8]) throws
}
