// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Engine
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Redaction
import Replay
import Testing

@testable import Proxy

/// One connection to the front door, without a socket, and what stands behind it.
final class Connection {
  struct FixedClock: WallClock {
    func now() -> Timestamp { Timestamp(seconds: 1_795_338_487) }
  }

  struct NoCredentials: CredentialSource {
    struct Missing: Error {}
    func current() throws -> Credentials { throw Missing() }
  }

  /// What the answers of a connection carry at the end of their heads.
  static let date = "Date: Sun, 22 Nov 2026 09:08:07 GMT\r\n"

  let channel = EmbeddedChannel()
  let upstream = ScriptedUpstream()
  let journal = ScriptedJournal()
  let log = RunLog()
  private let watch: ConnectionWatch
  private let writes = WriteGate()

  /// - Parameters:
  ///   - forwards: without an upstream, each request is answered at once with a refusal.
  ///   - tape: what to answer from, in the upstream's stead.
  init(
    forwards: Bool = true, tape: Tape? = nil, disturbances: Disturbances? = nil,
    limits: ProxyLimits = ProxyLimits(), refusal: RequestFlaw? = nil
  ) throws {
    watch = ConnectionWatch(channel.embeddedEventLoop)
    let key = Credentials(accessKeyID: "AKIATAPEDECKSESSION1", secretAccessKey: "throw-away-secret")
    let redactor = Redactor(aliases: Aliases(key: AliasKey([UInt8](repeating: 7, count: 32))))
    let deck = Deck(
      replayer: tape.map {
        Replayer(
          ReplaySessions($0), disturbances: disturbances, redactor: redactor, clock: FixedClock(), log: log)
      },
      forwarder: forwards
        ? Forwarder(
          upstream: upstream, route: .fixed(origin: "http://up.example"), credentials: NoCredentials(),
          defaultRegion: nil) : nil,
      recorder: forwards
        ? Recorder(
          journal: journal, clientKey: key, credentials: NoCredentials(), redactor: redactor, log: log) : nil,
      redactor: redactor, clock: FixedClock(), log: log)
    try channel.pipeline.syncOperations.addHandler(writes)
    try FrontDoor.install(on: channel, deck: deck, limits: limits, watch: watch, refusal: refusal)
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
  }

  deinit {
    watch.stop()
    _ = try? channel.finish(acceptAlreadyClosed: true)
  }

  var isOpen: Bool { channel.isActive }

  /// Asks the connection to end, as a shutdown does again and again.
  func drain() { watch.drain() }

  /// Writes leave the connection only when the test lets them.
  func holdWrites() { writes.isHeld = true }
  func releaseWrites() { writes.release() }

  func send(_ text: String) throws {
    do {
      try channel.writeInbound(ByteBuffer(string: text))
    } catch is HTTPParserError {
      // The handlers have seen it; the channel tells the test, too.
    }
    channel.embeddedEventLoop.run()
  }

  /// Lets time go by, and the connection be looked after.
  func wait(_ time: TimeAmount) {
    channel.embeddedEventLoop.advanceTime(by: time)
    watch.look()
  }

  /// What has been written since the last call.
  func received() throws -> String {
    channel.embeddedEventLoop.run()
    var text = ""
    while let buffer = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
    return text
  }

  /// Lets the upstream tell something of one of its transfers, and gives what the client gets thereupon.
  @discardableResult
  func tell(_ event: UpstreamEvent, transfer: Int = 0) throws -> String {
    try #require(upstream.transfers.count > transfer)
    upstream.transfers[transfer].events([event])
    return try received()
  }

  func seen(transfer: Int = 0) throws -> ScriptedUpstream.Transfer.Seen {
    try #require(upstream.transfers.count > transfer)
    return upstream.transfers[transfer].seen
  }
}

/// Holds writes back, as a client does that reads slowly.
private final class WriteGate: ChannelOutboundHandler {
  typealias OutboundIn = ByteBuffer

  var isHeld = false
  private var held: [(NIOAny, EventLoopPromise<Void>?)] = []
  private var context: ChannelHandlerContext?

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if isHeld { held.append((data, promise)) } else { context.write(data, promise: promise) }
  }

  func release() {
    isHeld = false
    for (data, promise) in held { context?.write(data, promise: promise) }
    held = []
    context?.flush()
  }
}
