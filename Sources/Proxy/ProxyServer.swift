// SPDX-License-Identifier: Apache-2.0

package import Engine
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// The endpoint front door: HTTP/1.1 on one address, each connection served by a deck.
package final class ProxyServer: Sendable {
  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel
  private let quiescing: ConnectionRegistry
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
    let registry = ConnectionRegistry()
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try FrontDoor.install(on: channel, deck: deck, limits: limits)
          registry.add(channel)
        }
      }
    do {
      let channel = try await bootstrap.bind(host: host, port: port).get()
      self.channel = channel
      self.port = channel.localAddress?.port ?? port
    } catch {
      try? await group.shutdownGracefully()
      throw ProxyError(host: host, port: port, underlying: error)
    }
    self.group = group
    quiescing = registry
  }

  /// Stops listening, lets answers that are under way end for up to `seconds`, then closes all.
  package func shutdown(within seconds: Int = 5) async {
    try? await channel.close().get()
    await quiescing.drain(within: seconds)
    try? await group.shutdownGracefully()
  }
}

/// The handlers of one connection.
enum FrontDoor {
  static func install(on channel: any Channel, deck: Deck, limits: ProxyLimits) throws {
    let door = FrontDoorHandler(deck: deck, limits: limits, date: DateLine())
    try channel.pipeline.syncOperations.addHandlers([
      ReadGate(door: door),
      ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)),
      door,
    ])
  }
}
