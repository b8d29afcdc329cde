// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import AWSProtocols

@Suite("A place in the models")
struct ModelCursorTests {
  private func answer(_ service: String, _ operation: String, _ dialect: Dialect) throws -> ModelCursor {
    let (service, operation) = try found(service, operation)
    return try #require(service.answer(of: operation, in: dialect))
  }

  private func request(_ service: String, _ operation: String, _ dialect: Dialect) throws -> ModelCursor {
    let (service, operation) = try found(service, operation)
    return try #require(service.request(of: operation, in: dialect))
  }

  private func found(_ service: String, _ operation: String) throws -> (Service, AWSProtocols.Operation) {
    let service = try #require(ServiceIndex.standard.service(named: service))
    return (service, try #require(service.operation(named: operation)))
  }

  /// Steps along names; `*` is an element of a list or a value of a map.
  private func place(_ path: String, in root: ModelCursor) -> ModelCursor? {
    path.split(separator: "/").reduce(root as ModelCursor?) { place, step in
      step == "*" ? place?.element : place?.member(step.utf8)?.place
    }
  }

  @Test("is found by the names on the wire in every protocol's answers")
  func answers() throws {
    let places: [(String, String, Dialect, String, ModelCursor.Kind)] = [
      ("codestar-connections", "GetConnection", .awsJson1_0, "Connection/ConnectionStatus", .string),
      ("codestar-connections", "ListConnections", .awsJson1_0, "Connections/*/ConnectionArn", .string),
      ("dynamodb", "GetItem", .awsJson1_0, "Item/*", .structure),
      ("dynamodb", "GetItem", .awsJson1_0, "Item/*/M/*/L/*/M/*/NS/*", .string),
      ("dynamodb", "GetItem", .awsJson1_0, "ConsumedCapacity/CapacityUnits", .fraction),
      ("s3", "ListObjectsV2", .restXml, "ListBucketResult/Contents/*/LastModified", .timestamp),
      ("s3", "ListObjectsV2", .restXml, "ListBucketResult/KeyCount", .integer),
      ("s3", "ListBuckets", .restXml, "ListAllMyBucketsResult/Buckets/Bucket/*/Name", .string),
      ("s3", "GetBucketAcl", .restXml, "Policy/AccessControlList/Grant/*/Grantee/@xsi:type", .string),
      ("s3", "GetBucketLocation", .restXml, "LocationConstraint", .string),
      ("s3", "GetBucketPolicy", .restXml, "", .document),
      ("s3", "SelectObjectContent", .restXml, "", .eventStream),
      (
        "ec2", "DescribeInstances", .ec2Query,
        "DescribeInstancesResponse/reservationSet/item/*/instancesSet/item/*/launchTime", .timestamp
      ),
      ("ec2", "DescribeInstances", .ec2Query, "DescribeInstancesResponse/requestId", .string),
      ("sqs", "ReceiveMessage", .awsJson1_0, "Messages/*/Attributes/*", .string),
      ("sts", "GetCallerIdentity", .awsQuery, "GetCallerIdentityResponse/GetCallerIdentityResult/Arn", .string),
      ("sts", "AssumeRole", .awsQuery, "X/AssumeRoleResult/Credentials/Expiration", .timestamp),
      ("sts", "AssumeRole", .awsQuery, "X/ResponseMetadata/RequestId", .string),
      ("sns", "GetTopicAttributes", .awsQuery, "X/GetTopicAttributesResult/Attributes/entry/*/key", .string),
      ("lambda", "ListFunctions", .restJson1, "Functions/*/Environment/Variables/*", .string),
      ("lambda", "ListFunctions", .restJson1, "Functions/*/CodeSize", .integer),
      ("lambda", "Invoke", .restJson1, "", .document),
      ("cloudwatch", "GetMetricData", .rpcv2Cbor, "MetricDataResults/*/Timestamps/*", .timestamp),
      ("cloudwatch", "GetMetricData", .awsQuery, "X/GetMetricDataResult/MetricDataResults/member/*/Id", .string),
      ("route53", "ListHostedZones", .restXml, "X/HostedZones/HostedZone/*/Config/PrivateZone", .boolean),
    ]
    for (service, operation, dialect, path, kind) in places {
      #expect(place(path, in: try answer(service, operation, dialect))?.kind == kind, "\(service) \(path)")
    }
  }

  @Test("is found in requests as their documents are")
  func requests() throws {
    let places: [(String, String, Dialect, String, ModelCursor.Kind)] = [
      ("codestar-connections", "CreateConnection", .awsJson1_0, "Tags/*/Key", .string),
      ("s3", "PutObjectTagging", .restXml, "uri/Key", .string),
      ("s3", "PutObjectTagging", .restXml, "body/Tagging/TagSet/Tag/*/Key", .string),
      ("s3", "ListObjectsV2", .restXml, "query/max-keys", .integer),
      ("s3", "PutObject", .restXml, "headers/x-amz-meta-anything", .string),
      ("s3", "PutObject", .restXml, "body", .document),
      ("s3", "PutBucketLifecycleConfiguration", .restXml, "body/X/Rule/*/Filter/And/Tag/*/Value", .string),
      ("ec2", "DescribeInstances", .ec2Query, "Filter/*/Value/*", .string),
      ("ec2", "RunInstances", .ec2Query, "NetworkInterface/*/PrivateIpAddresses/*/Primary", .boolean),
      ("ec2", "RunInstances", .ec2Query, "Version", .string),
      ("sts", "AssumeRole", .awsQuery, "Tags/member/*/Value", .string),
      ("sns", "CreateTopic", .awsQuery, "Attributes/entry/*/value", .string),
      ("lambda", "CreateFunction", .restJson1, "body/Code/ZipFile", .blob),
      ("lambda", "ListFunctions", .restJson1, "query/MaxItems", .integer),
      ("amp", "ListScrapers", .restJson1, "query/anything/*", .string),
    ]
    for (service, operation, dialect, path, kind) in places {
      #expect(place(path, in: try request(service, operation, dialect))?.kind == kind, "\(service) \(path)")
    }
  }

  @Test("is nil where the model has no such member, also in another case")
  func unknown() throws {
    let root = try answer("codestar-connections", "GetConnection", .awsJson1_0)
    #expect(place("Connection/Nothing", in: root) == nil)
    #expect(place("connection", in: root) == nil)
    #expect(place("Connection/ConnectionStatus/Deeper", in: root) == nil)
    #expect(root.element == nil)
    let form = try request("ec2", "DescribeInstances", .ec2Query)
    #expect(place("filter", in: form) == nil && place("Filters", in: form) == nil)
    let queues = try answer("sqs", "ListQueues", .awsJson1_0)
    #expect(place("member", in: queues) == nil)
  }

  @Test("says what the model requires, and lists the members that it has")
  func required() throws {
    let root = try request("codestar-connections", "CreateConnection", .awsJson1_0)
    #expect(root.member("ConnectionName".utf8)?.isRequired == true)
    #expect(root.member("ProviderType".utf8)?.isRequired == false)
    #expect(root.members.filter(\.isRequired).map(\.name) == ["ConnectionName"])
    #expect(Set(root.members.map(\.name)) == ["ConnectionName", "HostArn", "ProviderType", "Tags"])
    let put = try request("s3", "PutObjectTagging", .restXml)
    #expect(put.members.filter(\.isRequired).map(\.name).sorted() == ["body", "uri"])
  }

  @Test("requires no header that no recording holds")
  func requiredHeaders() throws {
    let root = try request("sso", "GetRoleCredentials", .restJson1)
    let headers = try #require(root.member("headers".utf8))
    #expect(!headers.isRequired)
    #expect(headers.place.members.map(\.name) == ["x-amz-sso_bearer_token"])
    #expect(headers.place.members.allSatisfy { !$0.isRequired })
    let copy = try request("s3", "CopyObject", .restXml)
    #expect(place("headers", in: copy)?.member("x-amz-copy-source".utf8)?.isRequired == true)
  }

  @Test("knows the values of enumerations, and of nothing else")
  func enumerations() throws {
    let root = try answer("codestar-connections", "GetConnection", .awsJson1_0)
    let status = try #require(place("Connection/ConnectionStatus", in: root))
    #expect(status.enumeration == ["PENDING", "AVAILABLE", "ERROR"])
    #expect(status.allows(enumerationValue: "PENDING".utf8) == true)
    #expect(status.allows(enumerationValue: "PEND".utf8) == false)
    #expect(place("Connection/ConnectionArn", in: root)?.allows(enumerationValue: "PENDING".utf8) == nil)
    let types = try request("ec2", "RunInstances", .ec2Query)
    #expect(place("InstanceType", in: types)?.allows(enumerationValue: "t3.micro".utf8) == true)
  }

  @Test("knows how timestamps are written: by the model, else by the protocol and the place")
  func timestamps() throws {
    func format(_ path: String, _ root: ModelCursor) -> TimestampMembers.Form? {
      place(path, in: root)?.timestampFormat
    }
    #expect(try format("Table/CreationDateTime", answer("dynamodb", "DescribeTable", .awsJson1_0)) == .epochSeconds)
    #expect(
      try format("MetricDataResults/*/Timestamps/*", answer("cloudwatch", "GetMetricData", .rpcv2Cbor)) == .epochSeconds
    )
    let query = try answer("cloudwatch", "GetMetricData", .awsQuery)
    #expect(format("X/GetMetricDataResult/MetricDataResults/member/*/Timestamps/member/*", query) == .iso8601)
    #expect(try format("query/startTime", request("backup", "ListCopyJobSummaries", .restJson1)) == nil)
    #expect(try format("headers/if-modified-since", request("s3", "GetObject", .restXml)) == .httpDate)
    #expect(try format("Connection", answer("codestar-connections", "GetConnection", .awsJson1_0)) == nil)
  }

  @Test("has none for a form that the model does not know: SQS still takes forms")
  func forgottenForm() throws {
    let (sqs, send) = try found("sqs", "SendMessage")
    #expect(sqs.answer(of: send, in: .awsQuery) == nil && sqs.request(of: send, in: .awsQuery) == nil)
    #expect(sqs.errors(of: send, in: .awsQuery).isEmpty && sqs.errorBody(in: .awsQuery) == nil)
    #expect(!sqs.hasModel(of: .awsQuery) && sqs.hasModel(of: .awsJson1_0) && !sqs.hasModel(of: .http))
  }

  @Test("walks what XML makes of one element and of several")
  func repeatedElements() throws {
    let root = try answer("s3", "ListObjectsV2", .restXml)
    let contents = try #require(place("ListBucketResult/Contents", in: root))
    #expect(contents.kind == .list && contents.element?.kind == .structure)
    let one = try XMLReader.read(Array("<R><Contents><Key>a</Key></Contents></R>".utf8)[...])
    let two = try XMLReader.read(
      Array("<R><Contents><Key>a</Key></Contents><Contents><Key>b</Key></Contents></R>".utf8)[...])
    for document in [one, two] {
      let value = try #require(document.root["R"]?["Contents"])
      let elements = value.kind == .array ? Array(value.elements) : [value]
      #expect(elements.allSatisfy { $0["Key"] != nil && contents.element?.member("Key".utf8) != nil })
    }
  }

  @Test("takes the name of its shape for a member of any structure in JSON")
  func typeMember() throws {
    let root = try answer("codestar-connections", "GetConnection", .awsJson1_0)
    #expect(place("Connection/__type", in: root)?.kind == .string)
    #expect(!root.members.contains { $0.name == "__type" })
    #expect(place("X/GetCallerIdentityResult/__type", in: try answer("sts", "GetCallerIdentity", .awsQuery)) == nil)
  }
}
