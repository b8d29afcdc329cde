// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// Port: what time it is.
package protocol WallClock: Sendable {
  func now() -> Timestamp
}
