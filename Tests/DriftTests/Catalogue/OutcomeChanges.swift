// SPDX-License-Identifier: Apache-2.0

import AWSProtocols

@testable import Drift

/// What became of requests: success, failure, the load of a day.
extension Change {
  static let outcomes: [Change] = [
    Change(
      "a read is denied", in: .connections, .outcomeFailed, .error, "codestar-connections:GetHost", at: "/status"
    ) { tape in
      try tape.calls("GetHost") { $0.fail(400, #"{"__type":"AccessDeniedException","Message":"no"}"#) }
    },
    Change(
      "one of three reads fails", in: .dynamodb, .outcomeFailed, .error, "dynamodb:DescribeTable", at: "/status"
    ) { tape in
      try tape.calls("DescribeTable", at: [1]) {
        $0.fail(400, #"{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"none"}"#)
      }
    },
    Change(
      "a function may not be read", in: .lambda, .outcomeFailed, .error, "lambda:ListVersionsByFunction", at: "/status"
    ) { tape in
      try tape.calls("ListVersionsByFunction") {
        $0.fail(403, #"{"Message":"no"}"#)
        $0[answerField: "x-amzn-ErrorType"] = "AccessDeniedException"
      }
    },
    Change("a bucket may not be asked", in: .s3, .outcomeFailed, .error, "s3:GetBucketVersioning", at: "/status") {
      try $0.calls("GetBucketVersioning") {
        $0.fail(403, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")
      }
    },
    Change("an identity is unknown", in: .query, .outcomeFailed, .error, "sts:GetCallerIdentity", at: "/status") {
      try $0.calls("GetCallerIdentity") {
        $0.fail(403, "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>")
      }
    },
    Change("machines may not be asked", in: .ec2, .outcomeFailed, .error, "ec2:DescribeInstances", at: "/status") {
      try $0.calls("DescribeInstances") {
        $0.fail(403, "<Response><Errors><Error><Code>UnauthorizedOperation</Code></Error></Errors></Response>")
      }
    },
    Change(
      "statistics are refused", in: .cloudwatch, .outcomeFailed, .error, "cloudwatch:GetMetricStatistics", at: "/status"
    ) { tape in
      try tape.calls("GetMetricStatistics") { $0.fail(400, #"{"__type":"InvalidParameterValue","message":"no"}"#) }
    },
    Change(
      "what was deleted is still answered", in: .connections, .outcomeSucceeded, .warning,
      "codestar-connections:GetConnection", at: "/status"
    ) { tape in
      let account = tape.world.account
      try tape.calls("GetConnection", where: \.isRefused) { call in
        call.status = 200
        let arn = call.body.dropFirst(#"{"ConnectionArn":"#.count).dropLast()
        call.answer =
          #"{"Connection":{"ConnectionName":"n","ConnectionArn":\#(arn),"ProviderType":"GitHub","#
          + #""OwnerAccountId":"\#(account)","ConnectionStatus":"PENDING"}}"#
      }
    },
    Change(
      "a condition no longer holds a write up", in: .dynamodb, .outcomeSucceeded, .warning, "dynamodb:PutItem",
      at: "/status"
    ) { tape in
      try tape.calls("PutItem", where: \.isRefused) {
        $0.status = 200
        $0.answer = "{}"
      }
    },
    Change(
      "a deletion is told otherwise", in: .lambda, .outcomeStatus, .warning, "lambda:DeleteFunction", at: "/status"
    ) {
      try $0.calls("DeleteFunction") { $0.status = 200 }
    },
    Change(
      "a creation is told otherwise", in: .lambda, .outcomeStatus, .warning, "lambda:CreateFunction", at: "/status"
    ) {
      try $0.calls("CreateFunction") { $0.status = 200 }
    },
    Change("a deletion is told otherwise", in: .s3, .outcomeStatus, .warning, "s3:DeleteObject", at: "/status") {
      try $0.calls("DeleteObject") { $0.status = 200 }
    },
    Change(
      "the same error has another status", in: .lambda, .outcomeStatus, .warning, "lambda:GetFunction", at: "/status"
    ) { tape in
      try tape.calls("GetFunction", where: \.isRefused) { $0.status = 400 }
    },
  ]

  static let environment: [Change] = [
    Change(
      "a read is throttled", in: .connections, .environmentThrottled, .warning,
      "codestar-connections:ListTagsForResource", at: "/status"
    ) { tape in
      try tape.calls("ListTagsForResource", at: [1]) {
        $0.fail(400, #"{"__type":"com.amazon.coral.service#ThrottlingException","message":"Rate exceeded"}"#)
      }
    },
    Change("a bucket is busy", in: .s3, .environmentThrottled, .warning, "s3:ListObjectsV2", at: "/status") {
      try $0.calls("ListObjectsV2", at: [0]) {
        $0.fail(503, "<Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>")
      }
    },
    Change("a service fails", in: .dynamodb, .environmentFailed, .warning, "dynamodb:GetItem", at: "/status") {
      try $0.calls("GetItem", at: [2]) {
        $0.fail(500, #"{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"oops"}"#)
      }
    },
    Change("a service is away", in: .ec2, .environmentFailed, .warning, "ec2:DescribeInstances", at: "/status") {
      try $0.calls("DescribeInstances", at: [1]) {
        $0.fail(503, "<Response><Errors><Error><Code>Unavailable</Code></Error></Errors></Response>")
      }
    },
  ]
}

extension Call {
  var isRefused: Bool { status >= 400 }

  mutating func fail(_ status: Int, _ answer: String) {
    self.status = status
    self.answer = answer
  }
}
