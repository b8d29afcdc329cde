// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// How many connections a server has, of those that it may have.
final class ConnectionCount: Sendable {
  enum Place { case served, toBeTold, none }

  /// So many more are told why they are not served; those beyond them are closed without a word.
  private static let told = 64

  private let limit: Int
  private let open = Atomic(0)

  init(limit: Int) {
    self.limit = limit
  }

  var count: Int { open.load(ordering: .relaxed) }

  func enter() -> Place {
    let count = open.add(1, ordering: .relaxed).newValue
    return count <= limit ? .served : count <= limit + ConnectionCount.told ? .toBeTold : .none
  }

  func leave() { open.subtract(1, ordering: .relaxed) }
}
