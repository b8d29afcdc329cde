// SPDX-License-Identifier: Apache-2.0

internal import NIOCore

/// The side of a connection that bytes pass: counts them, and drops reads while the connection has more than it can pass
/// on; the door reads on when it has room.
final class ConnectionGate: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let door: FrontDoorHandler

  init(door: FrontDoorHandler) {
    self.door = door
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    door.pulse.read(unwrapInboundIn(data).readableBytes)
    context.fireChannelRead(data)
  }

  func read(context: ChannelHandlerContext) {
    if door.mayRead { context.read() }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    door.pulse.wrote(unwrapOutboundIn(data).readableBytes)
    context.write(data, promise: promise)
  }
}
