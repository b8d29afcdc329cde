// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Replay

@Suite struct FaultErrorTests {
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
