// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Drift

@Suite("The catalogue of changes")
struct CatalogueTests {
  @Test("tells a single change once, and nothing else, with one fingerprint", arguments: Change.told)
  func told(change: Change) throws {
    var prints: Set<String> = []
    for (turn, names) in [World.Names.hex, .words].enumerated() {
      let findings = try change.findings(names, seed: UInt64(turn + 1))
      #expect(findings.map(Change.Told.init) == [change.told], "\(names): \(findings.map(\.message))")
      prints.formUnion(findings.map(\.fingerprint))
    }
    #expect(prints.count == 1)
  }

  @Test("tells nothing that is no change of the API", arguments: Change.none)
  func none(change: Change) throws {
    for (turn, names) in [World.Names.words, .digits].enumerated() {
      let findings = try change.findings(names, seed: UInt64(turn + 1))
      #expect(findings.map(Change.Told.init) == [], "\(names): \(findings.map(\.message))")
    }
  }

  @Test(
    "tells nothing when only ids, times, names, accounts, regions and the order differ",
    arguments: Change.Session.allCases, World.Names.allCases)
  func noise(session: Change.Session, names: World.Names) throws {
    let unchanged = Change(noneFor: "nothing", in: session) { _ in }
    for seed in 1...4 as ClosedRange<UInt64> {
      let findings = try unchanged.findings(names, seed: seed)
      #expect(findings.map(Change.Told.init) == [], "seed \(seed): \(findings.map(\.message))")
    }
  }

  @Test("has each rule, in each protocol, and at least 60 changes")
  func isComplete() {
    let rules = Set(DriftRule.all.map(\.id).filter { !$0.hasPrefix("model.") })
    #expect(rules.subtracting(Change.told.compactMap(\.told?.rule)) == [])
    #expect(Change.told.count >= 60)
    for session in Change.Session.allCases {
      let own = Change.told.filter { $0.session == session }
      #expect(own.count >= 5 && Set(own.compactMap(\.told?.rule)).count >= 4, "\(session): \(own.count)")
      #expect(own.contains { $0.told?.pointer.contains("/*") == true }, "\(session) has no change within a list")
    }
  }
}
