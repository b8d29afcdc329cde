// SPDX-License-Identifier: Apache-2.0

package import Engine

/// The upstream behind libcurl: HTTP/1.1, and HTTP/2 where TLS offers it, on one thread of its own.
///
/// Connections are kept and shared by all transfers. TLS is always verified, redirects are not followed, content
/// codings stay on. A request that may be repeated is sent again when a kept connection ends before a byte of the answer
/// came. Events come on the loop's thread, or on the caller's where a request cannot be sent at all.
/// A transfer does not keep its upstream: letting go of the upstream shuts it down.
package final class CurlUpstream: Upstream {
  private let mailbox: CurlMailbox
  private let thread: LoopThread

  package init(_ options: CurlUpstreamOptions = CurlUpstreamOptions()) throws(CurlStartError) {
    let (multi, pipe, poller) = (try MultiHandle(), try WakePipe(), try SocketPoller())
    let mailbox = CurlMailbox(pipe)
    self.mailbox = mailbox
    thread = try LoopThread {
      CurlLoop(multi, mailbox: mailbox, pipe: pipe, poller: poller, options: options).run()
    }
  }

  deinit {
    shutdown()
  }

  package func start(
    _ request: UpstreamRequest, events: @escaping @Sendable ([UpstreamEvent]) -> Void
  ) -> any UpstreamTransfer {
    let transfer = CurlTransfer(mailbox: mailbox, streams: request.body)
    do throws(UpstreamFailure) {
      let wire = try WireRequest(request)
      if transfer.begin(wire, events: events) { return transfer }
      throw UpstreamFailure(.other, detail: "the upstream is shut down", origin: wire.origin)
    } catch {
      events([.failed(error)])
    }
    return transfer
  }

  package func drain() {
    mailbox.drain()
  }

  /// Ends the loop: transfers that still run fail with `other`, later ones at once. Returns when the thread has ended,
  /// or at once when called from an event.
  package func shutdown() {
    mailbox.close()
    thread.join()
  }
}
