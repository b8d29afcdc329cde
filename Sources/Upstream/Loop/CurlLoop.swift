// SPDX-License-Identifier: Apache-2.0

internal import CCurl
internal import Engine

/// The thread that owns the multi handle: takes what was posted, lets libcurl work, tells what came of it.
///
/// Not sendable: it is made, run and let go on its own thread, and so is all that it holds.
final class CurlLoop {
  /// How many handles lie ready for the next transfers.
  private static let spareHandles = 64
  /// libcurl wakes earlier when one of its own timers is due.
  private static let longestSleep: CInt = 60_000
  /// While it drains, how often it looks for transfers that stand still, and how many looks in a row one may.
  private static let drainInterval = 100
  private static let drainPatience = 10

  private let multi: MultiHandle
  private let mailbox: CurlMailbox
  private let options: CurlUpstreamOptions
  private var running: [ObjectIdentifier: RunningTransfer] = [:]
  private var spare: [EasyHandle] = []
  private let round = EventRound()
  private var nextLook: ContinuousClock.Instant?

  init(_ multi: MultiHandle, mailbox: CurlMailbox, options: CurlUpstreamOptions) {
    self.multi = multi
    self.mailbox = mailbox
    self.options = options
  }

  /// Returns when the mailbox is closed, with all transfers ended and the handle cleaned up.
  func run() {
    var batch: [CurlTransfer] = []
    while true {
      let mode = mailbox.take(&batch)
      if mode == .closed { break }
      if mode == .draining { endStandingStill() }
      batch.forEach(work)
      batch.removeAll(keepingCapacity: true)
      var count: CInt = 0
      var status = curl_multi_perform(multi.pointer, &count)
      collect()
      round.tell()
      if status == CURLM_OK, mailbox.fallAsleep() {
        status = curl_multi_poll(
          multi.pointer, nil, 0, mode == .draining ? CInt(Self.drainInterval) : Self.longestSleep, nil)
      }
      if status != CURLM_OK { endAll(detail: String(cString: curl_multi_strerror(status))) }
    }
    batch.forEach(work)
    endAll(detail: "the upstream is shut down")
    round.tell()
    spare.removeAll()
    mailbox.waitForWakers()
    curl_multi_cleanup(multi.pointer)
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
