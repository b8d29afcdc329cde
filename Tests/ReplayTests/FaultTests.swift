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

  private func numbers(_ faults: String..., of operations: [String]) throws -> [Int?] {
    var plan = FaultPlan(try faults.map { text throws(FaultSyntaxError) in try Fault(text) })
    return operations.map { operation in
      plan.next(Action(service: "dynamodb", operation: operation)).flatMap { fault in
        faults.firstIndex(of: fault.description)
      }
    }
  }

  @Test("A fault takes the requests of its occasion, counted from 1 among those that it matches")
  func occasions() throws {
    let six = Array(repeating: "GetItem", count: 6)
    #expect(try numbers("GetItem:reset@3", of: six) == [nil, nil, 0, nil, nil, nil])
    #expect(try numbers("GetItem:reset@3-", of: six) == [nil, nil, 0, 0, 0, 0])
    #expect(try numbers("GetItem:reset@2-4", of: six) == [nil, 0, 0, 0, nil, nil])
    #expect(try numbers("GetItem:reset@every=2", of: six) == [nil, 0, nil, 0, nil, 0])
    #expect(try numbers("GetItem:reset", of: six) == [0, 0, 0, 0, 0, 0])
    #expect(try numbers("GetItem:reset@2", of: ["GetItem", "PutItem", "GetItem"]) == [nil, nil, 0])
    #expect(try numbers("sqs:*:reset", of: six) == [nil, nil, nil, nil, nil, nil])
  }

  @Test("Of several faults that are due the first takes the request, and all count it")
  func several() throws {
    let found = try numbers("*:reset@2", "Get*:timeout@2-", "Get*:throttle@3", of: ["GetItem", "GetItem", "GetItem"])
    #expect(found == [nil, 0, 1])
  }

  @Test("The plan knows which faults did not take place")
  func unfired() throws {
    var plan = FaultPlan([try Fault("GetItem:reset@2"), try Fault("*:reset@1"), try Fault("PutItem:reset")])
    _ = plan.next(Action(service: "dynamodb", operation: "GetItem"))
    #expect(plan.unfired.map(\.fault.description) == ["GetItem:reset@2", "PutItem:reset"])
    #expect(plan.unfired.map(\.count) == [1, 0])
  }

  @Test(
    "Throttling has the code and status of the protocol",
    arguments: [
      (.awsJson1_0, "dynamodb", 400, "ThrottlingException"), (.awsJson1_1, "kms", 400, "ThrottlingException"),
      (.rpcv2Cbor, "cloudwatch", 400, "ThrottlingException"), (.restJson1, "lambda", 429, "ThrottlingException"),
      (.awsQuery, "iam", 400, "Throttling"), (.ec2Query, "ec2", 503, "RequestLimitExceeded"),
      (.restXml, "s3", 503, "SlowDown"), (.restXml, "route53", 400, "Throttling"),
      (.http, "http", 429, "ThrottlingException"),
    ] as [(Dialect, String, Int, String)])
  func throttling(_ dialect: Dialect, _ service: String, _ status: Int, _ code: String) throws {
    let error = try Fault("*:throttle").error(to: Action(service: service, operation: "X"), in: dialect)
    #expect(error?.status == status && error?.code == code)
    #expect(error?.message.contains("*:throttle") == true)
  }

  @Test(
    "An error has the status that is given, or the likeliest",
    arguments: [
      ("NotFoundException/410", .restJson1, 410), ("ResourceNotFoundException", .awsJson1_1, 400),
      ("ResourceNotFoundException", .restJson1, 404), ("NoSuchKey", .restXml, 404), ("NoSuchEntity", .awsQuery, 404),
      ("AccessDenied", .restXml, 403), ("InternalServerError", .awsJson1_0, 500),
      ("ServiceUnavailable", .ec2Query, 503),
      ("ConflictException", .restJson1, 409), ("ValidationException", .restJson1, 400),
      ("TooManyRequestsException", .restJson1, 429), ("AccessDeniedException", .rpcv2Cbor, 400),
    ] as [(String, Dialect, Int)])
  func statuses(_ code: String, _ dialect: Dialect, _ status: Int) throws {
    let error = try Fault("X:\(code)").error(to: Action(service: "s", operation: "X"), in: dialect)
    #expect(error?.status == status && error?.code == String(code.prefix { $0 != "/" }))
  }

  @Test("Faults of the connection are no errors", arguments: ["reset", "truncate", "timeout", "delay=1s"])
  func noErrors(_ kind: String) throws {
    #expect(try Fault("X:\(kind)").error(to: Action(service: "s", operation: "X"), in: .awsJson1_0) == nil)
  }
}
