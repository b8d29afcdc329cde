// SPDX-License-Identifier: Apache-2.0

/// A pattern of actions: `service:Operation`, where `*` stands for any text in either half.
package struct ActionPattern: Hashable, Sendable, CustomStringConvertible {
  private let service: [UInt8]
  private let operation: [UInt8]
  package let description: String

  /// - Parameter text: divided at its first colon; without one, an operation of any service.
  /// - Returns: nil where a half is empty, or for more than 1024 bytes.
  package init?(_ text: String) {
    let halves = text.utf8.split(separator: 0x3A, maxSplits: 1, omittingEmptySubsequences: false).map { Array($0) }
    guard text.utf8.count <= 1024, let first = halves.first, let last = halves.last, !first.isEmpty, !last.isEmpty
    else { return nil }
    service = halves.count > 1 ? first : [0x2A]
    operation = last
    description = text
  }

  package func matches(_ action: Action) -> Bool {
    Self.matches(service, Array(action.service.utf8)) && Self.matches(operation, Array(action.operation.utf8))
  }

  /// Only the last `*` is ever tried anew: what an earlier one took can stay.
  private static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
    var (at, place) = (0, 0)
    var retry: (at: Int, place: Int)?
    while place < text.count {
      if at < pattern.count, pattern[at] == 0x2A {
        retry = (at + 1, place)
        at += 1
      } else if at < pattern.count, pattern[at] == text[place] {
        at += 1
        place += 1
      } else if let last = retry {
        retry = (last.at, last.place + 1)
        (at, place) = (last.at, last.place + 1)
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == 0x2A }
  }
}
