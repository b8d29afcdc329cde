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

/// How a client uses its connections.
struct LoadShape {
  /// So many requests are sent at once, before the first of their answers.
  var depth = 1
  /// Each answer, or each group of answers, is the last of its connection.
  var isRenewed = false
  /// The server may close connections: that ends the load, and is no error.
  var endsWithServer = false
}

struct LoadResult {
  /// Nanoseconds of each request, from its first byte to the answer's last.
  var latencies: [UInt32] = []
  var seconds = 0.0
  /// Answers that had another status or body than they should.
  var wrong = 0
  /// Answers of which the server sent a part before it closed the connection.
  var torn = 0
  /// Requests that were sent and of whose answer nothing came before the server closed the connection.
  var unanswered = 0

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
    /// What has been asked and not been answered, first the oldest.
    var asked: [Int] = []
    var sentAt: UInt64 = 0
  }

  private let port: Int
  private let requests: [LoadRequest]
  private let status: [UInt8]
  private let anyBody: Bool
  private let shape: LoadShape
  private var connections: [Connection] = []
  private var polls: [pollfd] = []
  private var next = 0

  /// - Parameter status: what every answer must have.
  init(
    port: Int, connections count: Int, requests: [LoadRequest], status: Int, anyBody: Bool,
    shape: LoadShape = LoadShape()
  ) throws {
    self.port = port
    self.requests = requests
    self.status = Array("\(status)".utf8)
    self.anyBody = anyBody
    self.shape = shape
    for _ in 0..<count {
      guard let descriptor = LoadDriver.connected(to: port) else {
        throw LoadError(description: "cannot connect to port \(port)")
      }
      connections.append(Connection(descriptor: descriptor))
      polls.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
    }
  }

  private static func connected(to port: Int) -> Int32? {
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
    guard status == 0 else {
      close(descriptor)
      return nil
    }
    var one: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    return descriptor
  }

  /// Runs for so long, or until so many requests are sent, and until the last answer.
  mutating func run(seconds: Double, most: Int = .max) throws -> LoadResult {
    var result = LoadResult()
    let start = LoadDriver.nanoseconds()
    let end = start + UInt64(seconds * 1e9)
    var busy = 0
    var left = most
    for index in connections.indices where try send(index, &left, &result) { busy += 1 }
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    while busy > 0 {
      let events = poll(&polls, nfds_t(polls.count), 60_000)
      guard events > 0 else { throw LoadError(description: "no answer within a minute") }
      for index in polls.indices where polls[index].revents != 0 {
        let count = recv(connections[index].descriptor, &buffer, buffer.count, 0)
        guard count > 0 else {
          try lose(index, &result)
          busy -= 1
          continue
        }
        connections[index].received.append(contentsOf: buffer[..<count])
        takeAnswers(index, &result)
        guard connections[index].asked.isEmpty else { continue }
        let goesOn = LoadDriver.nanoseconds() < end && left > 0
        guard goesOn, try renew(index), try send(index, &left, &result) else {
          busy -= 1
          continue
        }
      }
    }
    result.seconds = Double(LoadDriver.nanoseconds() - start) / 1e9
    return result
  }

  /// Closes what was opened.
  func finish() {
    for connection in connections where connection.descriptor >= 0 { close(connection.descriptor) }
  }

  /// Asks for what comes next, if the connection is there.
  private mutating func send(_ index: Int, _ left: inout Int, _ result: inout LoadResult) throws -> Bool {
    guard connections[index].descriptor >= 0 else { return false }
    connections[index].sentAt = LoadDriver.nanoseconds()
    for _ in 0..<min(shape.depth, left) {
      left -= 1
      connections[index].asked.append(next)
      let bytes = requests[next].bytes
      next = (next + 1) % requests.count
      #if canImport(Darwin)
        let sent = Darwin.send(connections[index].descriptor, bytes, bytes.count, 0)
      #else
        let sent = Glibc.send(connections[index].descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
      #endif
      guard sent != bytes.count else { continue }
      guard shape.endsWithServer else { throw LoadError(description: "a request could not be sent whole") }
      // What was answered before the server closed is still to be read.
      break
    }
    return !connections[index].asked.isEmpty
  }

  private mutating func takeAnswers(_ index: Int, _ result: inout LoadResult) {
    let now = LoadDriver.nanoseconds()
    var taken = 0
    while !connections[index].asked.isEmpty, let answer = answer(index, from: taken) {
      taken += answer.count
      connections[index].asked.removeFirst()
      result.latencies.append(UInt32(clamping: now - connections[index].sentAt))
      if !answer.isRight { result.wrong += 1 }
    }
    if taken == connections[index].received.count {
      connections[index].received.removeAll(keepingCapacity: true)
    } else if taken > 0 {
      connections[index].received.removeFirst(taken)
    }
  }

  /// The server has closed a connection.
  private mutating func lose(_ index: Int, _ result: inout LoadResult) throws {
    guard shape.endsWithServer else { throw LoadError(description: "the server closed a connection") }
    if !connections[index].received.isEmpty { result.torn += 1 }
    result.unanswered += connections[index].asked.count - (connections[index].received.isEmpty ? 0 : 1)
    close(connections[index].descriptor)
    connections[index] = Connection(descriptor: -1)
    polls[index].fd = -1
  }

  /// Opens a connection in the place of the one that has been used, where that is the client's way.
  private mutating func renew(_ index: Int) throws -> Bool {
    guard shape.isRenewed else { return true }
    close(connections[index].descriptor)
    let descriptor = LoadDriver.connected(to: port)
    connections[index].descriptor = descriptor ?? -1
    polls[index].fd = descriptor ?? -1
    guard descriptor != nil || shape.endsWithServer else {
      throw LoadError(description: "cannot connect to port \(port) again")
    }
    return descriptor != nil
  }

  /// The answer that starts at a place of what has been received; nil while it is not whole.
  private func answer(_ index: Int, from start: Int) -> (count: Int, isRight: Bool)? {
    connections[index].received.withUnsafeBytes { received -> (Int, Bool)? in
      let bytes = UnsafeRawBufferPointer(rebasing: received[start...])
      guard let headCount = LoadDriver.endOfHead(bytes) else { return nil }
      guard let field = LoadDriver.contentLength(UnsafeRawBufferPointer(rebasing: bytes[..<headCount])) else {
        return (bytes.count, false)
      }
      guard bytes.count >= headCount + field else { return nil }
      let isOK = bytes[9...].starts(with: status)
      if anyBody { return (headCount + field, isOK) }
      let expected = requests[connections[index].asked[0]].answer
      let isRight = isOK && expected.elementsEqual(bytes[headCount..<headCount + field])
      return (headCount + field, isRight)
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
