// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import Replay

@Suite("The nearest exchange of a miss")
struct NearMissTests {
  private typealias Call = SampleTape.Call

  private func nearest(_ calls: [Call], to call: Call) throws -> NearMiss? {
    try SampleTape(calls: calls).tape().nearest(to: SampleTape.request(call), region: call.region)
  }

  @Test("is the one with the fewest differences, and names their paths")
  func fewest() throws {
    let calls = [
      Call(body: #"{"a":1,"b":2,"c":3}"#), Call(operation: "ListTags", body: #"{"a":9,"b":2,"c":0}"#),
      Call(body: #"{"a":9,"b":2,"c":3}"#), Call(body: #"{"a":9,"b":1,"c":3}"#),
    ]
    let found = try #require(try nearest(calls, to: Call(body: #"{"a":9,"b":2,"c":0}"#)))
    #expect(found.place == 2 && found.differences.map(\.pointer) == ["/c"])
    #expect(found.differences.first?.left == "3" && found.differences.first?.right == "0")
  }

  @Test("is the first among equals")
  func first() throws {
    let found = try nearest([Call(body: #"{"a":1}"#), Call(body: #"{"a":2}"#)], to: Call(body: #"{"a":3}"#))
    #expect(found?.place == 0)
  }

  @Test("differs in its region where the tape has several")
  func region() throws {
    let calls = [Call(region: "eu-west-1"), Call(operation: "ListTags", region: "us-east-1")]
    let found = try #require(try nearest(calls, to: Call(region: "eu-north-1")))
    #expect(found.differences.map(\.pointer) == ["region"] && found.differences.first?.right == "eu-north-1")
  }

  @Test("is none where the tape lacks the action")
  func none() throws {
    #expect(try nearest([Call(operation: "ListTags")], to: Call()) == nil)
  }
}
