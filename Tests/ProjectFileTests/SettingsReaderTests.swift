// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Redaction
import Replay
import Testing

@testable import ProjectFile

@Suite("Project settings")
struct SettingsReaderTests {
  private func read(_ text: String) throws -> ProjectSettings { try SettingsFile.settings(Array(text.utf8)) }

  @Test("may say everything that there is to say")
  func everything() throws {
    let settings = try read(
      """
      version: 1
      match:
        ignore: [{action: "s3:Put*", path: /body/Timestamp}]
        keep:
          - action: RunInstances
            path: /ClientToken
        bind: [{action: "*:*", path: "/**/Name"}]
        no-bind: [{action: "sqs:*", path: "/QueueUrl"}]
      actions:
        reads: ["sqs:ReceiveMessage"]
        mutations: [lambda:Invoke, "*:Query*"]
      redact:
        names: [InternalCode]
        headers:
        - X-Internal-Token
        off: [alias.uuid]
      replay:
        bind: none
        order: sequential
        polls: collapse
        latency: 0.5x
        strict: true
        fail-on-unused: false
        time: shift
      record: {upstream: "http://127.0.0.1:5000", region: eu-west-1}
      """)
    #expect(settings.match.ignored.map(\.action.description) == ["s3:Put*"])
    #expect(settings.match.ignored.map(\.path) == [DocumentPath("/body/Timestamp")])
    #expect(settings.match.kept.map(\.path.description) == ["/ClientToken"])
    #expect(settings.match.bound.map(\.path.description) == ["/**/Name"])
    #expect(settings.match.unbound.map(\.action.description) == ["sqs:*"])
    #expect(settings.match.reads.map(\.description) == ["sqs:ReceiveMessage"])
    #expect(settings.match.mutations.map(\.description) == ["lambda:Invoke", "*:Query*"])
    #expect(settings.redaction.names == ["InternalCode"] && settings.redaction.headers == ["X-Internal-Token"])
    #expect(settings.redaction.off == [.uuid])
    var replay = ReplayChoices()
    (replay.bind, replay.order, replay.polls, replay.time) = (ReplayOptions.Bind.none, .sequential, .collapse, .shift)
    (replay.latency, replay.isStrict, replay.failsOnUnused) = (Latency("0.5x"), true, false)
    #expect(settings.replay == replay)
    #expect(settings.record.upstream == "http://127.0.0.1:5000" && settings.record.region == "eu-west-1")
  }

  @Test("may say nothing", arguments: ["", "# only this\n", "version: 1", "match:\nactions: {}\nreplay:\n  bind:\n"])
  func nothing(text: String) throws {
    let settings = try read(text)
    #expect(settings.replay == ReplayChoices() && settings.redaction == .none && settings.record.upstream == nil)
    #expect(settings.match.ignored.isEmpty && settings.match.reads.isEmpty)
  }

  @Test(
    "are refused with place, key, and what was expected",
    arguments: [
      ("version: 2", "1:10: version: expected 1, not '2'; update tapedeck, or write version: 1"),
      ("replai:\n  bind: none", "1:1: there is no key 'replai'; did you mean 'replay'?"),
      ("replay:\n  ploys: collapse", "2:3: replay: there is no key 'ploys'; did you mean 'polls'?"),
      ("replay:\n  bnid: none", "2:3: replay: there is no key 'bnid'; did you mean 'bind'?"),
      ("record: {speed: 1}", "1:10: record: there is no key 'speed'; there are upstream, region"),
      ("replay:\n  bind: all", "2:9: replay.bind: expected generated or none, not 'all'"),
      ("replay:\n  order: [timeline]", "2:10: replay.order: expected timeline or sequential, not a list"),
      ("replay: {strict: yes}", "1:18: replay.strict: expected true or false, not 'yes'"),
      ("replay: {strict: 'true'}", "1:18: replay.strict: expected true or false, not 'true'"),
      ("replay: none", "1:9: replay: expected keys and values"), ("- a", "1:1: expected keys and values"),
      ("match:\n  ignore: /a", "2:11: match.ignore: expected a list, not '/a'"),
      ("match:\n  ignore:\n    - action: s3:PutObject", "3:7: match.ignore[0].path: it must be given"),
      (
        "match:\n  keep: [{action: a, path: /b}, {action: a, path: b}]",
        "2:51: match.keep[1].path: expected a path such as /body/Timestamp, with * for one step and ** for any number "
          + "of them, not 'b'"
      ),
      (
        "match: {bind: [{action: 's3:', path: /b}]}",
        "1:25: match.bind[0].action: expected an action such as s3:PutObject or \"s3:Put*\", not 's3:'"
      ),
      ("actions:\n  reads: [[a]]", "2:11: actions.reads[0]: expected one value, not a list"),
      ("redact: {names: ['']}", "1:18: redact.names: expected a name, not an empty text"),
      ("record:\n  region: {a: b}", "2:11: record.region: expected one value, not keys and values"),
    ])
  func errors(text: String, message: String) throws {
    let error = #expect(throws: ProjectFileError.self) { try read(text) }
    #expect("\(try #require(error))" == ":\(message)")
  }

  @Test("may have no more than one mebibyte")
  func size() throws {
    let text = "#" + String(repeating: "x", count: (1 << 20) - 1)
    #expect(try read(text).replay == ReplayChoices())
    #expect(throws: ProjectFileError("it has more than 1 MiB")) { try read(text + "x") }
  }
}
