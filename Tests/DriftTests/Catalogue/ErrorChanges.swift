// SPDX-License-Identifier: Apache-2.0

@testable import Drift

/// Error codes, how they are written, and what they say.
extension Change {
  private static func errorText(
    _ name: String, in session: Session, _ rule: DriftRule, _ severity: Severity, _ action: String,
    at pointer: String, _ from: String, _ to: String
  ) -> Change {
    Change(name, in: session, rule, severity, action, at: pointer) { tape in
      let operation = String(action.split(separator: ":")[1])
      try tape.replace(operation, where: \.isRefused, from, with: to)
    }
  }

  static let errors: [Change] = [
    errorText(
      "another error", in: .connections, .errorCode, .error, "codestar-connections:GetConnection", at: "/body/__type",
      "ResourceNotFoundException", "InvalidInputException"),
    errorText(
      "another error", in: .dynamodb, .errorCode, .error, "dynamodb:PutItem", at: "/body/__type",
      "ConditionalCheckFailedException", "TransactionConflictException"),
    errorText(
      "another error", in: .s3, .errorCode, .error, "s3:GetObject", at: "/body/Error/Code", "NoSuchKey", "NoSuchVersion"
    ),
    errorText(
      "another error", in: .query, .errorCode, .error, "iam:GetUser", at: "/body/ErrorResponse/Error/Code",
      "NoSuchEntity", "InvalidInput"),
    errorText(
      "another error", in: .ec2, .errorCode, .error, "ec2:DescribeVpcs", at: "/body/Response/Errors/Error/Code",
      "InvalidVpcID.NotFound", "InvalidVpcID.Malformed"),
    errorText(
      "another error", in: .cloudwatch, .errorCode, .error, "cloudwatch:SetAlarmState", at: "/body/__type",
      "ResourceNotFound", "InvalidFormat"),
    Change(
      "another error in a header", in: .lambda, .errorCode, .error, "lambda:GetFunction",
      at: "/headers/x-amzn-errortype"
    ) { tape in
      try tape.calls("GetFunction", where: \.isRefused) { $0[answerField: "x-amzn-ErrorType"] = "ServiceException2" }
    },
    errorText(
      "the error has another name space", in: .connections, .errorForm, .info, "codestar-connections:GetConnection",
      at: "/body/__type", "com.amazonaws.codestar.connections#", ""),
    Change(
      "the error has a suffix", in: .lambda, .errorForm, .info, "lambda:GetFunction", at: "/headers/x-amzn-errortype"
    ) { tape in
      try tape.calls("GetFunction", where: \.isRefused) {
        $0[answerField: "x-amzn-ErrorType"]? += ":http://internal.amazon.com/coral/com.amazonaws.lambda/"
      }
    },
    errorText(
      "the message says it otherwise", in: .connections, .errorMessage, .info, "codestar-connections:GetConnection",
      at: "/body/Message", "Connection not found:", "There is no such connection:"),
    errorText(
      "the message says it otherwise", in: .query, .errorMessage, .info, "iam:GetUser",
      at: "/body/ErrorResponse/Error/Message", "cannot be found", "was not found"),
    errorText(
      "the message says it otherwise", in: .cloudwatch, .errorMessage, .info, "cloudwatch:SetAlarmState",
      at: "/body/message", "Unknown alarm", "No such alarm"),
    errorText(
      "an error lacks what all had", in: .lambda, .memberRemoved, .warning, "lambda:GetFunction", at: "/body/Type",
      #""Type":"User","#, ""),
  ]
}
