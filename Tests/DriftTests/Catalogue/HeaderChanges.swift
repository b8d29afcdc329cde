// SPDX-License-Identifier: Apache-2.0

import AWSProtocols

@testable import Drift

/// Headers of answers, and how bodies are written.
extension Change {
  private static func header(
    _ name: String, in session: Session, _ rule: DriftRule, _ severity: Severity, _ action: String,
    _ header: String, _ value: String?
  ) -> Change {
    let pointer = "/headers/\(header.asciiLowercased)"
    return Change(name, in: session, rule, severity, action, at: pointer) { tape in
      try tape.calls(String(action.split(separator: ":")[1])) { $0[answerField: header] = value }
    }
  }

  static let headers: [Change] = [
    header(
      "the request id is gone", in: .connections, .headerRequiredRemoved, .error, "codestar-connections:GetConnection",
      "x-amzn-RequestId", nil),
    header(
      "the request id is gone", in: .s3, .headerRequiredRemoved, .error, "s3:DeleteObject", "x-amz-request-id", nil),
    header(
      "the content type is gone", in: .dynamodb, .headerRequiredRemoved, .error, "dynamodb:Query", "Content-Type", nil),
    header("a header is gone", in: .s3, .headerRemoved, .warning, "s3:GetObject", "Accept-Ranges", nil),
    header(
      "a header of the user's is gone", in: .s3, .headerRemoved, .warning, "s3:GetObject", "x-amz-meta-origin", nil),
    header(
      "a header is gone", in: .connections, .headerRemoved, .warning, "codestar-connections:ListHosts",
      "Cache-Control", nil),
    header(
      "a header is new", in: .lambda, .headerAdded, .info, "lambda:GetFunction", "Strict-Transport-Security",
      "max-age=31536000"),
    header("a header is new", in: .s3, .headerAdded, .info, "s3:CreateBucket", "x-amz-bucket-arn", "arn:aws:s3:::one"),
    header(
      "a header says something else", in: .ec2, .headerChanged, .info, "ec2:DescribeVpcs", "Cache-Control", "no-cache"),
    header(
      "a header says something else", in: .s3, .headerChanged, .info, "s3:GetObject", "x-amz-meta-origin", "elsewhere"),
    Change(
      "JSON is CBOR", in: .dynamodb, .mediaChanged, .error, "dynamodb:ListTables", at: "/headers/content-type"
    ) { tape in
      try tape.calls("ListTables") {
        $0[answerField: "Content-Type"] = "application/cbor"
        $0.answer = String(decoding: try CBORText.encode(Array($0.answer.utf8)), as: UTF8.self)
      }
    },
    header(
      "XML is JSON", in: .query, .mediaChanged, .error, "sns:ListTopics", "Content-Type", "application/json"),
    Change(
      "an answer is cut off", in: .connections, .bodyUnreadable, .error, "codestar-connections:GetConnection",
      at: "/body"
    ) { tape in
      try tape.calls("GetConnection", where: { !$0.isRefused }) { $0.answer = String($0.answer.dropLast()) }
    },
    Change(
      "an answer is compressed", in: .lambda, .encodingChanged, .info, "lambda:ListFunctions",
      at: "/headers/content-encoding"
    ) { tape in
      try tape.calls("ListFunctions") {
        $0[answerField: "Content-Encoding"] = "gzip"
        $0.isZipped = true
      }
    },
  ]
}
