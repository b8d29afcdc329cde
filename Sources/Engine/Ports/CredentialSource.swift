// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// Port: where the credentials that sign forwarded requests come from.
package protocol CredentialSource: Sendable {
  /// The credentials as they stand now. Called for every request: returns at once.
  func current() throws -> Credentials
}
