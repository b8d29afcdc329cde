// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Simulator

@Suite("Seeded identifiers")
struct SeededGeneratorTests {
  @Test("SplitMix64 gives its published first values for seed 0")
  func published() {
    var random = SeededGenerator(seed: 0)
    #expect(random.next() == 0xE220_A839_7B1D_CDAF)
    #expect(random.next() == 0x6E78_9E6A_A1B9_65F4)
  }

  @Test("UUIDs are of version 4, and all different")
  func uuids() {
    var random = SeededGenerator(seed: 1)
    let uuids = (0..<500).map { _ in random.uuid() }
    #expect(Set(uuids).count == 500)
    let form = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
    #expect(uuids.allSatisfy { $0.wholeMatch(of: form) != nil })
  }

  @Test("FNV-1a gives its published values")
  func hash() {
    #expect(FNV1a.hash("".utf8) == 0xCBF2_9CE4_8422_2325)
    #expect(FNV1a.hash("a".utf8) == 0xAF63_DC4C_8601_EC8C)
  }
}
