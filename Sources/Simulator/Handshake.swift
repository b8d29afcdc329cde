// SPDX-License-Identifier: Apache-2.0

/// When a connection or host stops being pending. With AWS a person finishes the handshake in the console.
package enum Handshake: Hashable, Sendable, CustomStringConvertible {
  /// Not before an admin call says so.
  case manual
  /// As soon as it is made.
  case auto
  /// When it is read for that time, by Get or in a page of List; 1 is the first.
  case after(reads: Int)

  /// What ``init(_:)`` reads.
  package static let form = "manual, auto or after=N"

  /// Nil where the text is not of that form.
  package init?(_ text: String) {
    switch text {
    case "manual": self = .manual
    case "auto": self = .auto
    default:
      guard text.hasPrefix("after="), let reads = Int(text.dropFirst(6)), reads > 0 else { return nil }
      self = .after(reads: reads)
    }
  }

  package var description: String {
    switch self {
    case .manual: "manual"
    case .auto: "auto"
    case .after(let reads): "after=\(reads)"
    }
  }

  func isComplete(afterReads reads: Int) -> Bool {
    switch self {
    case .manual: false
    case .auto: true
    case .after(let wanted): reads >= wanted
    }
  }
}
