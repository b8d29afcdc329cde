// SPDX-License-Identifier: Apache-2.0

extension [UInt8] {
  /// Damages a few bytes: changed, lost, cut off, or from `likely` put in.
  package mutating func mutate(_ likely: [UInt8], _ random: inout SplitMix) {
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
