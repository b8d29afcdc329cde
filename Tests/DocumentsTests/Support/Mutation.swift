// SPDX-License-Identifier: Apache-2.0

import TestSupport

@testable import Documents

extension [UInt8] {
  /// Damages a few bytes: changed, lost, cut off, or from `likely` put in.
  mutating func mutate(_ likely: [UInt8], _ random: inout SplitMix) {
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let at = Int.random(in: 0...count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0 where at < count: self[at] = UInt8.random(in: 0...255, using: &random)
      case 1 where at < count: remove(at: at)
      case 2: removeSubrange(at...)
      default: insert(likely.randomElement(using: &random) ?? 0, at: at)
      }
    }
  }
}

extension DocumentValue {
  /// Reads every value and adds up what it sees.
  func walk() -> Int {
    var seen = 1 + bytes.count + (sourceRange?.count ?? 0)
    for member in members { seen += member.name.walk() + member.value.walk() }
    for element in elements { seen += element.walk() }
    return seen
  }

  /// The value as JSON, whole.
  var json: String { excerpt(100_000_000) }
}
