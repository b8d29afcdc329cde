// SPDX-License-Identifier: Apache-2.0

/// When a connection or host stops being pending. With AWS a person finishes the handshake in the console.
package enum Handshake: Hashable, Sendable {
  /// Not before ``ConnectionsSimulator/completeHandshake(of:)``.
  case manual
  /// As soon as it is made.
  case auto
  /// When it is read for that time, by Get or in a page of List; 1 is the first.
  case after(reads: Int)

  func isComplete(afterReads reads: Int) -> Bool {
    switch self {
    case .manual: false
    case .auto: true
    case .after(let wanted): reads >= wanted
    }
  }
}
