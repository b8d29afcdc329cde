// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import TestSupport
import Testing

@testable import Replay

@Suite("Answers of which only tokens change")
struct AnswerTokensTests {
  private typealias Call = SampleTape.Call

  private static let types = ["application/x-amz-json-1.0", "text/xml", "text/plain", nil]

  /// A session that has bound `app-8213` to `app-557012`, on a tape whose second exchange is the one to look at.
  private func session(_ answer: Call) throws -> ReplaySession {
    let creation = Call(operation: "CreateConnection", body: #"{"ConnectionName":"app-8213"}"#)
    let session = ReplaySession(try SampleTape(calls: [creation, answer]).tape())
    #expect(session.ask(Call(operation: "CreateConnection", body: #"{"ConnectionName":"app-557012"}"#)) == 0)
    return session
  }

  private func get(_ answer: String, _ fields: HTTPFields) -> Call {
    Call(body: #"{"ConnectionArn":"a"}"#, answer: answer, answerFields: fields)
  }

  private func given(_ session: ReplaySession) throws -> (fast: PreparedResponse, anew: PreparedResponse) {
    let action = Action(service: "codestar-connections", operation: "GetConnection")
    let fast = try session.answer(from: Selection(place: 1, reason: .exact), to: action, now: ReplaySession.liveNow)
    var response = try session.tape.recordedResponse(1)
    let original = response.body
    let rewriter = AnswerRewriter(renaming: session.renaming, originals: session.originals, service: nil)
    rewriter.rewrite(&response.head.fields)
    response.body =
      rewriter.rewritten(response.body, contentType: response.head.fields["Content-Type"]) ?? response.body
    ResponseIntegrity.repair(&response, originalBody: original)
    return (fast, PreparedResponse(response))
  }

  @Test("are the same as if they were read anew", arguments: 0..<100 as Range<UInt64>)
  func same(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let words = [
      "app-8213", "app-8214", "{", "\"", "8213", "\\n", "/", "<a>", "é", " ", "eyJuYW1lIjogImFwcC04MjEzIn0=", "\u{0}",
    ]
    let body = (0..<20).map { _ in words.randomElement(using: &random) ?? "" }.joined()
    var fields: HTTPFields = []
    if let type = Self.types.randomElement(using: &random) ?? nil { fields.append("Content-Type", type) }
    for (name, value) in [("x-amzn-RequestId", "id-8213"), ("x-amz-meta-name", "a"), ("x-amz-crc32", "1")]
    where Bool.random(using: &random) {
      fields.append(name, value)
    }
    let session = try session(get(body, fields))
    // The second time its places are known.
    for _ in 0..<2 {
      let (fast, anew) = try given(session)
      #expect(fast.head == anew.head)
      #expect(fast.body == anew.body)
    }
  }

  @Test("tell their new length")
  func length() throws {
    let session = try session(get(#"{"Name":"app-8213"}"#, [HTTPField("Content-Length", "19")]))
    let answer = try given(session).fast
    #expect(String(decoding: answer.body, as: UTF8.self) == #"{"Name":"app-557012"}"#)
    #expect(String(decoding: answer.head, as: UTF8.self).hasSuffix("Content-Length: 21\r\n"))
  }

  @Test("have checksums that are true of what is sent")
  func checksum() throws {
    let body = #"{"Name":"app-8213"}"#
    let crc = Array(body.utf8).withUnsafeBytes { CRC32.checksum($0) }
    let answer = try given(session(get(body, [HTTPField("x-amz-crc32", String(crc))]))).fast
    let sent = Array(answer.body).withUnsafeBytes { CRC32.checksum($0) }
    #expect(sent != crc)
    #expect(String(decoding: answer.head, as: UTF8.self).contains("x-amz-crc32: \(sent)\r\n"))
  }
}
