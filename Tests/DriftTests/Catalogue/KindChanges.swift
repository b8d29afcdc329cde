// SPDX-License-Identifier: Apache-2.0

@testable import Drift

/// Kinds of values, nulls, numbers.
extension Change {
  /// A text of an operation's answers made another one.
  static func text(
    _ name: String, in session: Session, of side: Side = .new, _ rule: DriftRule, _ severity: Severity,
    _ action: String, at pointer: String, in places: Set<Int>? = nil, _ from: String, _ to: String
  ) -> Change {
    Change(name, in: session, of: side, rule, severity, action, at: pointer) { tape in
      try tape.replace(String(action.split(separator: ":")[1]), at: places, from, with: to)
    }
  }

  static let kinds: [Change] = [
    Change(
      "a text is a number", in: .connections, .kindChanged, .error, "codestar-connections:GetConnection",
      at: "/body/Connection/OwnerAccountId"
    ) { tape in
      let account = tape.world.account
      try tape.replace("GetConnection", #""OwnerAccountId":"\#(account)""#, with: #""OwnerAccountId":\#(account)"#)
    },
    text(
      "a number is a text", in: .dynamodb, .kindChanged, .error, "dynamodb:DescribeTable",
      at: "/body/Table/TableSizeBytes", #""TableSizeBytes":0"#, #""TableSizeBytes":"0""#),
    text(
      "a number in an attribute of the user's is a number", in: .dynamodb, .kindChanged, .error, "dynamodb:GetItem",
      at: "/body/Item/*/M/*/N", #""N":"10121""#, #""N":10121"#),
    text(
      "a number is a text", in: .lambda, .kindChanged, .error, "lambda:GetFunction",
      at: "/body/Configuration/MemorySize", #""MemorySize":128"#, #""MemorySize":"128""#),
    text(
      "a text in a list is a structure", in: .lambda, .kindChanged, .error, "lambda:ListFunctions",
      at: "/body/Functions/*/Architectures/*", #"["x86_64"]"#, #"[{"Name":"x86_64"}]"#),
    text(
      "a list is a text", in: .cloudwatch, .kindChanged, .error, "cloudwatch:DescribeAlarms",
      at: "/body/MetricAlarms/*/OKActions", #""OKActions":[]"#, #""OKActions":"none""#),
    text(
      "a boolean is a text", in: .cloudwatch, .kindChanged, .error, "cloudwatch:DescribeAlarms",
      at: "/body/MetricAlarms/*/ActionsEnabled", #""ActionsEnabled":true"#, #""ActionsEnabled":"yes""#),
    text(
      "a text is a structure", in: .ec2, .kindChanged, .error, "ec2:DescribeVpcs",
      at: "/body/DescribeVpcsResponse/vpcSet/item/*/state", "<state>available</state>",
      "<state><name>available</name></state>"),
    text(
      "a text is a structure", in: .query, .kindChanged, .error, "sns:CreateTopic",
      at: "/body/CreateTopicResponse/ResponseMetadata/RequestId", "<RequestId>", "<RequestId><a/>"),
    text(
      "a text is a structure", in: .s3, .kindChanged, .error, "s3:GetBucketVersioning",
      at: "/body/VersioningConfiguration/Status", "<Status>Enabled</Status>", "<Status><Is>Enabled</Is></Status>"),
    text(
      "a member is null", in: .lambda, .nullSeen, .error, "lambda:GetFunction", at: "/body/Configuration/Description",
      #""Description":"""#, #""Description":null"#),
    text(
      "a member is null", in: .cloudwatch, .nullSeen, .error, "cloudwatch:DescribeAlarms",
      at: "/body/MetricAlarms/*/StateReason", #""StateReason":"Unchecked""#, #""StateReason":null"#),
    text(
      "a member of a list's elements is null in some", in: .connections, .nullSeen, .error,
      "codestar-connections:GetRepositorySyncStatus", at: "/body/LatestSync/Events/*/Event", in: [0],
      #""Event":"Went on""#, #""Event":null"#),
    text(
      "a member is null no longer", in: .lambda, of: .old, .nullGone, .info, "lambda:GetFunction",
      at: "/body/Configuration/Description", #""Description":"""#, #""Description":null"#),
    text(
      "an integer is a fraction", in: .dynamodb, .numberFraction, .error, "dynamodb:Query", at: "/body/ScannedCount",
      #""ScannedCount":1"#, #""ScannedCount":1.5"#),
    text(
      "an integer is a fraction", in: .cloudwatch, .numberFraction, .error, "cloudwatch:DescribeAlarms",
      at: "/body/MetricAlarms/*/Period", #""Period":60"#, #""Period":60.5"#),
    text(
      "a fraction is an integer", in: .dynamodb, of: .old, .numberInteger, .info, "dynamodb:Query",
      at: "/body/ScannedCount", #""ScannedCount":1"#, #""ScannedCount":1.5"#),
  ]
}
