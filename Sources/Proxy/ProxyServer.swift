// SPDX-License-Identifier: Apache-2.0

package import Engine
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// The endpoint front door: HTTP/1.1 on one address, each connection served by a deck.
package final class ProxyServer: Sendable {
  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel
  private let watches: [NIOLoopBound<ConnectionWatch>]
  private let open: ConnectionCount
  private let isHurried = Atomic(false)
  /// The port it listens on: the one that was asked for, or the one that the system chose for 0.
  package let port: Int

  /// As many as there are processors that this process may use.
  package static var defaultThreads: Int { System.coreCount }

  /// Binds and starts to serve.
  /// - Parameters:
  ///   - host: a numeric address.
  ///   - threads: event loops; each connection stays on one.
  package init(
    deck: Deck, host: String = "127.0.0.1", port: Int = 0, threads: Int = ProxyServer.defaultThreads,
    limits: ProxyLimits = ProxyLimits()
  ) async throws(ProxyError) {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
    let open = ConnectionCount(limit: limits.connections)
    do {
      var watches: [ObjectIdentifier: NIOLoopBound<ConnectionWatch>] = [:]
      for loop in group.makeIterator() {
        watches[ObjectIdentifier(loop)] = try await loop.submit {
          let watch = ConnectionWatch(loop)
          watch.start()
          return NIOLoopBound(watch, eventLoop: loop)
        }.get()
      }
      let known = watches
      let bootstrap = ServerBootstrap(group: group)
        .serverChannelOption(.backlog, value: 1024)
        // So many are accepted in one turn of a loop, or new connections starve beside a thousand busy ones.
        .serverChannelOption(.maxMessagesPerRead, value: 256)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        // Where no descriptor is left, connections wait in the backlog until some are.
        .serverChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler(shouldForwardIOErrorCaught: false))
          }
        }
        .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            guard let watch = known[ObjectIdentifier(channel.eventLoop)]?.value else { throw ChannelError.eof }
            let place = open.enter()
            channel.closeFuture.whenComplete { _ in open.leave() }
            guard place != .none else { throw ChannelError.eof }
            try FrontDoor.install(
              on: channel, deck: deck, limits: limits, watch: watch, refusal: place == .toBeTold ? .busy(limits) : nil)
          }
        }
      let channel = try await bootstrap.bind(host: host, port: port).get()
      self.channel = channel
      self.port = channel.localAddress?.port ?? port
      self.watches = Array(watches.values)
    } catch {
      try? await group.shutdownGracefully()
      throw ProxyError(host: host, port: port, underlying: error)
    }
    self.group = group
    self.open = open
  }

  /// Stops listening, lets answers that are under way end for up to `time`, then closes all.
  package func shutdown(within time: Duration = .seconds(4)) async {
    try? await channel.close().get()
    let end = ContinuousClock.now + time
    while open.count > 0, !isHurried.load(ordering: .relaxed), ContinuousClock.now < end {
      for watch in watches { try? await watch.eventLoop.submit { watch.value.drain() }.get() }
      try? await Task.sleep(for: .milliseconds(20))
    }
    try? await group.shutdownGracefully()
  }

  /// Ends a ``shutdown(within:)`` that waits.
  package func hurry() { isHurried.store(true, ordering: .relaxed) }
}

/// The handlers of one connection.
enum FrontDoor {
  /// - Parameter refusal: what every request is answered with.
  static func install(
    on channel: any Channel, deck: Deck, limits: ProxyLimits, watch: ConnectionWatch, refusal: RequestFlaw? = nil
  ) throws {
    let door = FrontDoorHandler(deck: deck, limits: limits, date: DateLine(), watch: watch, refusal: refusal)
    var headers = NIOHTTPDecoderLimitConfiguration()
    headers.maxHeaderFieldSize = limits.headerBytes
    headers.maxHeaderListSize = limits.headerBytes
    headers.maxHeaderFieldCount = limits.headerFields
    try channel.pipeline.syncOperations.addHandlers([
      ConnectionGate(door: door),
      ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: headers)),
      door,
    ])
  }
}
