// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Redaction
import Replay
import Synchronization

@testable import Engine

/// An upstream that is never asked for anything: the deck only prepares what would be sent.
struct UnusedUpstream: Upstream {
  struct Transfer: UpstreamTransfer {
    func send(_ bytes: [UInt8]) {}
    func finish() {}
    func consumed(_ count: Int) {}
    func cancel() {}
  }

  func start(_ request: UpstreamRequest, events: @escaping @Sendable ([UpstreamEvent]) -> Void) -> any UpstreamTransfer
  {
    Transfer()
  }
}

struct FixedClock: WallClock {
  static let moment = Timestamp(seconds: 1_795_338_487)
  func now() -> Timestamp { FixedClock.moment }
}

struct FixedCredentials: CredentialSource {
  struct Missing: Error, CustomStringConvertible {
    let description = "no credentials anywhere"
  }

  var credentials: Credentials? = Credentials(
    accessKeyID: "ASIAQWERTYUIOPASDFGH", secretAccessKey: "own-secret-own-secret", sessionToken: "own-token-own-token")

  func current() throws -> Credentials {
    guard let credentials else { throw Missing() }
    return credentials
  }
}

final class MemoryJournal: Journal {
  struct Full: Error, CustomStringConvertible {
    let description = "no space left on device"
  }

  private let state = Mutex<[[UInt8]]>([])
  private let isFull: Bool

  init(isFull: Bool = false) { self.isFull = isFull }

  var lines: [[UInt8]] { state.withLock { $0 } }

  func append(_ line: [UInt8], then: @escaping @Sendable (Result<Void, any Error>) -> Void) {
    if isFull { return then(.failure(Full())) }
    state.withLock { $0.append(line) }
    then(.success(()))
  }
}

/// What became of an exchange, where the journal tells it at once.
final class Outcome: Sendable {
  private let failure = Mutex<RecordingError?>(RecordingError(message: "nothing was told"))

  func set(_ failure: RecordingError?) { self.failure.withLock { $0 = failure } }
  func get() throws(RecordingError) {
    if let failure = failure.withLock({ $0 }) { throw failure }
  }
}

extension Recorder {
  func record(_ exchange: Exchange) throws(RecordingError) {
    let outcome = Outcome()
    record(exchange) { outcome.set($0) }
    try outcome.get()
  }
}

extension Deck {
  func finish(_ draft: ExchangeDraft, trailers: HTTPFields) throws(RecordingError) {
    let outcome = Outcome()
    finish(draft, trailers: trailers) { outcome.set($0) }
    try outcome.get()
  }
}

/// The throw-away key of a session, and requests signed with it.
enum Client {
  static let key = Credentials(accessKeyID: "AKIATAPEDECKSESSION1", secretAccessKey: "throw-away-secret")

  static func request(
    method: String = "POST", target: String = "/", operation: String? = "GetConnection", fields: [HTTPField] = [],
    body: String = "{}", signedBy key: Credentials? = Client.key, service: String = "codestar-connections",
    region: String = "eu-west-1", payloadHash: String? = nil
  ) -> HTTPRequest {
    var head = HTTPRequestHead(
      method: method, target: target,
      fields: HTTPFields([
        HTTPField("Host", "127.0.0.1:8080"), HTTPField("Content-Length", "\(body.utf8.count)"),
        HTTPField("Accept-Encoding", "gzip"),
      ]))
    if let operation {
      head.fields.append("Content-Type", "application/x-amz-json-1.0")
      head.fields.append("X-Amz-Target", "CodeStar_connections_20191201.\(operation)")
    }
    head.fields.list += fields
    if let key {
      SigV4(region: region, service: service).sign(
        &head, payloadHash: payloadHash ?? sha256Hex(Array(body.utf8)), credentials: key, at: FixedClock.moment)
    }
    return HTTPRequest(head: head, body: Array(body.utf8))
  }
}

extension Redactor {
  /// With a key that is no secret.
  static var sample: Redactor { Redactor(aliases: Aliases(key: AliasKey([UInt8](repeating: 7, count: 32)))) }
}

extension Deck {
  /// A deck of the mode that its parts make.
  static func of(
    tape: Tape? = nil, forwards: Bool = false, journal: MemoryJournal? = nil, gate: Bool = false,
    credentials: FixedCredentials = FixedCredentials(),
    route: Forwarder.Route = .fixed(origin: "http://up.example:5000"),
    defaultRegion: String? = nil, disturbances: Disturbances? = nil
  ) -> Deck {
    let log = RunLog()
    return Deck(
      replayer: tape.map {
        Replayer(
          ReplaySessions($0), disturbances: disturbances, redactor: .sample, clock: FixedClock(), log: log)
      },
      forwarder: forwards
        ? Forwarder(
          upstream: UnusedUpstream(), route: route, credentials: credentials, defaultRegion: defaultRegion) : nil,
      recorder: journal.map {
        Recorder(journal: $0, clientKey: Client.key, credentials: credentials, redactor: .sample, log: log)
      },
      gate: gate ? ClientGate(key: Client.key, clock: FixedClock()) : nil, redactor: .sample, clock: FixedClock(),
      log: log)
  }

  func answer(_ request: HTTPRequest) -> String? {
    guard case .answer(let answer) = react(to: request) else { return nil }
    let response = answer.response
    return String(decoding: response.head, as: UTF8.self) + "\r\n" + String(decoding: response.body, as: UTF8.self)
  }

  func forwarded(_ request: HTTPRequest) -> (request: UpstreamRequest, draft: ExchangeDraft)? {
    guard case .forward(let request, let draft) = react(to: request) else { return nil }
    return (request, draft)
  }
}

extension Tape {
  /// A tape with one exchange of GetConnection.
  static func sample(requestBody: String = "{}", responseBody: String = #"{"Connection":{}}"#) throws -> Tape {
    let request = Client.request(body: requestBody)
    let exchange = Exchange(
      action: Action(service: "codestar-connections", operation: "GetConnection"), region: "eu-west-1",
      at: FixedClock.moment, took: 1, endpoint: "https://codestar-connections.eu-west-1.amazonaws.com",
      request: HTTPRequest(
        head: HTTPRequestHead(
          method: "POST", target: "/", fields: [HTTPField("X-Amz-Target", request.head.fields["X-Amz-Target"] ?? "")]),
        body: request.body),
      response: HTTPResponse(head: HTTPResponseHead(status: 200), body: Array(responseBody.utf8)))
    return try Tape(
      CassetteList([
        CassetteList.Member(
          name: "a.cassette",
          text: CassetteText(CassetteText.write([exchange.encoded()], tool: "t", redaction: "basic-1")))
      ]))
  }
}
