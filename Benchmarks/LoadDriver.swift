// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

struct LoadRequest {
  var bytes: [UInt8]
  var answer: [UInt8]
}

struct LoadError: Error, CustomStringConvertible {
  var description: String
}

struct LoadResult {
  /// Nanoseconds of each request, from its first byte to the answer's last.
  var latencies: [UInt32] = []
  var seconds = 0.0
  /// Answers that had another status or body than they should.
  var wrong = 0

  /// In microseconds.
  func percentile(_ part: Double) -> Int {
    let sorted = latencies.sorted()
    return sorted.isEmpty ? 0 : Int(sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]) / 1000
  }
}

/// A client that costs little itself: blocking sends, one `poll` over all connections, no allocation per answer.
struct LoadDriver {
  private struct Connection {
    var descriptor: Int32
    var received: [UInt8] = []
    var request = 0
    var sentAt: UInt64 = 0
  }

  private let requests: [LoadRequest]
  private let status: [UInt8]
  private let anyBody: Bool
  private var connections: [Connection] = []
  private var polls: [pollfd] = []
  private var next = 0

  /// - Parameter status: what every answer must have.
  init(port: Int, connections count: Int, requests: [LoadRequest], status: Int, anyBody: Bool) throws {
    self.requests = requests
    self.status = Array("\(status)".utf8)
    self.anyBody = anyBody
    for _ in 0..<count {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = UInt16(port).bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      let status = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      guard status == 0 else { throw LoadError(description: "cannot connect to port \(port)") }
      var one: Int32 = 1
      setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
      connections.append(Connection(descriptor: descriptor))
      polls.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
    }
  }

  /// Runs for so long, or until so many requests are sent, and until the last answer.
  mutating func run(seconds: Double, most: Int = .max) throws -> LoadResult {
    var result = LoadResult()
    let start = LoadDriver.nanoseconds()
    let end = start + UInt64(seconds * 1e9)
    var busy = connections.count
    var left = most - busy
    for index in connections.indices { try send(index) }
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    while busy > 0 {
      let events = poll(&polls, nfds_t(polls.count), 60_000)
      guard events > 0 else { throw LoadError(description: "no answer within a minute") }
      for index in polls.indices where polls[index].revents != 0 {
        let count = recv(connections[index].descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { throw LoadError(description: "the server closed a connection") }
        connections[index].received.append(contentsOf: buffer[..<count])
        guard let isRight = answer(index) else { continue }
        let now = LoadDriver.nanoseconds()
        result.latencies.append(UInt32(clamping: now - connections[index].sentAt))
        if !isRight { result.wrong += 1 }
        connections[index].received.removeAll(keepingCapacity: true)
        if now < end, left > 0 {
          left -= 1
          try send(index)
        } else {
          busy -= 1
        }
      }
    }
    result.seconds = Double(LoadDriver.nanoseconds() - start) / 1e9
    return result
  }

  private mutating func send(_ index: Int) throws {
    connections[index].request = next
    next = (next + 1) % requests.count
    connections[index].sentAt = LoadDriver.nanoseconds()
    let bytes = requests[connections[index].request].bytes
    #if canImport(Darwin)
      let sent = Darwin.send(connections[index].descriptor, bytes, bytes.count, 0)
    #else
      let sent = Glibc.send(connections[index].descriptor, bytes, bytes.count, 0)
    #endif
    guard sent == bytes.count else { throw LoadError(description: "a request could not be sent whole") }
  }

  /// Nil while the answer is not whole; whether it is the right one.
  private func answer(_ index: Int) -> Bool? {
    let received = connections[index].received
    return received.withUnsafeBytes { bytes -> Bool? in
      guard let headCount = LoadDriver.endOfHead(bytes) else { return nil }
      guard let field = LoadDriver.contentLength(UnsafeRawBufferPointer(rebasing: bytes[..<headCount])) else {
        return false
      }
      guard bytes.count >= headCount + field else { return nil }
      let isOK = bytes[9...].starts(with: status)
      if anyBody { return isOK }
      let expected = requests[connections[index].request].answer
      return isOK && expected.count == field && expected.elementsEqual(bytes[headCount...])
    }
  }

  private static func endOfHead(_ bytes: UnsafeRawBufferPointer) -> Int? {
    var at = 3
    while at < bytes.count {
      switch bytes[at] {
      case 0x0A where bytes[at - 1] == 0x0D && bytes[at - 2] == 0x0A && bytes[at - 3] == 0x0D: return at + 1
      case 0x0A, 0x0D: at += 1
      default: at += 3
      }
    }
    return nil
  }

  private static func contentLength(_ head: UnsafeRawBufferPointer) -> Int? {
    var at = 0
    while let feed = head[at...].firstIndex(of: 0x0A) {
      at = feed + 1
      guard at + 15 < head.count, head[at] | 0x20 == 0x63, head[at + 8] | 0x20 == 0x6C, head[at + 14] == 0x3A else {
        continue
      }
      let digits = head[(at + 15)...].drop { $0 == 0x20 }.prefix { $0 &- 0x30 < 10 }
      return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    return nil
  }

  private static func nanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
