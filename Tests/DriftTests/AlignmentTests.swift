// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Drift

@Suite("Which exchange of one recording stands for which of another")
struct AlignmentTests {
  /// Makes, looks at and deletes a connection; what it is called and what ARN it has are made up.
  private func life(_ ids: inout MadeUp, name: String, polls: [String]) -> [ConnectionCall] {
    let arn = "arn:aws:codestar-connections:eu-west-1:123456789012:connection/\(ids.uuid())"
    func answer(_ status: String) -> String {
      #"{"Connection":{"ConnectionName":"\#(name)","ConnectionArn":"\#(arn)","ConnectionStatus":"\#(status)"}}"#
    }
    return [
      ConnectionCall(
        operation: "CreateConnection", body: #"{"ConnectionName":"\#(name)","ProviderType":"GitHub"}"#,
        answer: #"{"ConnectionArn":"\#(arn)","Tags":[]}"#)
    ]
      + polls.map { ConnectionCall(body: #"{"ConnectionArn":"\#(arn)"}"#, answer: answer($0)) }
      + [ConnectionCall(operation: "DeleteConnection", body: #"{"ConnectionArn":"\#(arn)"}"#, answer: "{}")]
      + [
        ConnectionCall(
          body: #"{"ConnectionArn":"\#(arn)"}"#, status: 400, error: "ResourceNotFoundException",
          answer: #"{"__type":"ResourceNotFoundException","Message":"no \#(arn)"}"#)
      ]
  }

  private func pairs(_ old: [ConnectionCall], _ new: [ConnectionCall]) throws -> [[Int]] {
    let (left, right) = (try ConnectionCall.session(old), try ConnectionCall.session(new))
    return Alignment(left.samples, right.samples).pairs.map { [$0.old + 1, $0.new + 1] }
  }

  @Test("Made up names and ids do not count, nor does the order of what is independent")
  func order() throws {
    var (one, other) = (MadeUp(1), MadeUp(2))
    let old =
      life(&one, name: "conn-\(one.hex(8))", polls: ["PENDING"]) + life(&one, name: "fixed", polls: ["AVAILABLE"])
    let new =
      life(&other, name: "fixed", polls: ["AVAILABLE"]) + life(&other, name: "conn-\(other.hex(8))", polls: ["PENDING"])
    #expect(try pairs(old, new) == [[1, 5], [2, 6], [3, 7], [4, 8], [5, 1], [6, 2], [7, 3], [8, 4]])
    #expect(try ConnectionCall.diff(old, new).findings.isEmpty)
  }

  @Test("Words that a client made up are told apart by what is done with them")
  func words() throws {
    var (one, other) = (MadeUp(3), MadeUp(4))
    let old = life(&one, name: "brave-otter", polls: ["PENDING"]) + life(&one, name: "calm-heron", polls: ["AVAILABLE"])
    let new =
      life(&other, name: "shy-badger", polls: ["AVAILABLE"]) + life(&other, name: "loud-crow", polls: ["PENDING"])
    let report = try ConnectionCall.diff(old, new)
    #expect(report.findings.isEmpty && report.aligned == 8 && report.renamed == 4)
    #expect(try pairs(old, new).prefix(2) == [[1, 5], [2, 6]])
  }

  @Test("Polls are paired by what they answer, however many there are")
  func polls() throws {
    var (one, other) = (MadeUp(5), MadeUp(6))
    let old = life(&one, name: "n", polls: ["PENDING", "PENDING", "PENDING", "AVAILABLE"])
    let new = life(&other, name: "n", polls: ["PENDING", "AVAILABLE", "AVAILABLE"])
    #expect(try pairs(old, new) == [[1, 1], [2, 2], [3, 4], [5, 3], [6, 5], [7, 6]])
    let report = try ConnectionCall.diff(old, new)
    #expect(report.findings.isEmpty && report.old.alone == 1 && report.new.alone == 0)
  }

  @Test("Calls that were dropped or put in between move nothing else")
  func inserted() throws {
    var (one, other) = (MadeUp(7), MadeUp(8))
    let old = life(&one, name: "a", polls: ["PENDING"]) + life(&one, name: "b", polls: ["PENDING"])
    let renewed = life(&other, name: "a", polls: ["PENDING"]) + life(&other, name: "b", polls: ["PENDING"])
    let list = ConnectionCall(operation: "ListConnections", answer: #"{"Connections":[]}"#)
    #expect(try pairs(old, Array(renewed[4...])) == (5...8).map { [$0, $0 - 4] })
    #expect(try ConnectionCall.diff([list] + old, [list] + renewed[..<2] + [list] + renewed[3...]).findings.isEmpty)
  }

  @Test("The same request that now fails is one pair, also where its names are made up")
  func failing() throws {
    var (one, other) = (MadeUp(9), MadeUp(10))
    let old = life(&one, name: "conn-\(one.hex(8))", polls: ["PENDING"])
    let create = ConnectionCall(
      operation: "CreateConnection", body: #"{"ConnectionName":"conn-\#(other.hex(8))","ProviderType":"GitHub"}"#,
      status: 400, error: "LimitExceededException", answer: "{}")
    let report = try ConnectionCall.diff([old[0]], [create])
    #expect(report.findings.map(\.rule) == [.outcomeFailed])
    #expect(report.findings.first?.message == "200 became 400 LimitExceededException")
  }

  @Test("What a newer client sends besides does not part the pairs")
  func newerClient() throws {
    var (one, other) = (MadeUp(11), MadeUp(12))
    let old = life(&one, name: "a", polls: ["PENDING"]) + life(&one, name: "b", polls: ["AVAILABLE"])
    var new = life(&other, name: "b", polls: ["AVAILABLE"]) + life(&other, name: "a", polls: ["PENDING"])
    for place in new.indices where new[place].operation == "GetConnection" {
      new[place].body = new[place].body.replacing("{", with: #"{"Verbose":true,"#)
    }
    #expect(try pairs(old, new) == [[1, 5], [2, 6], [3, 7], [4, 8], [5, 1], [6, 2], [7, 3], [8, 4]])
    let report = try ConnectionCall.diff(old, new)
    #expect(report.findings.map(\.rule) == [.requestMemberAdded])
    #expect(report.findings.first?.place.pointer == "/body/Verbose")
  }

  @Test("Another region is no drift")
  func regions() throws {
    var (one, other) = (MadeUp(13), MadeUp(14))
    let old = life(&one, name: "a", polls: ["PENDING"]) + life(&one, name: "b", polls: ["PENDING"])
    let new = (life(&other, name: "a", polls: ["PENDING"]) + life(&other, name: "b", polls: ["PENDING"])).map { call in
      var call = call
      call.body = call.body.replacing("eu-west-1", with: "us-east-2")
      call.answer = call.answer.replacing("eu-west-1", with: "us-east-2")
      call.region = "us-east-2"
      return call
    }
    let report = try ConnectionCall.diff(old, new)
    #expect(report.findings.isEmpty && report.aligned == 8, "\(report.findings)")
  }

  @Test("Ten thousand exchanges take no time to speak of", .timeLimit(.minutes(5)))
  func linear() throws {
    var (one, other) = (MadeUp(15), MadeUp(16))
    func session(_ ids: inout MadeUp) -> [ConnectionCall] {
      (0..<300).flatMap { _ in life(&ids, name: "conn-\(ids.hex(8))", polls: ["PENDING", "AVAILABLE"]) }
    }
    let report = try ConnectionCall.diff(session(&one), session(&other).reversed())
    #expect(report.aligned == 1500 && report.findings.isEmpty)
  }
}
