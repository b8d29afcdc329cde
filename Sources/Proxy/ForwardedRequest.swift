// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Engine
internal import NIOCore

/// One request that is with the upstream: which of its answer has come, and which of it may go on to the client.
///
/// What ends an answer is held back: the last piece where a length was told, else the mark behind it. It leaves only
/// when the exchange is in the journal.
/// Confined to the event loop of its connection.
final class ForwardedRequest {
  enum Outcome: Equatable {
    case more
    /// The answer is complete.
    case done(closes: Bool)
    /// The client has a part of an answer that will never be whole.
    case broken
  }

  /// How many bytes of a request's body may be on their way to the upstream.
  private static let window = 256 << 10

  private let deck: Deck
  private var draft: ExchangeDraft
  private let method: String
  private let isHTTP10: Bool
  private var trailers: HTTPFields = []
  private var heldHead: HTTPResponseHead?
  private var heldPiece: [UInt8]?
  private var framing = ResponseFraming.none
  private var isHeadSent = false
  private var bytesUnderWay = 0
  private var passedOn = 0
  var transfer: (any UpstreamTransfer)?

  var id: ObjectIdentifier { ObjectIdentifier(self) }

  init(deck: Deck, draft: ExchangeDraft, method: String, isHTTP10: Bool) {
    self.deck = deck
    self.draft = draft
    self.method = method
    self.isHTTP10 = isHTTP10
  }

  /// Whether the client has a part of the answer.
  var hasBegun: Bool { isHeadSent }

  /// Whether the upstream has room for more of the request's body.
  var wantsMoreBody: Bool { bytesUnderWay < ForwardedRequest.window }

  func addRequestBody(_ bytes: [UInt8]) {
    draft.addRequestBody(bytes)
    bytesUnderWay += bytes.count
    transfer?.send(bytes)
  }

  func finishRequestBody() { transfer?.finish() }
  func cancel() { transfer?.cancel() }

  /// The bytes of the answer's body that have been handed to the connection since the last call.
  func takePassedOn() -> Int {
    defer { passedOn = 0 }
    return passedOn
  }

  /// Takes one event; appends to `buffer` what may leave now.
  func received(_ event: UpstreamEvent, date: String, closes: Bool, into buffer: inout ByteBuffer) -> Outcome {
    switch event {
    case .taken(let count):
      bytesUnderWay -= count
      return .more
    case .head(let head):
      draft.setResponseHead(head)
      framing = ResponseFraming(head, requestMethod: method, isHTTP10: isHTTP10)
      heldHead = head
      return .more
    case .body(let bytes):
      draft.addResponseBody(bytes)
      // Where a length tells the end, the last piece is the end: it waits, and the head with the first, so that most
      // answers leave whole, in one write, or not at all. Elsewhere the end is told apart, and events must not wait.
      if heldPiece != nil { release(date: date, closes: closes, into: &buffer) }
      heldPiece = bytes
      if framing != .length { release(date: date, closes: closes, into: &buffer) }
      return .more
    case .end(let trailers):
      self.trailers = trailers
      return .more
    case .failed(let failure):
      return refuseToEnd(deck.answer(to: draft, failure: failure), date: date, closes: closes, into: &buffer)
    }
  }

  /// Has the exchange kept, behind the last event.
  /// - Parameter then: as that of ``Deck/finish(_:trailers:then:)``; it leads to ``kept(_:date:closes:into:)``.
  func keep(then: @escaping @Sendable (RecordingError?) -> Void) {
    deck.finish(draft, trailers: trailers, then: then)
  }

  /// The exchange is in the journal, if there is one, or could not be kept; appends to `buffer` the end of the answer.
  func kept(_ failure: RecordingError?, date: String, closes: Bool, into buffer: inout ByteBuffer) -> Outcome {
    if let failure {
      return refuseToEnd(deck.answer(to: draft, failure: failure), date: date, closes: closes, into: &buffer)
    }
    release(date: date, closes: closes, into: &buffer)
    ResponseFrame.writeEnd(trailers: trailers, framing: framing, to: &buffer)
    return .done(closes: framing == .close)
  }

  /// Writes what was held back.
  private func release(date: String, closes: Bool, into buffer: inout ByteBuffer) {
    if let head = heldHead {
      ResponseFrame.write(head, framing: framing, date: date, closes: closes, to: &buffer)
      isHeadSent = true
    }
    if let piece = heldPiece {
      ResponseFrame.write(piece: piece, framing: framing, to: &buffer)
      passedOn += piece.count
    }
    (heldHead, heldPiece) = (nil, nil)
  }

  /// Answers in the upstream's stead where nothing of its answer has left yet.
  private func refuseToEnd(
    _ answer: PreparedResponse, date: String, closes: Bool, into buffer: inout ByteBuffer
  ) -> Outcome {
    if isHeadSent { return .broken }
    var answer = answer
    if method == "HEAD" { answer.body = [] }
    ResponseFrame.write(answer, isHTTP10: isHTTP10, date: date, closes: closes, to: &buffer)
    return .done(closes: false)
  }
}
