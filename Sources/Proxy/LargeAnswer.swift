// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import NIOCore
internal import NIOPosix

/// Sends a body that is read from where it lies: each piece when the one before has gone, so that a slow client costs
/// two pieces of memory. Reading blocks, hence happens on threads of its own.
enum LargeAnswer {
  /// Sends the first `count` pieces of a body.
  /// - Parameter done: called on the channel's event loop: whether all of them have been written.
  static func send(
    _ body: LargeBody, pieces count: Int, to channel: any Channel, done: @escaping @Sendable (Bool) -> Void
  ) {
    guard count > 0 else { return done(true) }
    step(body, 0..<count, read(body, 0, for: channel), channel, done)
  }

  private static func read(_ body: LargeBody, _ piece: Int, for channel: any Channel) -> EventLoopFuture<ByteBuffer> {
    NIOThreadPool.singleton.runIfActive(eventLoop: channel.eventLoop) { ByteBuffer(bytes: try body.piece(piece)) }
  }

  /// Writes the piece that is being read, and those behind it.
  private static func step(
    _ body: LargeBody, _ pieces: Range<Int>, _ first: EventLoopFuture<ByteBuffer>, _ channel: any Channel,
    _ done: @escaping @Sendable (Bool) -> Void
  ) {
    first.whenComplete { result in
      guard let bytes = try? result.get() else { return done(false) }
      let rest = pieces.dropFirst()
      let next = rest.first.map { read(body, $0, for: channel) }
      channel.writeAndFlush(bytes).whenComplete { written in
        guard case .success = written else { return done(false) }
        guard let next else { return done(true) }
        step(body, rest, next, channel, done)
      }
    }
  }
}
