// SPDX-License-Identifier: Apache-2.0

@testable import Drift

/// Members of answers, gone and new.
extension Change {
  /// A text that is in the answers of an operation, or a member with the text on both its ends, taken out of one side.
  private static func member(
    _ name: String, in session: Session, of side: Side = .new, _ rule: DriftRule, _ severity: Severity,
    _ action: String, at pointer: String, in places: Set<Int>? = nil, from start: String, to end: String
  ) -> Change {
    Change(name, in: session, of: side, rule, severity, action, at: pointer) { tape in
      let operation = String(action.split(separator: ":")[1])
      try tape.replace(operation, at: places, from: start, to: end, with: "")
    }
  }

  /// A text put before another one.
  private static func put(
    _ name: String, in session: Session, _ action: String, at pointer: String, _ text: String, before other: String
  ) -> Change {
    Change(name, in: session, .memberUnmodelled, .warning, action, at: pointer) { tape in
      let operation = String(action.split(separator: ":")[1])
      try tape.replace(operation, other, with: text + other)
    }
  }

  static let members: [Change] = [
    member(
      "a required member is gone", in: .connections, .memberRequiredRemoved, .error,
      "codestar-connections:GetRepositorySyncStatus", at: "/body/LatestSync/Status",
      from: #""Status":""#, to: #"","#),
    member(
      "a member is gone", in: .connections, .memberRemoved, .warning, "codestar-connections:GetConnection",
      at: "/body/Connection/OwnerAccountId", from: #""OwnerAccountId":""#, to: #"","#),
    member(
      "a structure is gone, which tells its members", in: .connections, .memberRemoved, .warning,
      "codestar-connections:GetHost", at: "/body/VpcConfiguration", from: #","VpcConfiguration":"#, to: "}"),
    member(
      "a member is gone", in: .dynamodb, .memberRemoved, .warning, "dynamodb:DescribeTable",
      at: "/body/Table/ProvisionedThroughput/NumberOfDecreasesToday", from: #""NumberOfDecreasesToday":"#, to: ","),
    member(
      "a member is gone", in: .lambda, .memberRemoved, .warning, "lambda:GetFunction",
      at: "/body/Configuration/EphemeralStorage", from: #","EphemeralStorage":{"Size":512"#, to: "}"),
    member(
      "a member is gone", in: .s3, .memberRemoved, .warning, "s3:GetBucketVersioning",
      at: "/body/VersioningConfiguration/MfaDelete", from: "<MfaDelete>", to: "</MfaDelete>"),
    member(
      "a member is gone", in: .query, .memberRemoved, .warning, "sts:GetCallerIdentity",
      at: "/body/GetCallerIdentityResponse/GetCallerIdentityResult/UserId", from: "<UserId>", to: "</UserId>"),
    member(
      "a required member is gone", in: .query, .memberRequiredRemoved, .error, "iam:GetUser",
      at: "/body/GetUserResponse/GetUserResult/User/Path", from: "<Path>", to: "</Path>"),
    member(
      "a member is missing from two of three", in: .connections, .memberOptional, .warning,
      "codestar-connections:GetRepositorySyncStatus", at: "/body/LatestSync/Events/*/ExternalId",
      in: [0], from: #""ExternalId":""#, to: #"","#),
    member(
      "a member is missing from two of three", in: .lambda, .memberOptional, .warning, "lambda:CreateFunction",
      at: "/body/RevisionId", in: [0, 2], from: #""RevisionId":""#, to: #"","#),
    member(
      "a member is new", in: .connections, of: .old, .memberAdded, .info, "codestar-connections:GetConnection",
      at: "/body/Connection/OwnerAccountId", from: #""OwnerAccountId":""#, to: #"","#),
    member(
      "a structure is new, which tells its members", in: .lambda, of: .old, .memberAdded, .info, "lambda:GetFunction",
      at: "/body/Configuration/TracingConfig", from: #""TracingConfig":"#, to: "},"),
    put(
      "a member is new that the model does not know", in: .connections, "codestar-connections:GetConnection",
      at: "/body/Connection/Visibility", #""Visibility":"PUBLIC","#, before: #""ConnectionArn""#),
    put(
      "a member is new that the model does not know", in: .cloudwatch, "cloudwatch:GetMetricStatistics",
      at: "/body/Resolution", #""Resolution":60,"#, before: #""Label""#),
    put(
      "a name holds what pointers escape", in: .lambda, "lambda:GetFunction", at: "/body/Configuration/a~1b~0c",
      #""a/b~c":1,"#, before: #""FunctionArn""#),
  ]

  static let listedMembers: [Change] = [
    member(
      "a required member of a list's elements is gone", in: .connections, .memberRequiredRemoved, .error,
      "codestar-connections:GetRepositorySyncStatus", at: "/body/LatestSync/Events/*/Type", from: #","Type":""#,
      to: #"""#),
    member(
      "a required member of a list's elements is gone", in: .connections, .memberRequiredRemoved, .error,
      "codestar-connections:ListRepositoryLinks", at: "/body/RepositoryLinks/*/OwnerId", from: #""OwnerId":""#,
      to: #"","#),
    member(
      "a required member of a list's elements is gone", in: .dynamodb, .memberRequiredRemoved, .error,
      "dynamodb:DescribeTable", at: "/body/Table/KeySchema/*/KeyType", from: #","KeyType":""#, to: #"""#),
    member(
      "a member of a list's elements is gone", in: .lambda, .memberRemoved, .warning, "lambda:ListFunctions",
      at: "/body/Functions/*/Timeout", from: #""Timeout":"#, to: ","),
    member(
      "a member of lists within lists is gone", in: .lambda, .memberRemoved, .warning, "lambda:ListFunctions",
      at: "/body/Functions/*/Layers/*/CodeSize", from: #","CodeSize":169"#, to: ""),
    member(
      "a member of a list without a wrapper is gone", in: .s3, .memberRemoved, .warning, "s3:ListObjectsV2",
      at: "/body/ListBucketResult/Contents/*/ETag", from: "<ETag>", to: "</ETag>"),
    member(
      "a member of a list's elements is gone", in: .query, .memberRequiredRemoved, .error, "iam:ListUsers",
      at: "/body/ListUsersResponse/ListUsersResult/Users/member/*/UserId", from: "<UserId>", to: "</UserId>"),
    member(
      "a member of a list's elements is gone", in: .ec2, .memberRemoved, .warning, "ec2:DescribeVpcs",
      at: "/body/DescribeVpcsResponse/vpcSet/item/*/isDefault", from: "<isDefault>", to: "</isDefault>"),
    member(
      "a member of lists within lists is gone", in: .ec2, .memberRemoved, .warning, "ec2:DescribeInstances",
      at: "/body/DescribeInstancesResponse/reservationSet/item/*/instancesSet/item/*/instanceState/code",
      from: "<code>", to: "</code>"),
    member(
      "a member of a list's elements is gone", in: .cloudwatch, .memberRemoved, .warning, "cloudwatch:DescribeAlarms",
      at: "/body/MetricAlarms/*/StateReason", from: #""StateReason":""#, to: #"","#),
    member(
      "a member of a list's elements is missing from many", in: .ec2, .memberOptional, .warning,
      "ec2:DescribeInstances",
      at: "/body/DescribeInstancesResponse/reservationSet/item/*/instancesSet/item/*/ebsOptimized", in: [1, 2],
      from: "<ebsOptimized>", to: "</ebsOptimized>"),
    member(
      "a member of a list's elements is new", in: .ec2, of: .old, .memberAdded, .info, "ec2:DescribeInstances",
      at: "/body/DescribeInstancesResponse/reservationSet/item/*/instancesSet/item/*/placement/tenancy",
      from: "<tenancy>", to: "</tenancy>"),
    member(
      "a member of a list's elements is new", in: .s3, of: .old, .memberAdded, .info, "s3:ListObjectsV2",
      at: "/body/ListBucketResult/Contents/*/Size", from: "<Size>", to: "</Size>"),
    put(
      "a member of a list's elements is new that the model does not know", in: .s3, "s3:ListObjectsV2",
      at: "/body/ListBucketResult/Contents/*/Tier", "<Tier>cold</Tier>", before: "<Size>"),
    put(
      "a member of a list's elements is new that the model does not know", in: .ec2, "ec2:DescribeVpcs",
      at: "/body/DescribeVpcsResponse/vpcSet/item/*/zone", "<zone>a</zone>", before: "<isDefault>"),
    put(
      "a member of a list's elements is new that the model does not know", in: .cloudwatch,
      "cloudwatch:DescribeAlarms", at: "/body/MetricAlarms/*/Colour", #""Colour":"red","#, before: #""StateReason""#),
    put(
      "a member of a list's elements is new that the model does not know", in: .dynamodb, "dynamodb:DescribeTable",
      at: "/body/Table/KeySchema/*/Order", #""Order":1,"#, before: #""KeyType""#),
  ]
}
