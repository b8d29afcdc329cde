// SPDX-License-Identifier: Apache-2.0

import AWSProtocols

@testable import Drift

/// What the client sends.
extension Change {
  private static func request(
    _ name: String, in session: Session, of side: Side = .new, _ rule: DriftRule, _ severity: Severity,
    _ action: String, at pointer: String, _ change: @escaping @Sendable (inout Call) -> Void
  ) -> Change {
    Change(name, in: session, of: side, rule, severity, action, at: pointer, in: .request) { tape in
      try tape.calls(String(action.split(separator: ":")[1])) { call in
        let before = (call.body, call.target, call.fields)
        change(&call)
        guard before != (call.body, call.target, call.fields) else { throw Tape.Unchanged() }
      }
    }
  }

  static let requests: [Change] = [
    request(
      "a member is sent", in: .connections, .requestMemberAdded, .warning, "codestar-connections:CreateHost",
      at: "/body/Tags"
    ) { $0.body = $0.body.replacing(#"{"Name""#, with: #"{"Tags":[{"Key":"team","Value":"core"}],"Name""#) },
    request(
      "a member of a list's elements is sent", in: .dynamodb, .requestMemberAdded, .warning, "dynamodb:CreateTable",
      at: "/body/KeySchema/*/Note"
    ) { $0.body = $0.body.replacing(#""KeyType""#, with: #""Note":"none","KeyType""#) },
    request(
      "a parameter is sent", in: .lambda, .requestMemberAdded, .warning, "lambda:ListFunctions",
      at: "/query/FunctionVersion"
    ) { $0.target += "?FunctionVersion=ALL" },
    request(
      "a header is sent", in: .s3, .requestMemberAdded, .warning, "s3:PutObject", at: "/headers/x-amz-tagging"
    ) { $0.fields.append(HTTPField("x-amz-tagging", "team=core")) },
    request(
      "a parameter of a form is sent", in: .ec2, .requestMemberAdded, .warning, "ec2:DescribeInstances",
      at: "/body/MaxResults"
    ) { $0.body += "&MaxResults=50" },
    request(
      "a member is sent", in: .cloudwatch, .requestMemberAdded, .warning, "cloudwatch:PutMetricAlarm",
      at: "/body/TreatMissingData"
    ) { $0.body = $0.body.replacing(#"{"AlarmName""#, with: #"{"TreatMissingData":"ignore","AlarmName""#) },
    request(
      "a member is no longer sent", in: .dynamodb, .requestMemberRemoved, .warning, "dynamodb:Query",
      at: "/body/KeyConditionExpression"
    ) { $0.body = $0.body.replacing(#""KeyConditionExpression":"id = :id","#, with: "") },
    request(
      "a list of a form is no longer sent", in: .query, .requestMemberRemoved, .warning, "sns:CreateTopic",
      at: "/body/Tags"
    ) { $0.body = $0.body.replacing("&Tags.member.1.Key=team&Tags.member.1.Value=core", with: "") },
    request(
      "a parameter is no longer sent", in: .s3, .requestMemberRemoved, .warning, "s3:ListObjectsV2",
      at: "/query/prefix"
    ) { $0.target = $0.target.replacing("&prefix=in%2F", with: "") },
    request(
      "a required member is no longer sent", in: .connections, .requestRequiredRemoved, .error,
      "codestar-connections:GetRepositorySyncStatus", at: "/body/Branch"
    ) { $0.body = $0.body.replacing(#""Branch":"main","#, with: "") },
    request(
      "a required member is no longer sent", in: .lambda, .requestRequiredRemoved, .error, "lambda:CreateFunction",
      at: "/body/Role"
    ) { call in
      guard let start = call.body.firstRange(of: #""Role":""#),
        let end = call.body[start.upperBound...].firstRange(of: #"","#)
      else { return }
      call.body.removeSubrange(start.lowerBound..<end.upperBound)
    },
    request(
      "a number is sent as a text", in: .lambda, .requestKind, .error, "lambda:CreateFunction", at: "/body/Timeout"
    ) { $0.body = $0.body.replacing(#""Timeout":3"#, with: #""Timeout":"3""#) },
    request(
      "a number is sent as a text", in: .cloudwatch, .requestKind, .error, "cloudwatch:PutMetricAlarm",
      at: "/body/Period"
    ) { $0.body = $0.body.replacing(#""Period":60"#, with: #""Period":"60""#) },
    request(
      "a value is sent that the model does not have", in: .connections, .requestEnum, .error,
      "codestar-connections:CreateHost", at: "/body/ProviderType"
    ) { $0.body = $0.body.replacing("GitLabSelfManaged", with: "Gitea") },
    request(
      "a value is sent that the model does not have", in: .s3, .requestEnum, .error, "s3:PutObject",
      at: "/headers/x-amz-storage-class"
    ) { call in
      for place in call.fields.indices where call.fields[place].isNamed("x-amz-storage-class") {
        call.fields[place].value = "FROZEN"
      }
    },
    Change(
      "the service goes by its other name", in: .connections, .requestService, .info, "codeconnections:GetHost",
      at: "", in: .call
    ) { try $0.moveToCodeConnections("GetHost") },
  ]
}

extension Tape {
  /// Calls of an operation under the service's new name; what other calls say of its resources stays as it is.
  mutating func moveToCodeConnections(_ operation: String) throws {
    try calls(operation) { call in
      call.action.service = "codeconnections"
      call.fields[0].value = "com.amazonaws.codeconnections.CodeConnections_20231201.\(operation)"
      call.body = call.body.replacing("codestar-connections", with: "codeconnections")
      call.endpoint = call.endpoint.replacing("codestar-connections", with: "codeconnections")
    }
  }
}
