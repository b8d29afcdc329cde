// SPDX-License-Identifier: Apache-2.0

@testable import Drift

/// Values: of enumerations, constants, lists and their pages.
extension Change {
  static let enumerations: [Change] = [
    text(
      "a value that the model does not have", in: .connections, .enumUnmodelled, .warning,
      "codestar-connections:GetHost", at: "/body/ProviderType", in: [1], #""ProviderType":"GitLabSelfManaged""#,
      #""ProviderType":"Forgejo""#),
    text(
      "a value that the model does not have, in a list", in: .s3, .enumUnmodelled, .warning, "s3:ListObjectsV2",
      at: "/body/ListBucketResult/Contents/*/StorageClass", in: [1], "GLACIER", "FROZEN"),
    text(
      "a value that the model does not have", in: .cloudwatch, .enumUnmodelled, .warning,
      "cloudwatch:GetMetricStatistics", at: "/body/Datapoints/*/Unit", in: [0], "Percent", "Permille"),
    text(
      "another value of the model's", in: .lambda, .enumSeen, .info, "lambda:ListVersionsByFunction",
      at: "/body/Versions/*/State", in: [1], #""State":"Active""#, #""State":"Inactive""#),
    text(
      "another value of the model's", in: .dynamodb, .enumSeen, .info, "dynamodb:DescribeTable",
      at: "/body/Table/TableStatus", in: [0], #""TableStatus":"ACTIVE""#, #""TableStatus":"ARCHIVING""#),
    text(
      "another value of the model's", in: .ec2, .enumSeen, .info, "ec2:DescribeInstances",
      at: "/body/DescribeInstancesResponse/reservationSet/item/*/instancesSet/item/*/placement/tenancy", in: [1],
      "<tenancy>default</tenancy>", "<tenancy>host</tenancy>"),
    text(
      "a value is no longer seen", in: .ec2, of: .old, .enumGone, .info, "ec2:DescribeInstances",
      at: "/body/DescribeInstancesResponse/reservationSet/item/*/instancesSet/item/*/placement/tenancy", in: [1],
      "<tenancy>default</tenancy>", "<tenancy>host</tenancy>"),
    text(
      "a value is no longer seen", in: .lambda, of: .old, .enumGone, .info, "lambda:ListVersionsByFunction",
      at: "/body/Versions/*/State", in: [1], #""State":"Active""#, #""State":"Inactive""#),
  ]

  static let constants: [Change] = [
    text(
      "a constant is another one", in: .lambda, .valueChanged, .warning, "lambda:GetFunction",
      at: "/body/Configuration/MemorySize", #""MemorySize":128"#, #""MemorySize":256"#),
    text(
      "a constant in a list is another one", in: .lambda, .valueChanged, .warning, "lambda:ListFunctions",
      at: "/body/Functions/*/Layers/*/CodeSize", #""CodeSize":169"#, #""CodeSize":170"#),
    text(
      "a constant is another one", in: .dynamodb, .valueChanged, .warning, "dynamodb:DescribeTable",
      at: "/body/Table/DeletionProtectionEnabled", #""DeletionProtectionEnabled":false"#,
      #""DeletionProtectionEnabled":true"#),
    text(
      "a constant is another one", in: .s3, .valueChanged, .warning, "s3:ListObjectsV2",
      at: "/body/ListBucketResult/MaxKeys", "<MaxKeys>1000<", "<MaxKeys>500<"),
    text(
      "a constant in a list is another one", in: .ec2, .valueChanged, .warning, "ec2:DescribeVpcs",
      at: "/body/DescribeVpcsResponse/vpcSet/item/*/isDefault", "<isDefault>false<", "<isDefault>true<"),
    text(
      "a constant is another one", in: .cloudwatch, .valueChanged, .warning, "cloudwatch:GetMetricStatistics",
      at: "/body/Label", #""Label":"Load""#, #""Label":"Burden""#),
    text(
      "a constant is another one", in: .query, .valueChanged, .warning, "iam:GetUser",
      at: "/body/GetUserResponse/GetUserResult/User/Path", "<Path>/<", "<Path>/staff/<"),
    Change(
      "a pinned value is another one", in: .lambda, .valuePinned, .error, "lambda:GetFunction",
      at: "/body/Configuration/Timeout", settings: pin("lambda:GetFunction", "/body/Configuration/Timeout")
    ) { try $0.replace("GetFunction", #""Timeout":3"#, with: #""Timeout":30"#) },
    Change(
      "a pinned value is another one once", in: .cloudwatch, .valuePinned, .error, "cloudwatch:DescribeAlarms",
      at: "/body/MetricAlarms/*/Namespace", settings: pin("cloudwatch:*", "/body/**/Namespace")
    ) { try $0.replace("DescribeAlarms", at: [1], #""Namespace":"App""#, with: #""Namespace":"AWS""#) },
  ]

  /// Settings that are written down wrong pin nothing, and the change is not told.
  private static func pin(_ action: String, _ path: String) -> DriftSettings {
    (try? DriftSettings.pinned(action, path)) ?? .none
  }

  static let pages: [Change] = [
    Change(
      "a list is empty", in: .connections, .listLength, .info, "codestar-connections:GetHost",
      at: "/body/VpcConfiguration/SecurityGroupIds", settings: .on(.listLength, .info)
    ) { tape in
      try tape.replace("GetHost", from: #""SecurityGroupIds":["#, to: "]", with: #""SecurityGroupIds":[]"#)
    },
    Change(
      "a list is no longer empty", in: .cloudwatch, .listLength, .warning, "cloudwatch:DescribeAlarms",
      at: "/body/CompositeAlarms", settings: .on(.listLength, .warning)
    ) { tape in
      try tape.replace("DescribeAlarms", #""CompositeAlarms":[]"#, with: #""CompositeAlarms":[{"AlarmName":"all"}]"#)
    },
    Change(
      "a list in a list is empty", in: .lambda, .listLength, .info, "lambda:ListFunctions",
      at: "/body/Functions/*/Layers", settings: .on(.listLength, .info)
    ) { tape in
      try tape.replace("ListFunctions", from: #""Layers":["#, to: "]", with: #""Layers":[]"#)
    },
    Change(
      "a whole list comes in pages", in: .connections, .pageStarted, .warning, "codestar-connections:ListHosts",
      at: "/body/NextToken"
    ) { tape in
      let token = tape.world.base64("more")
      try tape.replace("ListHosts", #"{"Hosts":"#, with: #"{"NextToken":"\#(token)","Hosts":"#)
    },
    Change(
      "a list in pages is whole", in: .connections, of: .old, .pageEnded, .info, "codestar-connections:ListHosts",
      at: "/body/NextToken"
    ) { tape in
      let token = tape.world.base64("more")
      try tape.replace("ListHosts", #"{"Hosts":"#, with: #"{"NextToken":"\#(token)","Hosts":"#)
    },
    Change(
      "a whole list comes in pages", in: .lambda, .pageStarted, .warning, "lambda:ListFunctions", at: "/body/NextMarker"
    ) {
      tape in
      let token = tape.world.base64("more")
      try tape.replace("ListFunctions", #"{"Functions":"#, with: #"{"NextMarker":"\#(token)","Functions":"#)
    },
    Change(
      "a whole list comes in pages", in: .dynamodb, .pageStarted, .warning, "dynamodb:ListTables",
      at: "/body/LastEvaluatedTableName"
    ) { tape in
      let name = tape.world.name("users")
      try tape.replace("ListTables", #"{"TableNames":"#, with: #"{"LastEvaluatedTableName":"\#(name)","TableNames":"#)
    },
    Change(
      "a whole list comes in pages", in: .ec2, .pageStarted, .warning, "ec2:DescribeVpcs",
      at: "/body/DescribeVpcsResponse/nextToken"
    ) { tape in
      let token = tape.world.base64("more")
      try tape.replace("DescribeVpcs", at: [3, 4], "<vpcSet>", with: "<nextToken>\(token)</nextToken><vpcSet>")
    },
    Change(
      "a whole list comes in pages, and says so twice", in: .s3, .pageStarted, .warning, "s3:ListObjectsV2",
      at: "/body/ListBucketResult/NextContinuationToken"
    ) { tape in
      let token = tape.world.base64("more")
      try tape.replace(
        "ListObjectsV2", "<IsTruncated>false</IsTruncated>",
        with: "<IsTruncated>true</IsTruncated><NextContinuationToken>\(token)</NextContinuationToken>")
    },
    Change(
      "a list in pages is whole, and says so twice", in: .query, of: .old, .pageEnded, .info, "iam:ListUsers",
      at: "/body/ListUsersResponse/ListUsersResult/Marker"
    ) { tape in
      let token = tape.world.base64("more")
      try tape.replace(
        "ListUsers", "<IsTruncated>false</IsTruncated>",
        with: "<IsTruncated>true</IsTruncated><Marker>\(token)</Marker>")
    },
    Change(
      "a list in pages is whole", in: .cloudwatch, of: .old, .pageEnded, .info, "cloudwatch:DescribeAlarms",
      at: "/body/NextToken"
    ) { tape in
      let token = tape.world.base64("more")
      try tape.replace("DescribeAlarms", #"{"MetricAlarms":"#, with: #"{"NextToken":"\#(token)","MetricAlarms":"#)
    },
  ]
}
