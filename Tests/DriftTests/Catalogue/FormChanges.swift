// SPDX-License-Identifier: Apache-2.0

import AWSProtocols

@testable import Drift

/// How times and other texts are written.
extension Change {
  static let forms: [Change] = [
    Change(
      "a time is a text", in: .dynamodb, .formatTimestamp, .error, "dynamodb:DescribeTable",
      at: "/body/Table/CreationDateTime"
    ) { tape in
      let moment = tape.world.time("other").rfc3339
      try tape.replace(
        "DescribeTable", from: #""CreationDateTime":"#, to: ",", with: #""CreationDateTime":"\#(moment)","#)
    },
    Change(
      "a time in a list is a text", in: .connections, .formatTimestamp, .error,
      "codestar-connections:GetRepositorySyncStatus", at: "/body/LatestSync/Events/*/Time"
    ) { tape in
      let moment = tape.world.time("other").rfc3339
      try tape.replace("GetRepositorySyncStatus", from: #""Time":"#, to: ",", with: #""Time":"\#(moment)","#)
    },
    Change(
      "a time is written as in headers", in: .query, .formatTimestamp, .error, "iam:ListUsers",
      at: "/body/ListUsersResponse/ListUsersResult/Users/member/*/CreateDate"
    ) { tape in
      let moment = tape.world.time("other").httpDate
      try tape.replace(
        "ListUsers", from: "<CreateDate>", to: "</CreateDate>", with: "<CreateDate>\(moment)</CreateDate>")
    },
    Change(
      "a time is a number", in: .ec2, .formatTimestamp, .error, "ec2:DescribeInstances",
      at: "/body/DescribeInstancesResponse/reservationSet/item/*/instancesSet/item/*/launchTime"
    ) { tape in
      let moment = tape.world.time("other").seconds
      try tape.replace(
        "DescribeInstances", from: "<launchTime>", to: "</launchTime>", with: "<launchTime>\(moment)</launchTime>")
    },
    Change(
      "a moment is a text", in: .cloudwatch, .formatTimestamp, .error, "cloudwatch:GetMetricStatistics",
      at: "/body/Datapoints/*/Timestamp"
    ) { tape in
      let moment = tape.world.time("other").rfc3339
      try tape.replace(
        "GetMetricStatistics", from: #""Timestamp":{"#, to: "},", with: #""Timestamp":"\#(moment)","#)
    },
    Change(
      "a time without a mark in the model is a number", in: .lambda, .formatTimestamp, .error, "lambda:GetFunction",
      at: "/body/Configuration/LastModified"
    ) { tape in
      let moment = tape.world.time("other").seconds
      try tape.replace(
        "GetFunction", from: #""LastModified":""#, to: #"","#, with: #""LastModified":"\#(moment)","#)
    },
    Change(
      "a UUID is a word", in: .lambda, .formatChanged, .warning, "lambda:GetFunction",
      at: "/body/Configuration/RevisionId"
    ) { tape in
      try tape.replace("GetFunction", from: #""RevisionId":""#, to: #"","#, with: #""RevisionId":"latest","#)
    },
    Change(
      "an ARN is a name", in: .ec2, of: .both, .formatChanged, .warning, "ec2:DescribeVpcs",
      at: "/body/DescribeVpcsResponse/vpcSet/item/*/dhcpOptionsId"
    ) { tape in
      let world = tape.world
      let value = world.seed % 2 == 0 ? world.arn("ec2", "dhcp-options/dopt-\(world.hex("d"))") : "default"
      try tape.replace("DescribeVpcs", from: "<dhcpOptionsId>", to: "<", with: "<dhcpOptionsId>\(value)<")
    },
    Change(
      "a number is a word", in: .s3, .formatChanged, .warning, "s3:ListObjectsV2",
      at: "/body/ListBucketResult/Contents/*/Size"
    ) { tape in
      try tape.replace("ListObjectsV2", from: "<Size>", to: "</Size>", with: "<Size>small</Size>")
    },
    Change(
      "a URL is a path", in: .connections, .formatChanged, .warning, "codestar-connections:ListHosts",
      at: "/body/Hosts/*/ProviderEndpoint"
    ) { tape in
      try tape.replace("ListHosts", "https://git.example.com", with: "git-example")
    },
  ]
}
