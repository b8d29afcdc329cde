// SPDX-License-Identifier: Apache-2.0

internal import NIOCore

/// Drops reads while the connection has more than it can pass on; the door reads on when it has room.
final class ReadGate: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let door: FrontDoorHandler

  init(door: FrontDoorHandler) {
    self.door = door
  }

  func read(context: ChannelHandlerContext) {
    if door.mayRead { context.read() }
  }
}
