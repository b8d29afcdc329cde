// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A thread of the system's that runs one function and can be waited for.
final class LoopThread: Sendable {
  #if canImport(Glibc)
    private typealias Name = pthread_t
  #else
    private typealias Name = UInt
  #endif

  private final class Start {
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }

    func run() {
      // Signals belong to the process's other threads; a peer that hangs up shall not end it either.
      var all = sigset_t()
      sigfillset(&all)
      pthread_sigmask(SIG_BLOCK, &all, nil)
      body()
    }
  }

  /// Nil once somebody waits for it or has.
  private let name: Mutex<Name?>

  init(_ body: @escaping @Sendable () -> Void) throws(CurlStartError) {
    let start = Unmanaged.passRetained(Start(body))
    #if canImport(Glibc)
      var thread = pthread_t()
      let status = pthread_create(
        &thread, nil,
        { context in
          if let context { Unmanaged<Start>.fromOpaque(context).takeRetainedValue().run() }
          return nil
        }, start.toOpaque())
      let made: Name? = thread
    #else
      var thread: pthread_t?
      let status = pthread_create(
        &thread, nil,
        { context in
          Unmanaged<Start>.fromOpaque(context).takeRetainedValue().run()
          return nil
        }, start.toOpaque())
      let made: Name? = thread.map { UInt(bitPattern: $0) }
    #endif
    guard status == 0 else {
      start.release()
      throw CurlStartError("no thread: \(String(cString: strerror(status)))")
    }
    self.name = Mutex(made)
  }

  /// Returns when the function has; at once on the thread itself, or when somebody else waits for it already.
  func join() {
    let taken = name.withLock { name in
      defer { name = nil }
      return name
    }
    #if canImport(Glibc)
      guard let thread = taken else { return }
    #else
      guard let taken, let thread = pthread_t(bitPattern: taken) else { return }
    #endif
    if pthread_equal(thread, pthread_self()) != 0 {
      pthread_detach(thread)
    } else {
      pthread_join(thread, nil)
    }
  }
}
