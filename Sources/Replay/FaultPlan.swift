// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// The faults of one run, and how often each has been possible.
package struct FaultPlan: Sendable {
  private let faults: [Fault]
  private var counts: [Int]
  private var hasFired: [Bool]

  package init(_ faults: [Fault]) {
    self.faults = faults
    counts = Array(repeating: 0, count: faults.count)
    hasFired = Array(repeating: false, count: faults.count)
  }

  /// The fault for a request that has come now. Each fault counts the requests that it matches, also those that another
  /// one takes; of several that are due, the first takes it.
  package mutating func next(_ action: Action) -> Fault? {
    var due: Int?
    for place in faults.indices where faults[place].action.matches(action) {
      counts[place] += 1
      if due == nil, faults[place].occasion.isDue(counts[place]) { due = place }
    }
    guard let due else { return nil }
    hasFired[due] = true
    return faults[due]
  }

  /// The faults that have not taken place, each with the number of requests that it matched.
  package var unfired: [(fault: Fault, count: Int)] {
    faults.indices.filter { !hasFired[$0] }.map { (faults[$0], counts[$0]) }
  }
}
