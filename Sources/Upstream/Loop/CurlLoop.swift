// SPDX-License-Identifier: Apache-2.0

internal import CCurl
internal import Engine

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The thread that owns the multi handle: takes what was posted, lets libcurl work on the sockets that are ready, tells
/// what came of it. Transfers that wait cost nothing.
///
/// Not sendable: it is made, run and let go on its own thread, and so is all that it holds.
final class CurlLoop {
  /// How many handles lie ready for the next transfers.
  private static let spareHandles = 64
  /// In milliseconds; libcurl's timer may be due earlier.
  private static let longestSleep = 60_000
  /// While it drains, how often it looks for transfers that stand still, and how many looks in a row one may.
  private static let drainInterval = 100
  private static let drainPatience = 10
  /// While the window of an HTTP/2 stream is full, libcurl before 8.0 wants to write and does not (its issue 10618): after
  /// so many rounds in a row that bring nothing, each waits so many microseconds.
  private static let idlePatience = 64
  private static let idlePause: UInt32 = 500

  private let multi: MultiHandle
  private let mailbox: CurlMailbox
  private let pipe: WakePipe
  private let poller: SocketPoller
  private let options: CurlUpstreamOptions
  private var running: [ObjectIdentifier: RunningTransfer] = [:]
  private var spare: [EasyHandle] = []
  private let round = EventRound()
  private var nextLook: ContinuousClock.Instant?
  /// When libcurl wants to be called though no socket is ready.
  private var timer: ContinuousClock.Instant?

  init(
    _ multi: MultiHandle, mailbox: CurlMailbox, pipe: WakePipe, poller: SocketPoller, options: CurlUpstreamOptions
  ) {
    self.multi = multi
    self.mailbox = mailbox
    self.pipe = pipe
    self.poller = poller
    self.options = options
  }

  /// Returns when the mailbox is closed, with all transfers ended and the handle cleaned up.
  func run() {
    poller.watch(pipe.reader, for: .reading)
    ccurl_multi_set_callbacks(
      multi.pointer,
      { _, socket, what, context, _ in
        let interest = what == CURL_POLL_REMOVE ? [] : SocketPoller.Interest(rawValue: UInt8(what))
        context.map(CurlLoop.at)?.poller.watch(socket, for: interest)
        return 0
      },
      { _, milliseconds, context in
        context.map(CurlLoop.at)?.timer = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
        return 0
      }, Unmanaged.passUnretained(self).toOpaque())
    var batch: [CurlTransfer] = []
    var idleRounds = 0
    while true {
      let mode = mailbox.take(&batch)
      if mode == .closed { break }
      if mode == .draining { endStandingStill() }
      batch.forEach(work)
      idleRounds = batch.isEmpty ? idleRounds + 1 : 0
      batch.removeAll(keepingCapacity: true)
      if let due = timer, due <= .now {
        timer = nil
        act(on: CURL_SOCKET_TIMEOUT, [])
      }
      collect()
      if round.tell() { idleRounds = 0 }
      if mailbox.fallAsleep() {
        if idleRounds > Self.idlePatience { usleep(Self.idlePause) }
        poller.wait(sleepTime(mode == .draining ? Self.drainInterval : Self.longestSleep)) { socket, interest in
          if socket == pipe.reader { pipe.drain() } else { act(on: socket, interest) }
        }
      }
    }
    batch.forEach(work)
    endAll(detail: "the upstream is shut down")
    round.tell()
    spare.removeAll()
    curl_multi_cleanup(multi.pointer)
  }

  /// The loop at an address that libcurl was given.
  private static func at(_ context: UnsafeMutableRawPointer) -> CurlLoop {
    Unmanaged<CurlLoop>.fromOpaque(context).takeUnretainedValue()
  }

  /// Lets libcurl work on one socket, or on what its timer is for.
  private func act(on socket: curl_socket_t, _ interest: SocketPoller.Interest) {
    var count: CInt = 0
    let status = curl_multi_socket_action(multi.pointer, socket, CInt(interest.rawValue), &count)
    if status != CURLM_OK { endAll(detail: String(cString: curl_multi_strerror(status))) }
  }

  /// In milliseconds, the timer's last begun one included.
  private func sleepTime(_ longest: Int) -> CInt {
    guard let timer else { return CInt(longest) }
    let left = (timer - .now).components
    if left.seconds < 0 || left.attoseconds < 0 { return 0 }
    return CInt(min(Int64(longest), left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000 + 1))
  }

  private func work(on transfer: CurlTransfer) {
    let work = transfer.takeWork()
    let key = ObjectIdentifier(transfer)
    if let order = work.order, !work.isCancelled {
      begin(transfer, order, key)
    } else if let current = running[key] {
      if work.isCancelled {
        remove(current, key)
      } else if work.resumesReceiving || work.resumesSending {
        current.resume(receiving: work.resumesReceiving, sending: work.resumesSending)
      }
    }
  }

  private func begin(_ transfer: CurlTransfer, _ order: CurlTransfer.Order, _ key: ObjectIdentifier) {
    func fail(_ detail: String) {
      order.events([.failed(UpstreamFailure(.other, detail: detail, origin: order.request.origin))])
    }
    guard let handle = spare.popLast() ?? EasyHandle() else { return fail("out of memory") }
    let new = RunningTransfer(transfer, order, handle, round)
    if let code = new.prepare(options) { return fail(String(cString: curl_easy_strerror(code))) }
    let status = curl_multi_add_handle(multi.pointer, handle.pointer)
    guard status == CURLM_OK else { return fail(String(cString: curl_multi_strerror(status))) }
    running[key] = new
  }

  /// Tells the end of every transfer that libcurl is done with.
  private func collect() {
    var left: CInt = 0
    while let message = curl_multi_info_read(multi.pointer, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
        let context = ccurl_get_private(easy)
      else { continue }
      let code = message.pointee.data.result
      let done = RunningTransfer.at(context)
      let last = done.lastEvent(code, options)
      remove(done, ObjectIdentifier(done.transfer))
      done.tell(last)
    }
  }

  private func endAll(detail: String) {
    for (key, current) in running { end(current, key, detail: detail) }
  }

  private func endStandingStill() {
    let now = ContinuousClock.now
    guard nextLook.map({ $0 <= now }) ?? true else { return }
    nextLook = now + .milliseconds(Self.drainInterval)
    for (key, current) in running where current.looksWithoutProgress() > Self.drainPatience {
      end(current, key, detail: "nothing came for a second while the proxy was ending")
    }
  }

  private func end(_ current: RunningTransfer, _ key: ObjectIdentifier, detail: String) {
    remove(current, key)
    current.tell(
      .failed(
        UpstreamFailure(
          .other, detail: detail, advice: UpstreamFailure.mayHaveBeenDone, origin: current.request.origin)))
  }

  /// Takes the transfer from libcurl, which closes its connection where it is not through.
  private func remove(_ current: RunningTransfer, _ key: ObjectIdentifier) {
    curl_multi_remove_handle(multi.pointer, current.handle.pointer)
    running[key] = nil
    current.handle.reset()
    if spare.count < Self.spareHandles { spare.append(current.handle) }
  }
}
