// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import TestSupport

@testable import Drift

/// One recording of a session, before it is a cassette: what a test changes.
struct Tape: Sendable {
  /// Nothing was there to change: the test would prove nothing.
  struct Unchanged: Error {}

  let world: World
  /// In phases: those of one phase do not depend on each other, each is a list of calls that do.
  var phases: [[[Call]]]
  /// Another one, another order.
  var turn: UInt64 = 0

  /// Changes each call of an operation; with `at`, only those in these places among them.
  mutating func calls(
    _ operation: String, at places: Set<Int>? = nil, where fits: (Call) -> Bool = { $0.status < 300 },
    _ change: (inout Call) throws -> Void
  ) throws {
    var found = 0
    try forEach { call in
      guard call.action.operation == operation, fits(call) else { return }
      if places?.contains(found) ?? true { try change(&call) }
      found += 1
    }
    guard found > (places?.max() ?? 0) else { throw Unchanged() }
  }

  /// Replaces text in the answers of an operation.
  mutating func replace(
    _ operation: String, at places: Set<Int>? = nil, where fits: (Call) -> Bool = { $0.status < 300 },
    _ text: String, with other: String
  ) throws {
    try calls(operation, at: places, where: fits) { call in
      guard call.answer.contains(text) else { throw Unchanged() }
      call.answer = call.answer.replacing(text, with: other)
    }
  }

  /// Replaces what lies between two texts, the texts included.
  mutating func replace(
    _ operation: String, at places: Set<Int>? = nil, where fits: (Call) -> Bool = { $0.status < 300 },
    from start: String, to end: String, with other: String
  ) throws {
    try calls(operation, at: places, where: fits) { call in
      var done = ""
      var rest = call.answer[...]
      while let from = rest.firstRange(of: start), let to = rest[from.upperBound...].firstRange(of: end) {
        done += rest[..<from.lowerBound] + other
        rest = rest[to.upperBound...]
      }
      guard !done.isEmpty else { throw Unchanged() }
      call.answer = done + rest
    }
  }

  mutating func remove(_ calls: (Call) -> Bool) throws {
    let before = phases.joined().joined().count
    for phase in phases.indices {
      for block in phases[phase].indices { phases[phase][block].removeAll(where: calls) }
    }
    guard phases.joined().joined().count < before else { throw Unchanged() }
  }

  mutating func forEach(_ change: (inout Call) throws -> Void) rethrows {
    for phase in phases.indices {
      for block in phases[phase].indices {
        for call in phases[phase][block].indices { try change(&phases[phase][block][call]) }
      }
    }
  }

  /// The calls in an order that this world's clients might have had: the blocks of a phase are interleaved.
  var order: [Call] {
    var random = SplitMix(seed: world.seed &+ 1000 &* turn &+ 99)
    return phases.flatMap { phase in
      var turns = phase.indices.flatMap { Array(repeating: $0, count: phase[$0].count) }
      turns.shuffle(using: &random)
      var next = phase.map { $0.makeIterator() }
      return turns.compactMap { next[$0].next() }
    }
  }

  func session(_ name: String, _ context: CanonicalContext) throws -> RecordedSession {
    try RecordedSession(name: name, text: cassette(), context: context)
  }

  func cassette() throws -> CassetteText {
    var random = SplitMix(seed: world.seed &+ 7)
    let lines = try order.enumerated().map { place, call in
      let at = Timestamp(milliseconds: world.start.milliseconds + Int64(place) * 137)
      var call = call
      if call.took == 0 { call.took = Int.random(in: 12...190, using: &random) }
      if call[answerField: "Date"] == nil { call.answerFields.append(HTTPField("Date", at.httpDate)) }
      return try call.exchange(at: at, region: world.region).encoded()
    }
    return try CassetteText(CassetteText.write(lines, tool: "test", redaction: "none"))
  }
}

extension Tape {
  /// What the comparison of two tapes says.
  static func compare(_ old: Tape, _ new: Tape, _ settings: DriftSettings = .none) throws -> DriftReport {
    let context = CanonicalContext { StoredGzip.decode($0) }
    return try DriftReport(
      comparing: old.session("old", context), with: new.session("new", context), settings: settings, today: 20_000)
  }
}
