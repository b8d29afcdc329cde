// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CCurl
internal import Engine

/// A transfer that libcurl is at work on, and what its callbacks do.
///
/// Not sendable: only the loop's thread touches it. The loop holds it as long as libcurl knows its address.
final class RunningTransfer {
  let transfer: CurlTransfer
  let request: WireRequest
  let handle: EasyHandle
  private let events: @Sendable ([UpstreamEvent]) -> Void
  /// What is to be told at the end of the round.
  private var untold: [UpstreamEvent] = []
  private let round: EventRound
  private var response = ResponseReader()
  /// What a callback found wrong, and told libcurl to stop for.
  private var failure: UpstreamFailure?
  private var isReceivingPaused = false
  private var isSendingPaused = false
  private var hasBegun = false
  /// How often a callback brought something, and how often when it was last looked at.
  private var progress = 0
  private var progressSeen = -1
  private var standstill = 0

  init(_ transfer: CurlTransfer, _ order: CurlTransfer.Order, _ handle: EasyHandle, _ round: EventRound) {
    self.transfer = transfer
    self.round = round
    request = order.request
    events = order.events
    self.handle = handle
  }

  /// The object at an address that libcurl was given.
  static func at(_ context: UnsafeMutableRawPointer) -> RunningTransfer {
    Unmanaged<RunningTransfer>.fromOpaque(context).takeUnretainedValue()
  }

  /// Sets the handle up. The code is of the option that libcurl refused.
  func prepare(_ options: CurlUpstreamOptions) -> CURLcode? {
    handle.prepare(request, options, context: Unmanaged.passUnretained(self).toOpaque())
  }

  /// Tells it at the end of the round.
  func tell(_ event: UpstreamEvent) {
    if untold.isEmpty { round.add(self) }
    untold.append(event)
  }

  /// Does nothing for a transfer that was cancelled.
  func tellAll() {
    defer { untold.removeAll() }
    if !transfer.isCancelled { events(untold) }
  }

  func lastEvent(_ code: CURLcode, _ options: CurlUpstreamOptions) -> UpstreamEvent {
    if let failure { return .failed(failure) }
    if code != CURLE_OK { return .failed(handle.failure(code).failure(origin: request.origin, options: options)) }
    if !response.hasHead {
      return .failed(
        UpstreamFailure(
          .reset, detail: "it ended in the head", advice: UpstreamFailure.mayHaveBeenDone, origin: request.origin))
    }
    return .end(trailers: response.trailers)
  }

  /// How many calls of this in a row have found that nothing came.
  func looksWithoutProgress() -> Int {
    standstill = progress == progressSeen ? standstill + 1 : 0
    progressSeen = progress
    return standstill
  }

  /// libcurl may call back from inside this.
  func resume(receiving: Bool, sending: Bool) {
    if receiving { isReceivingPaused = false }
    if sending { isSendingPaused = false }
    let mask = (isReceivingPaused ? CURLPAUSE_RECV : 0) | (isSendingPaused ? CURLPAUSE_SEND : 0)
    // Only a cancelled transfer refuses what this brings, and that one is about to be removed.
    _ = curl_easy_pause(handle.pointer, CInt(mask))
  }

  /// Whether the request may go out on the connection that is ready for it. libcurl asks a second time where a kept
  /// connection ended under the request: a server may have read it, and what changes something is not done twice.
  func mayBegin() -> Bool {
    defer { hasBegun = true }
    return !hasBegun || request.isRepeatable()
      || stop(
        .reset, "a kept connection ended before the answer, and the request was not sent again",
        advice: UpstreamFailure.mayHaveBeenDone)
  }

  /// A header line. False stops the transfer.
  func receive(line: UnsafeRawBufferPointer) -> Bool {
    progress &+= 1
    switch response.read(line: line) {
    case .more: return true
    case .invalid(let reason): return stop(.badResponse, reason)
    case .head(let head):
      // Its body, which must not be, would be read as the answer to the next request.
      if head.status == 204, head.fields["Content-Length"] ?? "0" != "0" { handle.forbidReuse() }
      tell(.head(head))
      // libcurl stops sending then, but would wait for ever for a sender that is paused.
      if case .stream = request.upload, head.status >= 300 { transfer.abandonBody() }
      return true
    }
  }

  /// A piece of the body; what CURLOPT_WRITEFUNCTION returns.
  func receive(piece: UnsafeRawBufferPointer) -> Int {
    switch transfer.admit(piece.count) {
    case .admitted:
      progress &+= 1
      tell(.body(Array(piece)))
      return piece.count
    case .held:
      isReceivingPaused = true
      return Int(CURL_WRITEFUNC_PAUSE)
    case .cancelled:
      return Int(CURL_WRITEFUNC_ERROR)
    }
  }

  /// More of the request's body; what CURLOPT_READFUNCTION returns.
  func fill(_ room: UnsafeMutableRawBufferPointer) -> Int {
    switch transfer.readBody(into: room) {
    case .bytes(let count):
      progress &+= 1
      tell(.taken(count))
      return count
    case .wait:
      isSendingPaused = true
      return Int(CURL_READFUNC_PAUSE)
    case .end:
      return 0
    case .mismatch:
      _ = stop(.other, "the request's body is not as long as was said")
      return Int(CURL_READFUNC_ABORT)
    }
  }

  private func stop(_ code: UpstreamFailure.Code, _ detail: String, advice: String? = nil) -> Bool {
    failure = UpstreamFailure(code, detail: detail, advice: advice, origin: request.origin)
    return false
  }
}
