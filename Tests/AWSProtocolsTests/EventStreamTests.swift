// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import AWSProtocols

@Suite struct EventStreamTests {
  private func read(_ bytes: [UInt8]) throws(EventStreamError) -> [EventStreamMessage] {
    var reader = EventStreamReader(bytes)
    var messages: [EventStreamMessage] = []
    while let message = try reader.next() { messages.append(message) }
    return messages
  }

  private func written(_ messages: [EventStreamMessage]) throws(EventStreamError) -> [UInt8] {
    var writer = EventStreamWriter()
    for message in messages { try writer.append(message) }
    return writer.bytes
  }

  private func renamed(_ text: String) -> String {
    text.split(separator: "tf-acc-8213", omittingEmptySubsequences: false).joined(separator: "tf-acc-5570-b")
  }

  @Test("The reader finds what botocore finds, and the writer gives the same bytes", arguments: EventStreamFixture.all)
  func fixtures(_ stream: EventStreamFixture) throws {
    #expect(try read(stream.bytes) == stream.messages)
    #expect(try written(stream.messages) == stream.bytes)
  }

  @Test("A rewritten stream has frames that botocore takes", arguments: EventStreamFixture.all)
  func rewrites(_ stream: EventStreamFixture) {
    var types: [String?] = []
    let result = EventStream.rewrite(stream.bytes) { payload, type in
      types.append(type)
      return payload.contains(0xFF) ? Array(payload) : Array(renamed(String(decoding: payload, as: UTF8.self)).utf8)
    } text: {
      renamed($0)
    }
    #expect(result == stream.rewritten)
    #expect(types == stream.messages.map { $0.string(":content-type") })
  }

  @Test("A stream that nothing is rewritten in keeps its bytes", arguments: EventStreamFixture.all)
  func identity(_ stream: EventStreamFixture) {
    #expect(EventStream.rewrite(stream.bytes, payload: { payload, _ in Array(payload) }, text: { $0 }) == stream.bytes)
  }

  @Test("A stream that ends early, anywhere, is refused")
  func truncated() throws {
    let bytes = try #require(EventStreamFixture.all.last).bytes
    for count in 1..<bytes.count {
      #expect(throws: EventStreamError.self) { try read(Array(bytes[..<count])) }
    }
    #expect(
      EventStream.rewrite(Array(bytes.dropLast()), payload: { payload, _ in Array(payload) }, text: { $0 }) == nil)
  }

  @Test("A changed byte anywhere is noticed", arguments: EventStreamFixture.all)
  func corrupt(_ stream: EventStreamFixture) {
    for at in stream.bytes.indices {
      var bytes = stream.bytes
      bytes[at] ^= 0x10
      #expect(throws: EventStreamError.self) { try read(bytes) }
    }
  }

  @Test("Headers with right checksums but wrong insides are refused, and never trap", arguments: UInt64(0)..<300)
  func mutatedHeaders(_ seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let stream = EventStreamFixture.all[2].bytes
    var headers = Array(stream[12..<stream.count - 13])
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      headers[Int.random(in: headers.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
    }
    if Bool.random(using: &random) { headers.removeLast(Int.random(in: 0..<headers.count, using: &random)) }
    let bytes = framed(headers: headers)
    // What it takes, it gives back.
    if let messages = try? read(bytes) { #expect(try written(messages) == bytes) }
  }

  @Test(
    "Bad headers are refused",
    arguments: [
      ([0], .badHeader), ([0, 0], .badHeader), ([1, 0x61], .badHeader), ([1, 0x61, 10], .badHeader),
      ([2, 0x61, 0], .badHeader), ([1, 0x61, 7, 0, 1], .badHeader), ([1, 0x61, 7, 0, 1, 0xFF], .badHeader),
      ([1, 0x61, 5, 0, 0], .badHeader), ([1, 0xFF, 0], .badHeader), ([1, 0x61, 0, 1, 0x61, 1], .duplicateHeader),
    ] as [([UInt8], EventStreamError.Code)])
  func badHeaders(_ headers: [UInt8], _ code: EventStreamError.Code) {
    let error = #expect(throws: EventStreamError.self) { try read(framed(headers: headers)) }
    #expect(error?.code == code)
  }

  @Test("Lengths beyond the bounds are refused before anything is read for them")
  func bounds() {
    #expect(throws: EventStreamError(.tooLarge, at: 0)) { try read(prelude(total: 200 << 10, headers: 129 << 10)) }
    #expect(throws: EventStreamError(.tooLarge, at: 0)) { try read(prelude(total: 25 << 20, headers: 0)) }
    #expect(throws: EventStreamError(.badLength, at: 0)) { try read(prelude(total: 20, headers: 5)) }
    #expect(throws: EventStreamError(.badLength, at: 0)) { try read(prelude(total: 0, headers: 0)) }
    #expect(throws: EventStreamError(.unexpectedEnd, at: 16)) { try read(prelude(total: 17, headers: 0)) }
  }

  @Test("What a frame cannot tell is not written")
  func unwritable() {
    let long = String(repeating: "x", count: 65_536)
    let bad: [[EventStreamMessage.Header]] = [
      [.init("", .bool(true))], [.init(String(long.prefix(256)), .bool(true))], [.init("a", .string(long))],
      [.init("a", .bytes(Array(long.utf8)))], [.init("a", .byte(1)), .init("a", .byte(1))],
      (0..<3).map { .init("h\($0)", .string(String(long.dropLast()))) },
    ]
    for headers in bad {
      #expect(throws: EventStreamError.self) { try written([EventStreamMessage(headers: headers, payload: [])]) }
    }
    let stream = EventStreamFixture.all[3].bytes
    #expect(EventStream.rewrite(stream, payload: { payload, _ in Array(payload) }, text: { _ in long }) == nil)
  }

  private func framed(headers: [UInt8]) -> [UInt8] {
    var bytes = prelude(total: 16 + headers.count, headers: headers.count).dropLast(4)
    bytes += headers
    return Array(bytes) + bigEndian(bytes.withUnsafeBytes { CRC32.checksum($0) })
  }

  /// Two lengths with their checksum, and four bytes in the place of the message's.
  private func prelude(total: Int, headers: Int) -> [UInt8] {
    let lengths = bigEndian(UInt32(total)) + bigEndian(UInt32(headers))
    return lengths + bigEndian(lengths.withUnsafeBytes { CRC32.checksum($0) }) + [0, 0, 0, 0]
  }

  private func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
