// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Engine
import Redaction
import Replay
import Simulator

/// An hour after all recordings.
struct FixedClock: WallClock {
  func now() -> Timestamp { Timestamp(seconds: 1_795_342_087) }
}

/// Requests, and who answers them.
enum HostileAnswers {
  /// Requests with a line of `~~~` between them, the first of which is on the tape: each is answered, that one with what
  /// was recorded.
  static func replay(_ input: [UInt8]) throws {
    let requests = parts(input).map(HostileRequests.parse)
    guard let first = requests.first, requests.count <= 16 else { return }
    let redactor = Redactor(aliases: Aliases(key: AliasKey([UInt8](repeating: 7, count: 32))))
    let identity = RequestIdentity(first.head, body: first.body[...], index: .standard)
    let exchange = Exchange(
      action: identity.action, region: identity.region, at: Timestamp(seconds: 1_795_338_487), took: 1,
      endpoint: "https://a.example", request: first,
      response: HTTPResponse(
        head: HTTPResponseHead(
          status: 200, fields: [HTTPField("Content-Type", first.head.fields["Content-Type"] ?? "")]),
        body: first.body))
    for isRedacted in [false, true] {
      let line = (isRedacted ? redactor.redact(exchange) : exchange).encoded()
      let text = try CassetteText(CassetteText.write([line], tool: "t", redaction: "r"))
      let tape = try Tape(CassetteList([CassetteList.Member(name: "a.cassette", text: text)]))
      let log = RunLog()
      let deck = Deck(
        replayer: Replayer(ReplaySessions(tape), redactor: redactor, clock: FixedClock(), log: log),
        redactor: redactor, clock: FixedClock(), log: log)
      for request in requests {
        guard case .answer(let answer) = deck.react(to: request) else {
          throw BrokenPromise(description: "a request is forwarded, and there is nobody to forward it to")
        }
        try promise(answer.response.head.starts(with: "HTTP/1.1 ".utf8), "an answer is no answer")
      }
      _ = (deck.log.summary, deck.open(first.head))
    }
  }

  /// The embedded service, whose world goes through all the requests.
  static func simulator(_ input: [UInt8]) throws {
    let service = ConnectionsSimulator(seed: 7, fixedTime: Timestamp(seconds: 1_795_338_487))
    for part in parts(input).prefix(16) {
      var request = HostileRequests.parse(part)
      // Most inputs should come further than to an unknown operation.
      if request.head.method.isEmpty { request.head.method = "POST" }
      let response = service.respond(to: request, at: Timestamp(seconds: 1_795_338_487))
      try promise((200...599).contains(response.head.status), "status \(response.head.status)")
      try promise(response.document != nil, "an answer that is no JSON: \(response.body.text)")
      try promise(response.head.status < 500 || response.body.text.contains("__type"), "an error without a type")
    }
  }

  /// What stands between lines of `~~~`.
  static func parts(_ input: [UInt8]) -> [[UInt8]] {
    var parts: [[UInt8]] = [[]]
    for line in input.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.elementsEqual("~~~".utf8) {
        parts.append([])
      } else {
        if parts[parts.count - 1].isEmpty == false { parts[parts.count - 1].append(0x0A) }
        parts[parts.count - 1] += line
      }
    }
    return parts
  }
}
