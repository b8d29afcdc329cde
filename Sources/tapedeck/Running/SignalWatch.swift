// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Synchronization
internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Turns the signals that end programs into a stream, so that a run can end in order.
///
/// A handler writes the signal's number into a pipe, which is all that a handler may do; a thread reads it from there.
/// While nobody listens, a signal ends the program as it does others; only the first one after a run does not, so that
/// what ended the run's command cannot also cut off what is written of it.
enum SignalWatch {
  private struct State {
    var listener: (@Sendable (Int32) -> Void)?
    /// How many signals are let pass while nobody listens.
    var pardons = 0

    mutating func takePardon() -> Bool {
      guard pardons > 0 else { return false }
      pardons -= 1
      return true
    }
  }

  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private static let state = Mutex(State())
  /// Both ends, made by `begin`: before a handler could ask for them.
  private static let pipe = try? FileDescriptor.pipe()

  /// Must be called once, at the start.
  static func begin() {
    signal(SIGPIPE, SIG_IGN)
    // A file that may not grow any more (ulimit -f) is an error to tell, like a full disk. Commands that are run do not
    // inherit a handler, as they would SIG_IGN.
    signal(SIGXFSZ) { _ in }
    guard pipe != nil else { return }
    for number in signals {
      // What the parent ignores (nohup) stays ignored.
      var old = sigaction()
      sigaction(number, nil, &old)
      if isIgnored(old) { continue }
      signal(number) { number in SignalWatch.tell(number) }
    }
    // A queue of its own: it sits in a blocking read for as long as the program runs.
    DispatchQueue(label: "signals").async { wait() }
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    #if canImport(Glibc)
      unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    #else
      unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    #endif
  }

  private static func tell(_ number: Int32) {
    guard let pipe else { return }
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(pipe.writeEnd.rawValue, &byte, 1)
  }

  private static func wait() {
    guard let pipe else { return }
    var byte: UInt8 = 0
    while read(pipe.readEnd.rawValue, &byte, 1) == 1 || errno == EINTR {
      let number = Int32(byte)
      if let listener = state.withLock({ $0.listener }) {
        listener(number)
      } else if state.withLock({ $0.takePardon() }) {
        continue
      } else {
        ExitStatus.exit(128 + number)
      }
    }
  }

  /// The signals that come from now on, until the stream is given up.
  static func stream() -> AsyncStream<Int32> {
    AsyncStream { continuation in
      state.withLock { $0.listener = { continuation.yield($0) } }
      continuation.onTermination = { _ in state.withLock { $0 = State(listener: nil, pardons: 1) } }
    }
  }
}
