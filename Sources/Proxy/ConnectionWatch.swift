// SPDX-License-Identifier: Apache-2.0

internal import NIOCore

/// The connections of one event loop, looked after by one timer for all. Confined to its loop.
final class ConnectionWatch {
  /// How long a limit may be overdrawn.
  private static let tick = TimeAmount.seconds(1)

  private let loop: any EventLoop
  private var doors: [ObjectIdentifier: FrontDoorHandler] = [:]
  private var timer: RepeatedTask?
  /// What time it was when the loop last looked: asking the system for each request would cost more than it tells.
  private(set) var now: NIODeadline

  init(_ loop: any EventLoop) {
    self.loop = loop
    now = loop.now
  }

  /// Must be called on the loop, and ``stop()`` at the end.
  func start() {
    let watch = NIOLoopBound(self, eventLoop: loop)
    timer = loop.scheduleRepeatedTask(initialDelay: ConnectionWatch.tick, delay: ConnectionWatch.tick) { _ in
      watch.value.look()
    }
  }

  func stop() { timer?.cancel() }

  func add(_ door: FrontDoorHandler) { doors[ObjectIdentifier(door)] = door }
  func remove(_ door: FrontDoorHandler) { doors[ObjectIdentifier(door)] = nil }

  func look() {
    now = loop.now
    for door in Array(doors.values) { door.look(now) }
  }

  /// Lets connections go that have no request, and the others behind their answers.
  func drain() {
    now = loop.now
    for door in Array(doors.values) { door.drain(now) }
  }
}
