// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import TestSupport
import Testing

@testable import Drift

@Suite("Recordings against the models")
struct ModelCheckTests {
  private func check(_ tapes: [Tape]) throws -> ModelCheck {
    var check = ModelCheck(context: CanonicalContext { StoredGzip.decode($0) })
    for (number, tape) in tapes.enumerated() { try check.add(tape.cassette(), named: "\(number).cassette") }
    return check
  }

  private func findings(_ tape: Tape, _ settings: DriftSettings = .none) throws -> [Finding] {
    try check([tape]).report(settings: settings, today: 20_000).findings
  }

  @Test("find nothing in sessions that are as the models say", arguments: Change.Session.allCases)
  func none(session: Change.Session) throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let found = try findings(session.tape(World(seed: seed)))
      #expect(found.map { "\($0.action) \($0.message)" } == [])
    }
  }

  @Test("tell one thing that is otherwise once, and nothing else", arguments: ModelChange.all)
  func one(change: ModelChange) throws {
    var tape = change.session.tape(World(seed: 5))
    try change.edit(&tape)
    let found = try findings(tape)
    #expect(found.map(Change.Told.init) == [change.told])
    #expect(found.map(\.message) == [change.message])
  }

  @Test("has each rule of the models, in each protocol")
  func isComplete() {
    let rules = Set(DriftRule.model.map(\.id))
    #expect(rules.subtracting(ModelChange.all.map(\.told.rule)) == [])
    for session in Change.Session.allCases {
      #expect(ModelChange.all.contains { $0.session == session }, "\(session)")
    }
  }

  @Test("say of how many samples, which exchange is the first, and show one value")
  func evidence() throws {
    var tape = Change.Session.dynamodb.tape(World(seed: 1))
    try tape.calls("DescribeTable", at: [1, 2]) {
      $0.answer = $0.answer.replacing("ItemCount\":", with: "ItemCount\":-0.5e")
    }
    let finding = try #require(try findings(tape).first)
    let places = tape.order.enumerated().filter { $0.element.answer.contains("-0.5e") }.map { $0.offset + 1 }
    #expect(finding.new.seen == 2 && finding.new.samples == 3)
    #expect(finding.new.first == places.first && finding.new.last == places.last)
    #expect(finding.new.text == "fraction" && finding.new.example?.hasPrefix("-0.5e") == true)
    #expect(finding.old.text == "integer" && finding.old.first == nil)
  }

  @Test("count the exchanges of several cassettes on from one to the next")
  func several() throws {
    var last = Change.Session.s3.tape(World(seed: 2))
    try last.calls("ListObjectsV2") { $0.target += "&colour=red" }
    let first = Change.Session.dynamodb.tape(World(seed: 2))
    let report = try check([first, last]).report(today: 20_000)
    #expect(report.new.name == "0.cassette, 1.cassette")
    #expect(report.new.exchanges == first.order.count + last.order.count)
    let place = try #require(last.order.firstIndex { $0.target.contains("colour") })
    #expect(report.findings.map(\.new.first) == [first.order.count + place + 1])
  }

  @Test("pass over requests that were refused, errors that any service gives, and failures of the day")
  func passedOver() throws {
    for (status, code) in [
      (400, "ValidationException"), (400, "AccessDeniedException"), (400, "ExpiredTokenException"),
      (400, "ThrottlingException"), (500, "Whatever"), (400, "UnrecognizedClientException"),
    ] {
      var tape = Change.Session.dynamodb.tape(World(seed: 3))
      try tape.calls("CreateTable") { call in
        call.status = status
        call.body = #"{"Colour":"red"}"#
        call.answer = #"{"__type":"com.amazon#\#(code)","message":"no","Anything":1}"#
      }
      #expect(try findings(tape).map(\.message) == [], "\(code)")
    }
  }

  @Test("take a member that is null for one that is missing")
  func null() throws {
    var tape = Change.Session.dynamodb.tape(World(seed: 3))
    try tape.calls("PutItem") {
      $0.body = $0.body.replacing(#"{"TableName":"#, with: #"{"TableName":null,"ReturnValues":"#)
    }
    let pointers = try findings(tape).filter { $0.rule == .modelRequestRequired }.map(\.place.pointer)
    #expect(pointers == ["/body/TableName"])
  }

  @Test("know what is asked in cassettes that are older than URI templates")
  func olderCassettes() throws {
    var tape = Change.Session.lambda.tape(World(seed: 3))
    try tape.calls("GetFunction", where: { _ in true }) { call in
      call.action = Action(service: "lambda", operation: "\(call.method) \(call.target)")
    }
    try tape.replace("ListFunctions", #""Timeout":3,"#, with: #""Timeout":3,"Colour":1,"#)
    #expect(try findings(tape).map(\.place.pointer) == ["/body/Functions/*/Colour"])
  }

  @Test("leave out what the user leaves out, and mute what is approved")
  func settings() throws {
    var tape = Change.Session.dynamodb.tape(World(seed: 3))
    try tape.calls("PutItem") { $0.body = $0.body.replacing(#"{"TableName""#, with: #"{"Colour":"red","TableName""#) }
    let fingerprint = try #require(try findings(tape).first?.fingerprint)
    var settings = DriftSettings()
    settings.overrides = [DriftSettings.Override(rule: "model.*", severity: nil)]
    #expect(try findings(tape, settings).isEmpty)
    settings = DriftSettings()
    settings.approvals = [DriftSettings.Approval(fingerprint: fingerprint, until: 20_001, reason: "known")]
    let report = try check([tape]).report(settings: settings, today: 20_000)
    #expect(report.findings.isEmpty && report.muted.count == 1)
  }

  @Test("say what cassettes hold of each service, under both its names")
  func coverage() throws {
    let check = try check([
      Change.Session.dynamodb.tape(World(seed: 1)), Change.Session.connections.tape(World(seed: 1)),
    ])
    let coverage = check.coverage
    #expect(coverage.map(\.service) == ["codeconnections", "dynamodb"])
    let dynamodb = try #require(coverage.last)
    #expect(dynamodb.operations.held.contains("GetItem") && dynamodb.operations.lacking.contains("ExecuteStatement"))
    #expect(dynamodb.operations.count == ServiceIndex.standard.service(named: "dynamodb")?.operations.count)
    #expect(dynamodb.errors.held == ["ConditionalCheckFailedException"] || !dynamodb.errors.held.isEmpty)
    #expect(!dynamodb.errors.lacking.isEmpty && Set(dynamodb.errors.lacking).isDisjoint(with: dynamodb.errors.held))
    #expect(check.unmodelled == 0)
  }

  @Test("count what no model is of: other servers, and the forms of SQS")
  func unmodelled() throws {
    let form = Call(
      action: Action(service: "sqs", operation: "SendMessage"),
      fields: [HTTPField("Content-Type", "application/x-www-form-urlencoded")], body: "Action=SendMessage&Colour=red",
      answer: "<SendMessageResponse/>", endpoint: "https://sqs.eu-west-1.amazonaws.com")
    let other = Call(action: Action(service: "http", operation: "GET /"), method: "GET", endpoint: "http://example.org")
    let check = try check([Tape(world: World(seed: 1), phases: [[[form, other]]])])
    #expect(check.unmodelled == 2)
    #expect(check.report(today: 20_000).findings.map(\.message) == [])
  }

  @Test("never trap on mutated cassettes", arguments: 0..<4)
  func mutated(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for session in Change.Session.allCases where session != .cloudwatch {
      var tape = session.tape(World(seed: seed))
      tape.forEach { call in
        call.answer = mutated(call.answer, &random)
        call.body = mutated(call.body, &random)
      }
      _ = try check([tape]).report(today: 20_000).findings.map(\.message)
    }
  }

  private func mutated(_ text: String, _ random: inout SplitMix) -> String {
    var bytes = Array(text.utf8)
    guard !bytes.isEmpty else { return text }
    for _ in 0..<2 {
      bytes[Int.random(in: bytes.indices, using: &random)] = #"{}[]",:<>/&0n"#.utf8.randomElement(using: &random) ?? 0
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
