// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Replay

@Suite struct FaultTests {
  @Test(
    "A fault is read as the manual says",
    arguments: [
      ("ListConnections:throttle@3", "ListConnections", .throttle, .between(3, 3)),
      ("s3:*:reset@every=10", "s3:*", .reset, .each(10)),
      ("*:timeout", "*", .timeout, .between(1, .max)),
      ("Get*:truncate@2-", "Get*", .truncate, .between(2, .max)),
      ("sqs:ReceiveMessage:delay=1.5s@2-4", "sqs:ReceiveMessage", .delay(.milliseconds(1500)), .between(2, 4)),
      ("GetItem:NotFoundException/404", "GetItem", .error(code: "NotFoundException", status: 404), .between(1, .max)),
      ("*:AWS.SQS.X@1", "*", .error(code: "AWS.SQS.X", status: nil), .between(1, 1)),
      ("http:GET /a@b:reset@1", "http:GET /a@b", .reset, .between(1, 1)),
    ] as [(String, String, Fault.Kind, Fault.Occasion)])
  func reads(_ text: String, _ action: String, _ kind: Fault.Kind, _ occasion: Fault.Occasion) throws {
    let fault = try Fault(text)
    #expect(fault.action.description == action && fault.kind == kind && fault.occasion == occasion)
    #expect(fault.description == text)
  }

  @Test(
    "What is no fault is refused with an example",
    arguments: [
      "", "@", ":", "ListConnections", "throttle", ":throttle", "GetItem:", "GetItem:throtle", "GetItem:throttle@0",
      "GetItem:throttle@", "GetItem:throttle@-2", "GetItem:throttle@3-2", "GetItem:throttle@x",
      "GetItem:throttle@every=0",
      "GetItem:throttle@every=", "GetItem:throttle@+1", "GetItem:delay", "GetItem:delay=", "GetItem:delay=2",
      "GetItem:delay=2h", "GetItem:NotFound/", "GetItem:NotFound/200", "GetItem:NotFound/4040", "GetItem:Not<Found",
      "GetItem:throttle@99999999999999999999",
    ])
  func refuses(_ text: String) {
    let error = #expect(throws: FaultSyntaxError.self) { try Fault(text) }
    #expect(error?.description.contains("'ListConnections:throttle@3'") == true)
  }
}
