// SPDX-License-Identifier: Apache-2.0

import AWSProtocols

@testable import Drift

/// What two recordings may differ in without the API having changed.
extension Change {
  static let none: [Change] =
    oddSamples + otherValues + otherCalls

  private static let oddSamples: [Change] = [
    Change(noneFor: "one of many answers lacks a member", in: .connections) {
      try $0.replace("GetConnection", at: [1], from: #""OwnerAccountId":""#, to: #"","#, with: "")
    },
    Change(noneFor: "one of many elements lacks a member", in: .ec2) {
      try $0.replace("DescribeInstances", at: [0], from: "<ebsOptimized>", to: "</ebsOptimized>", with: "")
    },
    Change(noneFor: "a member was only sometimes there", in: .lambda, of: .old) {
      try $0.replace("GetFunction", at: [0, 1], from: #""RevisionId":""#, to: #"","#, with: "")
    },
    Change(noneFor: "one constant of three is another one", in: .lambda) {
      try $0.replace("GetFunction", at: [2], #""MemorySize":128"#, with: #""MemorySize":512"#)
    },
    Change(noneFor: "one answer lacks a header", in: .s3) {
      try $0.calls("GetObject", at: [1]) { $0[answerField: "Accept-Ranges"] = nil }
    },
    Change(noneFor: "one answer has a header with another value", in: .ec2) {
      try $0.calls("DescribeVpcs", at: [1]) { $0[answerField: "Cache-Control"] = "no-store" }
    },
  ]

  private static let otherValues: [Change] = [
    Change(noneFor: "a list is longer", in: .connections) {
      try $0.replace("GetHost", #""SecurityGroupIds":["#, with: #""SecurityGroupIds":["sg-0a1b2c3d4e5f6a7b8","#)
    },
    Change(noneFor: "a list is empty", in: .ec2) {
      try $0.replace("DescribeVpcs", from: "<tagSet>", to: "</tagSet>", with: "<tagSet/>")
    },
    Change(noneFor: "a list of several has one element", in: .s3) {
      try $0.replace("ListObjectsV2", at: [0], from: "<Contents>", to: "</Contents>", with: "")
      try $0.calls("ListObjectsV2", at: [0]) { call in
        call.answer = call.answer.replacing(
          "</ListBucketResult>",
          with: "<Contents><Key>in/0e4ad7a9-0e3b-4a4e-9d0b-3a1f5be0f1c2.json</Key>"
            + "<LastModified>2026-06-01T10:00:00.000Z</LastModified>"
            + "<ETag>&quot;9bb58f26192e4ba00f01e2e7b136bbd8&quot;</ETag><Size>17</Size>"
            + "<StorageClass>STANDARD</StorageClass></Contents></ListBucketResult>")
      }
    },
    Change(noneFor: "times have no fraction", in: .dynamodb, of: .both) { tape in
      let digits = tape.world.seed % 2 == 0 ? ".25" : ""
      try tape.replace(
        "DescribeTable", from: #""CreationDateTime":"#, to: ",", with: #""CreationDateTime":1780000000\#(digits),"#)
    },
    Change(noneFor: "members stand in another order", in: .connections) {
      try $0.calls("GetConnection") { call in
        guard let start = call.answer.firstRange(of: #""OwnerAccountId":""#),
          let end = call.answer[start.upperBound...].firstRange(of: #"","#)
        else { return }
        let member = call.answer[start.lowerBound..<end.upperBound]
        call.answer.removeSubrange(start.lowerBound..<end.upperBound)
        call.answer = call.answer.replacing(#"{"ConnectionName""#, with: #"{\#(member)"ConnectionName""#)
      }
    },
    Change(noneFor: "elements of XML stand in another order", in: .ec2) {
      try $0.replace("DescribeVpcs", "<isDefault>false</isDefault>", with: "")
      try $0.replace("DescribeVpcs", "<item><vpcId>", with: "<item><isDefault>false</isDefault><vpcId>")
    },
    Change(noneFor: "white space", in: .lambda) {
      try $0.calls("GetFunction") { call in
        call.answer = call.answer.replacing(#","Role""#, with: ",\n  \"Role\"")
      }
    },
    Change(noneFor: "white space in XML", in: .ec2) {
      try $0.calls("DescribeVpcs") { $0.answer = $0.answer.replacing("><", with: ">\n    <") }
    },
    Change(noneFor: "header names have another case", in: .lambda) {
      try $0.calls("GetFunction") { call in
        call.answerFields = call.answerFields.map { HTTPField($0.name.asciiLowercased, $0.value) }
      }
    },
    Change(noneFor: "the content type has a parameter", in: .query) {
      try $0.calls("GetUser") { $0[answerField: "Content-Type"] = "text/xml;charset=utf-8" }
    },
    Change(noneFor: "an unknown element of a map of the user's", in: .dynamodb) {
      try $0.replace("GetItem", #""paid":{"BOOL":true}"#, with: #""paid":{"BOOL":true},"sent":{"BOOL":false}"#)
    },
    Change(noneFor: "a variable of the user's", in: .lambda) {
      try $0.replace("GetFunction", #""STAGE":"test""#, with: #""LEVEL":"debug""#)
    },
  ]

  private static let otherCalls: [Change] = [
    Change(noneFor: "identical calls come more often", in: .connections) { tape in
      tape.repeatEach(in: 1, times: 3)
    },
    Change(noneFor: "a read is repeated at once", in: .lambda) { tape in
      tape.repeatEach(in: 1, times: 2)
    },
    Change(noneFor: "some calls are not made", in: .connections) { tape in
      for operation in ["ListTagsForResource", "ListHosts", "DeleteConnection"] {
        var found = 0
        try tape.remove { call in
          found += call.action.operation == operation ? 1 : 0
          return call.action.operation == operation && found == 2
        }
      }
    },
    Change(noneFor: "one resource less is made", in: .s3) { tape in
      for phase in tape.phases.indices { tape.phases[phase].removeLast() }
    },
    Change(noneFor: "one resource more is made", in: .dynamodb, of: .old) { tape in
      tape.phases[0].removeLast()
      tape.phases[1].remove(at: 2)
    },
    Change(noneFor: "attempts that were repeated", in: .connections, of: .old) { tape in
      var attempt: Call?
      tape.forEach { if $0.action.operation == "GetHost", attempt == nil { attempt = $0 } }
      guard var attempt else { throw Tape.Unchanged() }
      attempt.fail(500, #"{"__type":"InternalFailure"}"#)
      tape.phases[0].append([attempt])
    },
    Change(noneFor: "requests say which attempt they are", in: .dynamodb) { tape in
      tape.forEach {
        $0.fields.append(HTTPField("amz-sdk-request", "attempt=2; max=5"))
        $0.fields.append(HTTPField("amz-sdk-invocation-id", "2f9a4b1c-7d54-4f0e-8b1e-0d3f0a4b5c6d"))
        $0.fields.append(HTTPField("User-Agent", "Boto3/1.99.0 md/Botocore#1.99.0"))
      }
    },
    Change(noneFor: "the date", in: .query) { tape in
      tape.forEach { $0[answerField: "Date"] = "Thu, 01 Jan 2037 00:00:00 GMT" }
    },
    Change(noneFor: "answers of HTTP/2 have no connection header", in: .dynamodb) { tape in
      tape.forEach { $0[answerField: "Connection"] = nil }
    },
    Change(noneFor: "answers come in chunks", in: .connections) { tape in
      tape.forEach {
        $0[answerField: "Content-Length"] = nil
        $0[answerField: "Transfer-Encoding"] = "chunked"
      }
    },
    Change(noneFor: "the endpoint has another form", in: .query) { tape in
      tape.forEach { $0.endpoint = $0.endpoint.replacing(".amazonaws.com", with: ".api.aws") }
    },
    Change(noneFor: "answers take longer", in: .lambda) { tape in tape.forEach { $0.took = 9000 } },
  ]
}

extension Tape {
  /// Each call of a phase comes several times.
  mutating func repeatEach(in phase: Int, times: Int) {
    for block in phases[phase].indices {
      phases[phase][block] = phases[phase][block].flatMap { Array(repeating: $0, count: times) }
    }
  }
}
