// SPDX-License-Identifier: Apache-2.0

import Documents
import TestSupport
import Testing

@testable import AWSProtocols

@Suite("The coding aws-chunked")
struct AWSChunkedTests {
  private func decode(_ body: String, length: Int? = nil) -> (payload: [UInt8], trailers: HTTPFields)? {
    AWSChunked.decode(Array(body.utf8)[...], length: length)
  }

  @Test("of botocore's bodies is undone, with the checksum as trailer")
  func botocore() throws {
    let lines = chunkedBodies.split(separator: "\n")
    #expect(lines.count == 7)
    for line in lines {
      let parts = line.split(separator: "\t").map { $0 == "-" ? "" : $0 }
      let (body, payload) = (try #require(Base64.decode(parts[1].utf8)), try #require(Base64.decode(parts[2].utf8)))
      let found = try #require(AWSChunked.decode(body[...], length: Int(parts[0])))
      #expect(found.payload == payload)
      #expect(found.trailers.list.count == 1 && found.trailers.list[0].name.hasPrefix("x-amz-checksum-"))
      // A torn body has no payload at all.
      for count in 0..<max(0, body.count - 80) { #expect(AWSChunked.decode(body.prefix(count), length: nil) == nil) }
    }
  }

  @Test("is undone where chunks and trailers are signed, whatever ends the trailers")
  func signed() throws {
    let signature = ";chunk-signature=" + String(repeating: "a", count: 64)
    let plain = try #require(decode("5\(signature)\r\nhello\r\n1\(signature)\r\n!\r\n0\(signature)\r\n\r\n"))
    #expect(plain.payload == Array("hello!".utf8) && plain.trailers.list.isEmpty)
    for end in ["\r\n\r\n", "\n\r\n\r\n", "\n", ""] {
      let body =
        "A\(signature)\r\n0123456789\r\n0\(signature)\r\nx-amz-checksum-crc32: AA==\r\nx-amz-trailer-signature:ab"
      let found = try #require(decode(body + end, length: 10))
      #expect(found.trailers["x-amz-checksum-crc32"] == "AA==" && found.trailers["x-amz-trailer-signature"] == "ab")
    }
    #expect(decode("0\(signature)\r\n")?.payload == [])
  }

  @Test(
    "is not undone for what is not whole and well-formed",
    arguments: [
      "", "hello", "5\r\nhello", "5\r\nhello\r\n", "5\r\nhell\r\n0\r\n\r\n", "5\nhello\r\n0\r\n\r\n", "\r\n\r\n",
      "6\r\nhello\r\n0\r\n\r\n", "g\r\n\r\n", "-1\r\n", "7fffffffffffffff\r\n", "ffffffffffffffff\r\n",
      "fffffffffffffff\r\nx", "0\r\n\r\nmore", "0\r\nno colon\r\n\r\n", "0\r\n:x\r\n\r\n", "5;\r\nhellox0\r\n\r\n",
    ])
  func broken(body: String) {
    #expect(decode(body) == nil)
  }

  @Test("agrees with the length that the request tells")
  func lengths() {
    let body = Array("2\r\nab\r\n0\r\n\r\n".utf8)[...]
    func decode(_ length: String) -> [UInt8]? {
      AWSChunked.decode(body, fields: [HTTPField("X-Amz-Decoded-Content-Length", length)])?.payload
    }
    #expect(decode("2") == Array("ab".utf8))
    #expect(AWSChunked.decode(body, fields: [])?.payload == Array("ab".utf8))
    for wrong in ["3", "", "x", "-2"] { #expect(decode(wrong) == nil) }
  }

  @Test("is named by Content-Encoding, or by the hash of the payload alone")
  func fields() {
    func used(_ name: String, _ value: String) -> Bool { AWSChunked.isUsed([HTTPField(name, value)]) }
    #expect(used("Content-Encoding", "aws-chunked") && used("content-encoding", "gzip,AWS-Chunked"))
    #expect(used("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"))
    #expect(used("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"))
    #expect(!used("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-EVENTS"))
    #expect(!used("Content-Encoding", "gzip") && !used("x-amz-content-sha256", "UNSIGNED-PAYLOAD"))
    let fields: HTTPFields = [HTTPField("Content-Encoding", "gzip, aws-chunked")]
    #expect(AWSChunked.contentEncoding(fields) == "gzip")
    #expect(AWSChunked.contentEncoding([HTTPField("Content-Encoding", "aws-chunked")]) == nil)
    #expect(AWSChunked.contentEncoding([]) == nil)
  }

  @Test("gives the payload back however it is cut, and never traps on mutated bytes", arguments: 0..<4)
  func cuts(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<50 {
      let payload = (0..<Int.random(in: 0...300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      var body: [UInt8] = []
      var rest = payload[...]
      while !rest.isEmpty {
        let chunk = rest.prefix(Int.random(in: 1...100, using: &random))
        body += Array("\(String(chunk.count, radix: 16));x=y\r\n".utf8) + chunk + [13, 10]
        rest = rest.dropFirst(chunk.count)
      }
      body += Array("0\r\na:b\r\n\r\n".utf8)
      #expect(AWSChunked.decode(body[...], length: payload.count)?.payload == payload)
      for _ in 0..<20 {
        var mutated = body
        mutated[Int.random(in: mutated.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
        mutated.removeLast(Int.random(in: 0...3, using: &random))
        _ = AWSChunked.decode(mutated[...])
      }
    }
  }
}
