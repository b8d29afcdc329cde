// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import Simulator

@Suite("Tags")
struct TagOperationsTests {
  let client = TestClient()

  func tags(_ pairs: [(String, String)]) -> String {
    #""Tags":["# + pairs.map { #"{"Key":"\#($0)","Value":"\#($1)"}"# }.joined(separator: ",") + "]"
  }

  func listed(_ arn: String) throws -> [String] {
    let tags = try #require(client.call("ListTagsForResource", #"{"ResourceArn":"\#(arn)"}"#)["Tags"])
    return tags.elements.map { "\($0["Key"]?.string ?? "?")=\($0["Value"]?.string ?? "?")" }
  }

  @Test("Tags given at creation come back in the answer and in the list; without any, the answer has none")
  func create() throws {
    let output = try client.call(
      "CreateConnection", #"{"ConnectionName":"c","ProviderType":"GitHub",\#(tags([("a", "1"), ("b", "")]))}"#)
    #expect(output["Tags"]?.count == 2)
    #expect(try listed(client.text(output, "ConnectionArn")) == ["a=1", "b="])
    #expect(try listed(client.host("h", tags([("a", "1")]))) == ["a=1"])
    #expect(try client.call("CreateConnection", #"{"ConnectionName":"c","ProviderType":"GitHub"}"#)["Tags"] == nil)
  }

  @Test("Tagging adds and changes, untagging removes, unknown keys do not matter", arguments: [true, false])
  func change(isHost: Bool) throws {
    let arn = try isHost ? client.host() : client.connection()
    try client.call("TagResource", #"{"ResourceArn":"\#(arn)",\#(tags([("a", "1"), ("b", "2")]))}"#)
    try client.call("TagResource", #"{"ResourceArn":"\#(arn)",\#(tags([("c", "3"), ("a", "4")]))}"#)
    #expect(try listed(arn) == ["a=4", "b=2", "c=3"])
    try client.call("UntagResource", #"{"ResourceArn":"\#(arn)","TagKeys":["b","none"]}"#)
    #expect(try listed(arn) == ["a=4", "c=3"])
  }

  @Test("The fifty-first tag is refused, and none of its request is kept")
  func limit() throws {
    let arn = try client.connection()
    let fortyNine = (1...49).map { ("k\($0)", "v") }
    try client.call("TagResource", #"{"ResourceArn":"\#(arn)",\#(tags(fortyNine))}"#)
    let two = #"{"ResourceArn":"\#(arn)",\#(tags([("x", ""), ("y", "")]))}"#
    #expect(try client.failure("TagResource", two).code == "LimitExceededException")
    try client.call("TagResource", #"{"ResourceArn":"\#(arn)",\#(tags([("x", ""), ("k1", "new")]))}"#)
    #expect(try listed(arn).count == 50)
    let fiftyOne = tags((1...51).map { ("k\($0)", "v") })
    let json = #"{"ConnectionName":"c","ProviderType":"GitHub",\#(fiftyOne)}"#
    #expect(try client.failure("CreateConnection", json).code == "LimitExceededException")
  }

  @Test("A key twice, and a key of AWS's own, are refused", arguments: ["a", "aws:name", "AWS:name"])
  func badKeys(key: String) throws {
    let arn = try client.connection()
    let json = #"{"ResourceArn":"\#(arn)",\#(tags([("a", "1"), (key, "2")]))}"#
    #expect(try client.failure("TagResource", json).code == "ValidationException")
    #expect(try listed(arn) == [])
  }

  @Test("Resources that do not exist have no tags", arguments: ["TagResource", "UntagResource", "ListTagsForResource"])
  func unknown(operation: String) throws {
    let json =
      #"{"ResourceArn":"arn:aws:codestar-connections:eu-west-1:123456789012:connection/x","Tags":[],"TagKeys":[]}"#
    #expect(try client.failure(operation, json).code == "ResourceNotFoundException")
  }
}
