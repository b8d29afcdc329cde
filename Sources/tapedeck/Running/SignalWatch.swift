// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Turns the signals that end programs into a stream, so that a run can end in order.
///
/// The signals are blocked in every thread and taken by one that waits for them. They stay blocked only while somebody
/// listens: before and after, they end the program as they do others.
enum SignalWatch {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private static let listener = Mutex<(@Sendable (Int32) -> Void)?>(nil)

  private static func watched() -> sigset_t {
    var watched = sigset_t()
    sigemptyset(&watched)
    for signal in signals { sigaddset(&watched, signal) }
    return watched
  }

  /// Must be called on the main thread before there is another one.
  static func begin() {
    signal(SIGPIPE, SIG_IGN)
    var watched = watched()
    pthread_sigmask(SIG_BLOCK, &watched, nil)
    var thread = pthread_t()
    pthread_create(&thread, nil, { _ in SignalWatch.wait() }, nil)
    pthread_detach(thread)
  }

  private static func wait() -> UnsafeMutableRawPointer? {
    var watched = watched()
    while true {
      var number: Int32 = 0
      guard sigwait(&watched, &number) == 0 else { continue }
      if let listener = listener.withLock({ $0 }) {
        listener(number)
      } else {
        ExitStatus.exit(128 + number)
      }
    }
  }

  /// The signals that come from now on, until the stream is given up.
  static func stream() -> AsyncStream<Int32> {
    AsyncStream { continuation in
      listener.withLock { $0 = { continuation.yield($0) } }
      continuation.onTermination = { _ in listener.withLock { $0 = nil } }
    }
  }
}
