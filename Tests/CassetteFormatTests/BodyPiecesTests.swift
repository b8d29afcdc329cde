// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import TestSupport
import Testing

@testable import CassetteFormat

@Suite("Bodies in pieces")
struct BodyPiecesTests {
  private let digest = BodyDigest(sha256: sha256Hex(Array("x".utf8)), bytes: 3 << 20)

  private func exchange(_ pieces: BodyPieces?) -> Exchange {
    Exchange(
      action: Action(service: "s3", operation: "GetObject"), region: "eu-west-1", at: Timestamp(seconds: 1_795_338_487),
      took: 3, endpoint: "https://s3.eu-west-1.amazonaws.com",
      request: HTTPRequest(head: HTTPRequestHead(method: "GET", target: "/b/k", fields: [])),
      response: HTTPResponse(head: HTTPResponseHead(status: 200)), responsePieces: pieces)
  }

  @Test("stand in the exchange's line by number, count, length and digest, and are read back")
  func line() throws {
    let exchange = exchange(BodyPieces(number: 4, count: 3, digest: digest))
    let line = exchange.encoded()
    #expect(
      String(decoding: line, as: UTF8.self).contains(
        #""pieces":{"of":4,"count":3,"bytes":3145728,"sha256":"\#(digest.sha256)"}"#))
    #expect(try Exchange(JSONReader.read(line).root, number: 2) == exchange)
  }

  @Test(
    "that cannot be are an error",
    arguments: [
      ("\"of\":4", "\"of\":0"), ("\"of\":4", "\"of\":\"4\""), ("\"count\":3", "\"count\":2"),
      ("\"count\":3", "\"count\":-3"), ("\"bytes\":3145728", "\"bytes\":0"), ("\"bytes\":3145728,", ""),
      ("\"sha256\":\"", "\"sha256\":\"z"), ("\"count\":3", "\"count\":99999999999999999999"),
    ])
  func broken(old: String, new: String) throws {
    let line = String(
      decoding: exchange(BodyPieces(number: 4, count: 3, digest: digest)).encoded(), as: UTF8.self)
    let range = try #require(line.firstRange(of: old))
    let changed = Array(line.replacingCharacters(in: range, with: new).utf8)
    #expect(throws: CassetteError.self) { try Exchange(JSONReader.read(changed).root, number: 2) }
  }

  @Test("are lines that give back text and bytes")
  func pieces() throws {
    var random = SplitMix(seed: 5)
    for _ in 0..<100 {
      let range: ClosedRange<UInt8> = Bool.random(using: &random) ? 0...255 : 32...126
      let body = (0..<Int.random(in: 1...300, using: &random)).map { _ in UInt8.random(in: range, using: &random) }
      let piece = PieceLine(number: 12, body: body)
      let line = piece.encoded()
      #expect(PieceLine.isOne(line) && !line.contains(0x0A))
      #expect(try PieceLine(JSONReader.read(line).root, number: 9) == piece)
    }
    #expect(!PieceLine.isOne(exchange(nil).encoded()))
    for line in [#"{"piece":1}"#, #"{"piece":0,"text":"a"}"#, #"{"piece":1,"base64":"!"}"#, #"{"piece":1,"text":""}"#] {
      #expect(throws: CassetteError.self) { try PieceLine(JSONReader.read(Array(line.utf8)).root, number: 9) }
    }
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
