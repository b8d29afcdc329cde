// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Drift

/// One thing in a session that is not as the models say, and the one finding that tells it.
struct ModelChange: Sendable, CustomTestStringConvertible {
  let name: String
  let session: Change.Session
  let told: Change.Told
  let message: String
  let edit: @Sendable (inout Tape) throws -> Void

  init(
    _ session: Change.Session, _ rule: DriftRule, _ action: String, _ side: Place.Side, _ pointer: String,
    says message: String, _ edit: @escaping @Sendable (inout Tape) throws -> Void
  ) {
    name = "\(session): \(rule.id) \(action) \(pointer)"
    self.session = session
    told = Change.Told(rule, rule.severity ?? .info, action, side, pointer)
    self.message = message
    self.edit = edit
  }

  var testDescription: String { name }

  static let all: [ModelChange] = answers + requests + calls

  private static let answers: [ModelChange] = [
    ModelChange(
      .connections, .modelMember, "codestar-connections:GetConnection", .response, "/body/Connection/Colour",
      says: "/body/Connection/Colour is not in the model (in 1 of 7 samples)"
    ) { tape in
      try tape.replace("GetConnection", at: [0], #""Connection":{"#, with: #""Connection":{"Colour":"red","#)
    },
    ModelChange(
      .dynamodb, .modelKind, "dynamodb:DescribeTable", .response, "/body/Table/ItemCount",
      says: "/body/Table/ItemCount is string, the model says integer"
    ) { tape in
      try tape.replace("DescribeTable", from: #""ItemCount":"#, to: ",", with: #""ItemCount":"many","#)
    },
    ModelChange(
      .dynamodb, .modelKind, "dynamodb:DescribeTable", .response, "/body/Table/CreationDateTime",
      says: "/body/Table/CreationDateTime is string, the model says epoch seconds"
    ) { tape in
      try tape.replace(
        "DescribeTable", from: #""CreationDateTime":"#, to: ",", with: #""CreationDateTime":"2026-11-22T09:08:07Z","#)
    },
    ModelChange(
      .dynamodb, .modelKind, "dynamodb:GetItem", .response, "/body/Item/*/L/*/M/*/N",
      says: "/body/Item/*/L/*/M/*/N is integer, the model says string"
    ) { tape in
      try tape.replace("GetItem", #""count":{"N":"2"}"#, with: #""count":{"N":2}"#)
    },
    ModelChange(
      .dynamodb, .modelEnum, "dynamodb:DescribeTable", .response, "/body/Table/KeySchema/*/KeyType",
      says: "/body/Table/KeySchema/*/KeyType is TREE, which is not in the model"
    ) { tape in
      try tape.replace("DescribeTable", #""KeyType":"RANGE""#, with: #""KeyType":"TREE""#)
    },
    ModelChange(
      .lambda, .modelMember, "lambda:ListFunctions", .response, "/body/Functions/*/Colour",
      says: "/body/Functions/*/Colour is not in the model (in 6 of 6 samples)"
    ) { tape in
      try tape.replace("ListFunctions", #""Timeout":3,"#, with: #""Timeout":3,"Colour":{"Deep":1},"#)
    },
    ModelChange(
      .lambda, .modelKind, "lambda:GetFunction", .response, "/body/Configuration/Layers",
      says: "/body/Configuration/Layers is object, the model says list"
    ) { tape in
      try tape.replace("GetFunction", from: #""Layers":["#, to: "]", with: #""Layers":{}"#)
    },
    ModelChange(
      .s3, .modelMember, "s3:ListObjectsV2", .response, "/body/ListBucketResult/Contents/*/Colour",
      says: "/body/ListBucketResult/Contents/*/Colour is not in the model (in 7 of 7 samples)"
    ) { tape in
      try tape.replace("ListObjectsV2", "<ETag>", with: "<Colour>red</Colour><ETag>")
    },
    ModelChange(
      .s3, .modelKind, "s3:ListObjectsV2", .response, "/body/ListBucketResult/Contents/*/Size",
      says: "/body/ListBucketResult/Contents/*/Size is text that is none, the model says integer"
    ) { tape in
      try tape.replace("ListObjectsV2", at: [0], "<Size>", with: "<Size>about ")
    },
    ModelChange(
      .s3, .modelEnum, "s3:GetBucketLocation", .response, "/body/LocationConstraint",
      says: "/body/LocationConstraint is moon-1, which is not in the model"
    ) { tape in
      try tape.replace("GetBucketLocation", at: [1], from: "\">", to: "<", with: "\">moon-1<")
    },
    ModelChange(
      .s3, .modelKind, "s3:GetObject", .response, "/headers/last-modified",
      says: "/headers/last-modified is text that is none, the model says HTTP date"
    ) { tape in
      try tape.calls("GetObject") { $0[answerField: "Last-Modified"] = "2026-11-22T09:08:07Z" }
    },
    ModelChange(
      .query, .modelRequired, "iam:GetUser", .response, "/body/GetUserResponse/GetUserResult/User/UserId",
      says: "/body/GetUserResponse/GetUserResult/User/UserId is required and missing (from 1 of 3 samples)"
    ) { tape in
      try tape.replace("GetUser", at: [2], from: "<UserId>", to: "</UserId>", with: "")
    },
    ModelChange(
      .query, .modelMember, "sns:GetTopicAttributes", .response,
      "/body/GetTopicAttributesResponse/GetTopicAttributesResult/Attributes/entry/*/colour",
      says: "/body/GetTopicAttributesResponse/GetTopicAttributesResult/Attributes/entry/*/colour is not in the model "
        + "(in 12 of 12 samples)"
    ) { tape in
      try tape.replace("GetTopicAttributes", "<key>", with: "<colour/><key>")
    },
    ModelChange(
      .ec2, .modelEnum, "ec2:DescribeInstances", .response,
      "/body/DescribeInstancesResponse/reservationSet/item/*/instancesSet/item/*/instanceState/name",
      says: "/body/DescribeInstancesResponse/reservationSet/item/*/instancesSet/item/*/instanceState/name is dreaming, "
        + "which is not in the model"
    ) { tape in
      try tape.replace("DescribeInstances", at: [0], "<name>running</name>", with: "<name>dreaming</name>")
    },
    ModelChange(
      .ec2, .modelKind, "ec2:DescribeInstances", .response,
      "/body/DescribeInstancesResponse/reservationSet/item/*/instancesSet/item/*/ebsOptimized",
      says:
        "/body/DescribeInstancesResponse/reservationSet/item/*/instancesSet/item/*/ebsOptimized is text that is none, "
        + "the model says boolean"
    ) { tape in
      try tape.replace("DescribeInstances", "<ebsOptimized>false", with: "<ebsOptimized>no")
    },
    ModelChange(
      .cloudwatch, .modelKind, "cloudwatch:GetMetricStatistics", .response, "/body/Datapoints/*/Average",
      says: "/body/Datapoints/*/Average is string, the model says fraction"
    ) { tape in
      try tape.replace("GetMetricStatistics", at: [0], from: #"{"$float":"#, to: "}", with: #""low""#)
    },
    ModelChange(
      .cloudwatch, .modelMember, "cloudwatch:DescribeAlarms", .response, "/body/Colour",
      says: "/body/Colour is not in the model (in 5 of 5 samples)"
    ) { tape in
      try tape.replace("DescribeAlarms", #""CompositeAlarms""#, with: #""Colour":1,"CompositeAlarms""#)
    },
  ]

  private static let requests: [ModelChange] = [
    ModelChange(
      .dynamodb, .modelRequestMember, "dynamodb:PutItem", .request, "/body/Colour",
      says: "request /body/Colour is not in the model (in 3 of 3 samples)"
    ) { tape in
      try tape.calls("PutItem") { $0.body = $0.body.replacing(#"{"TableName""#, with: #"{"Colour":"red","TableName""#) }
    },
    ModelChange(
      .dynamodb, .modelRequestRequired, "dynamodb:CreateTable", .request, "/body/KeySchema/*/KeyType",
      says: "request /body/KeySchema/*/KeyType is required and missing (from 3 of 3 samples)"
    ) { tape in
      try tape.calls("CreateTable") { $0.body = $0.body.replacing(#","KeyType":"HASH""#, with: "") }
    },
    ModelChange(
      .lambda, .modelRequestKind, "lambda:CreateFunction", .request, "/body/Timeout",
      says: "request /body/Timeout is string, the model says integer"
    ) { tape in
      try tape.calls("CreateFunction") { $0.body = $0.body.replacing(#""Timeout":3"#, with: #""Timeout":"3""#) }
    },
    ModelChange(
      .lambda, .modelRequestKind, "lambda:ListVersionsByFunction", .request, "/query/MaxItems",
      says: "request /query/MaxItems is text that is none, the model says integer"
    ) { tape in
      try tape.calls("ListVersionsByFunction") { $0.target = $0.target.replacing("=50", with: "=all") }
    },
    ModelChange(
      .s3, .modelRequestMember, "s3:ListObjectsV2", .request, "/query/colour",
      says: "request /query/colour is not in the model (in 3 of 3 samples)"
    ) { tape in
      try tape.calls("ListObjectsV2") { $0.target += "&colour=red" }
    },
    ModelChange(
      .s3, .modelRequestEnum, "s3:PutObject", .request, "/headers/x-amz-storage-class",
      says: "request /headers/x-amz-storage-class is LUNAR, which is not in the model"
    ) { tape in
      try tape.calls("PutObject") { $0.fields = [HTTPField("x-amz-storage-class", "LUNAR")] }
    },
    ModelChange(
      .query, .modelRequestMember, "sns:CreateTopic", .request, "/body/Colour",
      says: "request /body/Colour is not in the model (in 3 of 3 samples)"
    ) { tape in
      try tape.calls("CreateTopic") { $0.body += "&Colour=red" }
    },
    ModelChange(
      .ec2, .modelRequestMember, "ec2:DescribeInstances", .request, "/body/Filter/*/Colour",
      says: "request /body/Filter/*/Colour is not in the model (in 3 of 3 samples)"
    ) { tape in
      try tape.calls("DescribeInstances") { $0.body += "&Filter.1.Colour=red" }
    },
    ModelChange(
      .cloudwatch, .modelRequestEnum, "cloudwatch:PutMetricAlarm", .request, "/body/ComparisonOperator",
      says: "request /body/ComparisonOperator is About, which is not in the model"
    ) { tape in
      try tape.calls("PutMetricAlarm") { $0.body = $0.body.replacing("GreaterThanThreshold", with: "About") }
    },
  ]

  private static let calls: [ModelChange] = [
    ModelChange(
      .connections, .modelError, "codestar-connections:GetConnection", .response, "",
      says: "the error NotFound is not in the model (2 times)"
    ) { tape in
      try tape.calls("GetConnection", where: { $0.status == 400 }) { call in
        call.answer = call.answer.replacing("ResourceNotFoundException", with: "NotFound")
      }
    },
    ModelChange(
      .query, .modelError, "iam:GetUser", .response, "", says: "the error NoUser is not in the model (2 times)"
    ) { tape in
      try tape.replace("GetUser", where: { $0.status == 404 }, "NoSuchEntity", with: "NoUser")
    },
    ModelChange(
      .query, .modelMember, "iam:GetUser", .response, "/body/ErrorResponse/Error/Colour",
      says: "/body/ErrorResponse/Error/Colour of NoSuchEntity is not in the model (in 2 of 2 samples)"
    ) { tape in
      try tape.replace("GetUser", where: { $0.status == 404 }, "<Message>", with: "<Colour/><Message>")
    },
    ModelChange(
      .lambda, .modelOperation, "lambda:PaintFunction", .call, "",
      says: "is no operation of the service (called 3 times)"
    ) { tape in
      try tape.calls("GetFunction") { $0.action = Action(service: "lambda", operation: "PaintFunction") }
    },
  ]
}
