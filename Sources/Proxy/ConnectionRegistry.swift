// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
internal import Synchronization

/// The open connections of a server, so that its end can be gentle.
final class ConnectionRegistry: Sendable {
  private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

  func add(_ channel: any Channel) {
    let id = ObjectIdentifier(channel)
    channels.withLock { $0[id] = channel }
    channel.closeFuture.whenComplete { _ in self.channels.withLock { $0[id] = nil } }
  }

  /// Closes idle connections at once and waits for the others.
  func drain(within seconds: Int) async {
    for channel in channels.withLock({ Array($0.values) }) {
      channel.eventLoop.execute {
        if let door = try? channel.pipeline.syncOperations.handler(type: FrontDoorHandler.self) { door.closeWhenIdle() }
      }
    }
    for _ in 0..<seconds * 100 where channels.withLock({ !$0.isEmpty }) {
      try? await Task.sleep(for: .milliseconds(10))
    }
  }
}
