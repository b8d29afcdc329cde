// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import TestSupport
import Testing

@testable import Drift

@Suite("Properties of the comparison")
struct DriftPropertyTests {
  @Test("A recording does not differ from itself", arguments: Change.Session.allCases)
  func itself(session: Change.Session) throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let tape = session.tape(World(seed: seed))
      let report = try Tape.compare(tape, tape)
      #expect(report.findings.map(\.message) == [])
      #expect(report.aligned == tape.order.count && report.old.alone == 0 && report.new.alone == 0)
      #expect(report.renamed == 0)
    }
  }

  @Test("Nor from one in which all that is generated is renamed", arguments: Change.Session.allCases)
  func renamed(session: Change.Session) throws {
    for names in World.Names.allCases {
      // Equal modulo 4: the same region, and as many polls.
      let (old, new) = (session.tape(World(seed: 5, names: names)), session.tape(World(seed: 13, names: names)))
      let report = try Tape.compare(old, new)
      #expect(report.findings.map(\.message) == [], "\(names)")
      #expect(report.aligned == old.order.count && report.old.alone == 0 && report.new.alone == 0, "\(names)")
      #expect(report.renamed > 0)
    }
  }

  @Test("Nor from one whose independent calls came in another order", arguments: Change.Session.allCases)
  func shuffled(session: Change.Session) throws {
    let old = session.tape(World(seed: 3))
    for turn in 1...6 as ClosedRange<UInt64> {
      var new = old
      new.turn = turn
      let report = try Tape.compare(old, new)
      #expect(report.findings.map(\.message) == [] && report.aligned == old.order.count, "turn \(turn)")
    }
  }

  @Test("Which exchanges stand for each other does not depend on which recording is the old one")
  func symmetry() throws {
    var random = SplitMix(seed: 8213)
    for session in Change.Session.allCases {
      for _ in 0..<3 {
        var (old, new) = (session.tape(World(seed: 4)), session.tape(World(seed: 12)))
        old.dropSome(&random)
        new.dropSome(&random)
        let (there, back) = (try Tape.compare(old, new), try Tape.compare(new, old))
        #expect(there.aligned == back.aligned, "\(session)")
        #expect(there.old.alone == back.new.alone && there.new.alone == back.old.alone, "\(session)")
      }
    }
  }

  @Test("Any edits are told, each once and the worst first, and trap nowhere", arguments: Change.Session.allCases)
  func edits(session: Change.Session) throws {
    var random = SplitMix(seed: 99)
    for round in 0..<8 as Range<UInt64> {
      let old = session.tape(World(seed: 20))
      var new = session.tape(World(seed: 21 + round))
      new.dropSome(&random)
      new.damage(&random)
      let findings = try Tape.compare(old, new, .on(.listLength, .info)).findings
      #expect(Set(findings.map(\.fingerprint)).count == findings.count)
      #expect(findings.map(\.severity) == findings.map(\.severity).sorted(by: >))
      // Cut ones end with an ellipsis.
      let examples = findings.flatMap { [$0.old.example, $0.new.example].compactMap(\.self) }
      #expect(
        findings.allSatisfy { !$0.message.isEmpty } && examples.allSatisfy { $0.count <= Evidence.longestExample + 1 })
    }
  }

  @Test("The same two recordings are compared alike each time")
  func determinism() throws {
    for session in Change.Session.allCases {
      var random = SplitMix(seed: 5)
      let old = session.tape(World(seed: 30))
      var new = session.tape(World(seed: 31))
      new.damage(&random)
      let first = try Tape.compare(old, new).findings
      for _ in 0..<2 { #expect(try Tape.compare(old, new).findings == first) }
    }
  }
}

extension Tape {
  /// Leaves out each fifth call or so.
  fileprivate mutating func dropSome(_ random: inout SplitMix) {
    for phase in phases.indices {
      for block in phases[phase].indices {
        phases[phase][block].removeAll { _ in Int.random(in: 0..<5, using: &random) == 0 }
      }
    }
  }

  /// Changes bytes of bodies, headers and statuses.
  fileprivate mutating func damage(_ random: inout SplitMix) {
    forEach { call in
      switch Int.random(in: 0..<6, using: &random) {
      case 0: call.answer = call.answer.damaged(&random)
      case 1 where !call.isCBOR: call.body = call.body.damaged(&random)
      case 2: call.status = [200, 204, 301, 400, 404, 429, 500, 503].randomElement(using: &random) ?? 200
      case 3: call.answerFields.shuffle(using: &random)
      case 4:
        let place = Int.random(in: 0..<call.answerFields.count, using: &random)
        call.answerFields[place].value = call.answerFields[place].value.damaged(&random)
      default: break
      }
      // What is no JSON cannot be written as CBOR: such an answer is sent as it is.
      if call.isCBOR, (try? CBORText.encode(Array(call.answer.utf8))) == nil { call.answer = #"{"__type":"Damaged"}"# }
    }
  }
}

extension String {
  fileprivate func damaged(_ random: inout SplitMix) -> String {
    var bytes = Array(utf8)
    bytes.mutate(Array(#"{}[],:"0.5e<>/&;nulltrue"#.utf8), &random)
    return String(decoding: bytes, as: UTF8.self)
  }
}
