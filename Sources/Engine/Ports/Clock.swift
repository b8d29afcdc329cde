// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// Port: what time it is.
package protocol WallClock: Sendable {
  func now() -> Timestamp
  /// Milliseconds since some moment, which go on evenly whatever is done to the clock.
  func uptime() -> Int64
}

extension WallClock {
  package func uptime() -> Int64 { now().milliseconds }
}
