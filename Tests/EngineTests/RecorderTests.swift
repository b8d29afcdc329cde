// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Testing

@testable import Engine

@Suite("The recorder")
struct RecorderTests {
  private func exchange(region: String = "", body: String = "{}") -> Exchange {
    Exchange(
      action: Action(service: "http", operation: "GET /"), region: region, at: FixedClock.moment, took: 1,
      endpoint: "https://a.example",
      request: HTTPRequest(head: HTTPRequestHead(method: "GET", target: "/")),
      response: HTTPResponse(head: HTTPResponseHead(status: 200), body: Array(body.utf8)))
  }

  @Test("holds an exchange back in which a secret is left, and says so")
  func heldBack() throws {
    let (journal, log) = (MemoryJournal(), RunLog())
    let recorder = Recorder(
      journal: journal, clientKey: Client.key, credentials: FixedCredentials(), redactor: .sample, log: log)
    // Nothing redacts the region: the scan must find what stands there.
    try recorder.record(exchange(region: "AKIAIOSFODNN7EXAMPLE"))
    #expect(journal.lines.isEmpty && log.summary.recorded == 0)
    let message = try #require(log.summary.heldBack.keys.first)
    #expect(message.hasPrefix("value.aws-key in http:GET / at /region (fingerprint "), "\(message)")
    #expect(!message.contains("AKIA"))
    try recorder.record(exchange())
    #expect(journal.lines.count == 1 && log.summary.recorded == 1)
  }

  @Test("records without credentials of its own")
  func noCredentials() throws {
    let (journal, log) = (MemoryJournal(), RunLog())
    let none = FixedCredentials(credentials: nil)
    try Recorder(journal: journal, clientKey: Client.key, credentials: none, redactor: .sample, log: log).record(
      exchange(body: "{\"a\":\"throw-away-secret\"}"))
    let line = String(decoding: try #require(journal.lines.first), as: UTF8.self)
    #expect(line.contains(#""json":{"a":"redacted-"#) && !line.contains("throw-away-secret"))
  }

  @Test("looks for credentials that changed while it recorded")
  func rotation() throws {
    let (journal, log, source) = (MemoryJournal(), RunLog(), RotatingCredentials())
    let recorder = Recorder(journal: journal, clientKey: Client.key, credentials: source, redactor: .sample, log: log)
    for number in 1...3 {
      try recorder.record(exchange(body: "{\"a\":\"rotating-secret-\(number)\"}"))
    }
    #expect(journal.lines.count == 3)
    #expect(journal.lines.allSatisfy { !String(decoding: $0, as: UTF8.self).contains("rotating") })
  }
}

/// Another secret at each call.
private final class RotatingCredentials: CredentialSource {
  private let calls = Counter()

  func current() throws -> Credentials {
    Credentials(accessKeyID: "AKIAROTATINGROTATING", secretAccessKey: "rotating-secret-\(calls.next())")
  }
}
