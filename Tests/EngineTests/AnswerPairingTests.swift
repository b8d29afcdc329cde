// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Engine

@Suite("What two answers tell of each other")
struct AnswerPairingTests {
  private func learnt(_ recorded: String, _ live: String, type: String = "application/json") -> [String: String] {
    var values = LiveValues()
    AnswerPairing.learn(
      recorded: Recording.answer(recorded, 200, type), live: Recording.answer(live, 200, type), into: &values)
    return Dictionary(uniqueKeysWithValues: values.learnt.map { ($0.recorded.text, $0.live.text) })
  }

  @Test("elements are known again by their names, in whatever order")
  func names() {
    let pairs = learnt(
      #"{"L":[{"Name":"a","Id":"id-00001111"},{"Name":"b","Id":"id-00002222"}]}"#,
      #"{"L":[{"Name":"c","Id":"id-00009999"},{"Name":"b","Id":"id-77772222"},{"Name":"a","Id":"id-77771111"}]}"#)
    #expect(pairs["id-00001111"] == "id-77771111" && pairs["id-00002222"] == "id-77772222")
    #expect(!pairs.values.contains("id-00009999"))
  }

  @Test("an element of another name is another one, even where it is the only one")
  func others() {
    #expect(
      learnt(
        #"{"L":[{"Name":"a","Id":"id-00001111","Type":"GitHub"}]}"#,
        #"{"L":[{"Name":"z","Id":"id-77771111","Type":"GitHub"}]}"#
      ).isEmpty)
  }

  @Test("names that several have tell nothing")
  func twins() {
    #expect(
      learnt(
        #"{"L":[{"Name":"a","Id":"id-00001111"},{"Name":"a","Id":"id-00002222"}]}"#,
        #"{"L":[{"Name":"a","Id":"id-77771111"}]}"#
      ).isEmpty)
  }

  @Test("states and accounts tell nothing")
  func states() {
    #expect(
      learnt(
        #"{"L":[{"Id":"id-00001111","State":"ACTIVE","OwnerId":"123456789012"}]}"#,
        #"{"L":[{"Id":"id-77771111","State":"ACTIVE","OwnerId":"123456789012"}]}"#
      ).isEmpty)
  }

  @Test("elements without a name are known again by their tag Name")
  func tags() {
    let pairs = learnt(
      "<D><set><item><vpcId>vpc-0c41d7e2a90e8187f</vpcId><tagSet><item><key>Name</key><value>web</value></item></tagSet></item></set></D>",
      "<D><set><item><vpcId>vpc-0aaaaaaaaaaaaaaa1</vpcId></item><item><vpcId>vpc-0bbbbbbbbbbbbbbb2</vpcId><tagSet><item><key>Name</key><value>web</value></item></tagSet></item></set></D>",
      type: "text/xml")
    #expect(pairs["vpc-0c41d7e2a90e8187f"] == "vpc-0bbbbbbbbbbbbbbb2")
  }

  @Test("lists of texts pair by what they end in")
  func texts() {
    let pairs = learnt(
      #"{"QueueUrls":["https://sqs.eu-west-1.amazonaws.com/999204183377/jobs"]}"#,
      #"{"QueueUrls":["https://sqs.eu-west-1.amazonaws.com/481726359081/other","https://sqs.eu-west-1.amazonaws.com/481726359081/jobs"]}"#
    )
    #expect(pairs["999204183377"] == "481726359081")
    #expect(
      learnt(
        #"{"L":["arn:aws:x:eu-west-1:999204183377:y/0c41d7e2a90e8187f"]}"#,
        #"{"L":["arn:aws:x:eu-west-1:481726359081:y/0d41d7e2a90e8187f"]}"#
      ).isEmpty)
  }

  @Test("ARNs tell their accounts, also where the rest differs")
  func accounts() {
    let pairs = learnt(
      #"{"Name":"a","RoleArn":"arn:aws:iam::999204183377:role/one"}"#,
      #"{"Name":"a","RoleArn":"arn:aws-cn:iam::481726359081:role/two"}"#)
    #expect(pairs["999204183377"] == "481726359081")
    #expect(pairs["arn:aws:iam::999204183377:role/one"] == "arn:aws-cn:iam::481726359081:role/two")
  }

  @Test("words, states, counts and times stand for nothing")
  func words() {
    #expect(
      learnt(
        #"{"Name":"a","Status":"PENDING","Count":3,"CreatedAt":"2026-11-23T08:00:00Z","Text":"one two"}"#,
        #"{"Name":"a","Status":"AVAILABLE","Count":4,"CreatedAt":"2026-11-24T08:00:00Z","Text":"three four"}"#
      ).isEmpty)
  }

  @Test("a document is known by its look, whatever its head calls it")
  func looks() {
    let pairs = learnt(
      #"{"L":[{"Name":"a","Id":"id-00001111"}]}"#, #" {"L":[{"Name":"a","Id":"id-77771111"}]}"#,
      type: "text/html; charset=utf-8")
    #expect(pairs["id-00001111"] == "id-77771111")
  }

  @Test("what is no document tells nothing")
  func broken() {
    #expect(learnt("{", "}").isEmpty && learnt("", "", type: "text/plain").isEmpty)
    #expect(learnt(#"{"L":[1]}"#, #"{"L":{"a":"b"}}"#).isEmpty)
  }
}
