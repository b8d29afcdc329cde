// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import AWSProtocols

@Suite("The coding aws-chunked, piece by piece")
struct AWSChunkedDecoderTests {
  /// The payload of a body that comes in parts of random length.
  private func payload(_ body: [UInt8], _ random: inout SplitMix) -> [UInt8] {
    var decoder = AWSChunkedDecoder()
    var out: [UInt8] = []
    var rest = body[...]
    while !rest.isEmpty {
      let part = rest.prefix(Int.random(in: 1...7, using: &random))
      Array(part).withUnsafeBytes { decoder.take($0) { out += $0 } }
      rest = rest.dropFirst(part.count)
    }
    decoder.finish { out += $0 }
    return out
  }

  @Test("gives what undoing it at once gives, however it is cut")
  func sameAsWhole() throws {
    var random = SplitMix(seed: 7)
    for _ in 0..<200 {
      var body: [UInt8] = []
      for _ in 0..<Int.random(in: 0...5, using: &random) {
        let chunk = (0..<Int.random(in: 1...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        body += Array("\(String(chunk.count, radix: 16));chunk-signature=ab\r\n".utf8) + chunk + [0x0D, 0x0A]
      }
      body += Array("0\r\nx-amz-checksum-crc32:AA==\r\n\r\n".utf8)
      #expect(payload(body, &random) == AWSChunked.decode(body[...])?.payload)
    }
  }

  @Test("gives the same for broken bodies, however they are cut")
  func broken() {
    var random = SplitMix(seed: 8)
    for _ in 0..<500 {
      var body = Array("5\r\nhello\r\n3;x=y\r\nabc\r\n0\r\na:b\r\n\r\n".utf8)
      body.mutate(Array("\r\n;0f".utf8), &random)
      #expect(payload(body, &random) == payload(body, &random))
    }
  }

  @Test(
    "passes on from the first chunk that is none",
    arguments: [
      ("hello", "hello"), ("5\r\nhello!\r\n", "hello!\r\n"), ("5\r\nhello\r\nxyz", "helloxyz"),
      ("3\nabc", "3\nabc"), ("5\r\nhel", "hel"), ("2\r\nab\r\n0\r\nmore", "ab"), ("2\r\nab\r", "ab\r"),
    ])
  func raw(body: String, expected: String) {
    var random = SplitMix(seed: 9)
    #expect(String(decoding: payload(Array(body.utf8), &random), as: UTF8.self) == expected)
  }

  @Test("does not hold a line without end")
  func longLine() {
    var random = SplitMix(seed: 10)
    let body = [UInt8](repeating: 0x61, count: 20_000)
    #expect(payload(body, &random) == body)
  }
}
