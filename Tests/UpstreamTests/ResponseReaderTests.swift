// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import TestSupport
import Testing

@testable import Upstream

@Suite("Header lines become a head and trailers")
struct ResponseReaderTests {
  /// The heads that come of these lines, and what is found wrong with them.
  private func read(_ lines: [[UInt8]]) -> (heads: [HTTPResponseHead], problem: String?, trailers: HTTPFields) {
    var reader = ResponseReader()
    var heads: [HTTPResponseHead] = []
    for line in lines {
      switch line.withUnsafeBytes({ reader.read(line: $0) }) {
      case .more: continue
      case .head(let head): heads.append(head)
      case .invalid(let problem): return (heads, problem, reader.trailers)
      }
    }
    return (heads, nil, reader.trailers)
  }

  private func read(_ text: String) -> (heads: [HTTPResponseHead], problem: String?, trailers: HTTPFields) {
    read(text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().map { Array($0) + [0x0A] })
  }

  @Test("A head ends at its empty line; what follows are trailers")
  func headAndTrailers() {
    let result = read("HTTP/1.1 200 OK\r\na: 1\r\n\r\nb: 2\r\n\r\n")
    #expect(result.heads == [HTTPResponseHead(status: 200, fields: [HTTPField("a", "1")])])
    #expect(result.trailers == [HTTPField("b", "2")])
  }

  @Test("HTTP/2's status line without a reason is one, bare line feeds are line ends")
  func variants() {
    #expect(read("HTTP/2 204 \r\n\r\n").heads.map(\.status) == [204])
    #expect(read("HTTP/2 204\nx: y\n\n").heads.map(\.fields) == [[HTTPField("x", "y")]])
  }

  @Test("Folded lines go on with the value before; a line without a name is left out")
  func folding() {
    let result = read("HTTP/1.1 200 OK\r\na: 1\r\n\t 2 \r\n: none\r\nno colon\r\n\r\n")
    #expect(result.heads.first?.fields == [HTTPField("a", "1 2")])
  }

  @Test("A value that is not UTF-8 is read as ISO 8859-1")
  func latin1() {
    let result = read([Array("HTTP/1.1 200 OK\r\n".utf8), [0x61, 0x3A, 0xE4, 0x0D, 0x0A], [0x0D, 0x0A]])
    #expect(result.heads.first?.fields["a"] == "\u{E4}")
  }

  @Test(
    "What is no response is invalid",
    arguments: ["a: b\r\n", "HTTP/1.1 2x0 OK\r\n", "HTTP/1.1\r\n", "HTTP/1.1 101 S\r\n\r\n", "\r\n"])
  func invalid(text: String) {
    #expect(read(text).problem != nil)
  }

  @Test("A second response behind the first is invalid")
  func second() {
    #expect(read("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n").problem == "a second response")
  }

  @Test("Fields are bounded, those of informational responses together with the final one's")
  func bound() {
    let filler = "HTTP/1.1 100 C\r\nx: \(String(repeating: "y", count: 1000))\r\n\r\n"
    #expect(read(String(repeating: filler, count: 2000)).problem?.contains("bytes of header fields") == true)
  }

  @Test(
    "Of a body's lengths one is left, and none beside a transfer coding",
    arguments: [
      ("a: 1\r\nContent-Length: 5\r\nb: 2", ["a", "1", "Content-Length", "5", "b", "2"]),
      ("content-length: 5, 5\r\na: 1", ["content-length", "5", "a", "1"]),
      ("Content-Length: 5\r\na: 1\r\ncontent-length: 5", ["Content-Length", "5", "a", "1"]),
      ("Content-Length: 5\r\nTransfer-Encoding: chunked", ["Transfer-Encoding", "chunked"]),
    ])
  func lengths(fields: String, expected: [String]) {
    let result = read("HTTP/1.1 200 OK\r\n\(fields)\r\n\r\n")
    #expect(result.heads.first?.fields.flatMap { [$0.name, $0.value] } == expected)
  }

  @Test(
    "Lengths that differ or are none make a response invalid",
    arguments: ["5\r\nContent-Length: 6", "5,6", "5,", "", "-1", "+1", "0x5", "5 5", "9223372036854775808"])
  func lengthsInvalid(length: String) {
    #expect(read("HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\n").problem != nil)
  }

  @Test("Mutated lines never trap")
  func mutations() {
    var random = SplitMix(seed: 20_261_122)
    let text = Array("HTTP/1.1 103 E\r\nl: x\r\n\r\nHTTP/1.1 200 OK\r\na: 1\r\n b\r\n\r\nt: 1\r\n\r\n".utf8)
    for _ in 0..<5000 {
      var bytes = text
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] =
          [0, 0x0A, 0x0D, 0x20, 0x3A, .random(in: 0...255, using: &random)].randomElement(using: &random) ?? 0
      }
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) + [0x0A] }
      #expect(read(lines).heads.count <= 1)
    }
  }
}
