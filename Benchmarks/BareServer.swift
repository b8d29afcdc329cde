// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// SwiftNIO's own HTTP/1.1 server with a fixed answer: what the machine could do if there were nothing to decide.
struct BareServer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Serve a fixed answer on a free port, which is printed.")

  @Option var bytes = 600

  func run() async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)
    let count = bytes
    let channel = try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(FixedAnswer(count: count))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    print(channel.localAddress?.port ?? 0)
    fflush(nil)
    try? await channel.closeFuture.get()
  }
}

private final class FixedAnswer: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let body: ByteBuffer
  private let head: HTTPResponseHead

  init(count: Int) {
    body = ByteBuffer(repeating: UInt8(ascii: "x"), count: count)
    head = HTTPResponseHead(
      version: .http1_1, status: .ok,
      headers: [
        "x-amzn-RequestId": "00000000-0000-0000-0000-000000000000", "Content-Type": "application/x-amz-json-1.0",
        "Content-Length": String(count), "Date": "Sun, 22 Nov 2026 09:08:07 GMT",
      ])
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .end = unwrapInboundIn(data) else { return }
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    context.write(wrapOutboundOut(.end(nil)), promise: nil)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    context.flush()
  }
}
