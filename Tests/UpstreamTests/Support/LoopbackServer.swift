// SPDX-License-Identifier: Apache-2.0

import Synchronization

#if canImport(Glibc)
  import Glibc
  private let streamSocket = CInt(SOCK_STREAM.rawValue)
  private let withoutSignal = CInt(MSG_NOSIGNAL)
  private let tcpLevel = CInt(IPPROTO_TCP)
#else
  import Darwin
  private let streamSocket = SOCK_STREAM
  private let withoutSignal: CInt = 0
  private let tcpLevel = IPPROTO_TCP
#endif

struct NoLoopback: Error {}

/// A server on 127.0.0.1 that plays a script on every connection, each on a thread of its own.
final class LoopbackServer: Sendable {
  let port: UInt16
  private let listener: CInt
  private let count = SharedCount()

  var origin: String { "http://127.0.0.1:\(port)" }
  /// How many connections there were.
  var connections: Int { count.value }

  init(_ script: @escaping @Sendable (Peer) -> Void) throws {
    (listener, port) = try Self.listen()
    let listener = listener
    try spawn { [count] in
      while case let socket = accept(listener, nil, nil), socket >= 0 {
        count.set(count.value + 1)
        let started: Void? = try? spawn {
          let peer = Peer(socket)
          script(peer)
          peer.close()
        }
        if started == nil { closeSocket(socket) }
      }
    }
  }

  deinit {
    // Ends the thread's accept, too.
    shutdown(listener, CInt(SHUT_RDWR))
    close(listener)
  }

  /// A port that nobody listens on.
  static func unusedPort() throws -> UInt16 {
    let (socket, port) = try listen()
    close(socket)
    return port
  }

  private static func listen() throws -> (CInt, UInt16) {
    let listener = socket(AF_INET, streamSocket, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && startListening(listener)
          && getsockname(listener, address, &length) == 0
      }
    }
    guard listener >= 0, status else { throw NoLoopback() }
    return (listener, UInt16(bigEndian: address.sin_port))
  }
}

private func startListening(_ socket: CInt) -> Bool { listen(socket, 128) == 0 }

private func closeSocket(_ socket: CInt) { close(socket) }

private final class Job {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
  }
}

/// Runs the body on a thread that nobody waits for: scripts block.
private func spawn(_ body: @escaping @Sendable () -> Void) throws {
  let job = Unmanaged.passRetained(Job(body))
  #if canImport(Glibc)
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Job>.fromOpaque(context).takeRetainedValue().body() }
        return nil
      }, job.toOpaque())
    guard status == 0 else { throw NoLoopback() }
    pthread_detach(thread)
  #else
    var thread: pthread_t?
    let status = pthread_create(
      &thread, nil,
      { context in
        Unmanaged<Job>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, job.toOpaque())
    guard status == 0, let thread else { throw NoLoopback() }
    pthread_detach(thread)
  #endif
}

/// One connection of a ``LoopbackServer``, for the thread that plays its script.
final class Peer {
  private let socket: CInt
  private var isOpen = true
  private var unread: [UInt8] = []

  init(_ socket: CInt) {
    self.socket = socket
    var yes: CInt = 1
    setsockopt(socket, tcpLevel, TCP_NODELAY, &yes, socklen_t(MemoryLayout<CInt>.size))
  }

  /// The head of the next request up to its empty line, or nil at the end of the connection.
  func readHead() -> String? {
    while true {
      if let end = unread.indices.dropLast(3).first(where: { unread[$0..<$0 + 4].elementsEqual("\r\n\r\n".utf8) }) {
        defer { unread.removeFirst(end + 4) }
        return String(decoding: unread[..<(end + 2)], as: UTF8.self)
      }
      guard fill() else { return nil }
    }
  }

  /// So many bytes, or what came before the end of the connection.
  func read(_ count: Int) -> [UInt8] {
    while unread.count < count, fill() {}
    defer { unread.removeFirst(min(count, unread.count)) }
    return Array(unread.prefix(count))
  }

  /// Everything up to and with that text.
  func read(through end: String) -> String {
    while !String(decoding: unread, as: UTF8.self).contains(end), fill() {}
    defer { unread = [] }
    return String(decoding: unread, as: UTF8.self)
  }

  /// False where the other side is gone.
  @discardableResult
  func write(_ text: String) -> Bool { write(Array(text.utf8)) }

  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool { push(bytes) == bytes.count }

  /// How much of the bytes the other side and the sockets between take, until they take no more for 200 ms.
  func writeUntilStuck(_ bytes: [UInt8]) -> Int {
    setSendTimeout(milliseconds: 200)
    defer { setSendTimeout(milliseconds: 0) }
    return push(bytes)
  }

  private func push(_ bytes: [UInt8]) -> Int {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { send(socket, $0.baseAddress, $0.count, withoutSignal) }
      guard count > 0 else { break }
      sent += count
    }
    return sent
  }

  private func setSendTimeout(milliseconds: Int) {
    var limit = timeval(tv_sec: 0, tv_usec: .init(milliseconds * 1000))
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  func close() {
    guard isOpen else { return }
    isOpen = false
    closeSocket(socket)
  }

  /// Ends the connection with RST.
  func reset() {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  private func fill() -> Bool {
    var piece = [UInt8](repeating: 0, count: 64 * 1024)
    let count = recv(socket, &piece, piece.count, 0)
    guard count > 0 else { return false }
    unread += piece[..<count]
    return true
  }
}

/// How many descriptors this process has open.
func openDescriptors() -> Int {
  (0..<4096).filter { fcntl(CInt($0), F_GETFD) >= 0 }.count
}

/// A number that a script leaves for its test.
final class SharedCount: Sendable {
  private let count = Atomic<Int>(0)

  var value: Int { count.load(ordering: .acquiring) }

  func set(_ new: Int) {
    count.store(new, ordering: .releasing)
  }
}
