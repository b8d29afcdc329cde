// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

@Suite("The errors, headers and pages of the models")
struct ModelErrorTests {
  private func found(_ service: String, _ operation: String) throws -> (Service, AWSProtocols.Operation) {
    let service = try #require(ServiceIndex.standard.service(named: service))
    return (service, try #require(service.operation(named: operation)))
  }

  private func place(_ path: String, in root: ModelCursor?) -> ModelCursor? {
    path.split(separator: "/").reduce(root) { place, step in place?.member(step.utf8)?.place }
  }

  @Test("errors have the code of the wire and a status")
  func codes() throws {
    let (connections, get) = try found("codestar-connections", "GetConnection")
    let errors = connections.errors(of: get, in: .awsJson1_0)
    #expect(Set(errors.map(\.code)) == ["ResourceNotFoundException", "ResourceUnavailableException"])
    let (sns, publish) = try found("sns", "Publish")
    let codes = sns.errors(of: publish, in: .awsQuery)
    #expect(codes.contains { $0.code == "InvalidParameter" && $0.status == 400 })
    #expect(!codes.contains { $0.code == "InvalidParameterException" })
    // The same error has two codes, by protocol.
    let (cloudwatch, get2) = try found("cloudwatch", "GetDashboard")
    #expect(cloudwatch.errors(of: get2, in: .awsQuery).contains { $0.code == "ResourceNotFound" })
    #expect(cloudwatch.errors(of: get2, in: .rpcv2Cbor).contains { $0.code == "DashboardNotFoundError" })
    #expect(connections.errors(in: .awsJson1_0).count > errors.count)
  }

  @Test("bodies of errors hold what the protocol puts there, and the members of the model")
  func bodies() throws {
    let (dynamodb, put) = try found("dynamodb", "PutItem")
    let failed = try #require(
      dynamodb.errors(of: put, in: .awsJson1_0).first { $0.code == "ConditionalCheckFailedException" })
    for name in ["__type", "message", "Message", "code", "Item"] { #expect(place(name, in: failed.body) != nil) }
    #expect(place("Other", in: failed.body) == nil)
    let (sts, assume) = try found("sts", "AssumeRole")
    let malformed = try #require(sts.errors(of: assume, in: .awsQuery).first { $0.code == "MalformedPolicyDocument" })
    for path in ["Error/Type", "Error/Code", "Error/Message", "Error/message", "RequestId"] {
      #expect(place("ErrorResponse/\(path)", in: malformed.body) != nil, "\(path)")
    }
    #expect(place("ErrorResponse/Error/Other", in: malformed.body) == nil)
    #expect(place("ErrorResponse/Other", in: malformed.body) == nil)
    let (s3, head) = try found("s3", "GetObject")
    let noKey = try #require(s3.errors(of: head, in: .restXml).first { $0.code == "NoSuchKey" })
    for path in ["Error/Key", "Error/HostId", "Error/RequestId"] { #expect(place(path, in: noKey.body) != nil) }
  }

  @Test("bodies of errors that the model does not have hold anything")
  func unknownBodies() throws {
    let (ec2, _) = try found("ec2", "DescribeInstances")
    #expect(place("Response/Errors/Error/Code", in: ec2.errorBody(in: .ec2Query)) != nil)
    #expect(place("Response/Errors/Error/Whatever", in: ec2.errorBody(in: .ec2Query))?.kind == .document)
    #expect(place("Response/RequestID", in: ec2.errorBody(in: .ec2Query)) != nil)
    let (connections, _) = try found("codestar-connections", "GetConnection")
    #expect(place("Whatever", in: connections.errorBody(in: .awsJson1_0))?.kind == .document)
  }

  @Test("headers of answers are those that members are bound to")
  func headers() throws {
    let (s3, get) = try found("s3", "GetObject")
    let headers = s3.answerHeaders(of: get)
    let length = try #require(headers.first { $0.name == "content-length" })
    #expect(length.place.kind == .integer && !length.isPrefix && !length.isRequired)
    #expect(headers.contains { $0.name == "x-amz-meta-" && $0.isPrefix && $0.place.kind == .string })
    #expect(headers.first { $0.name == "last-modified" }?.place.timestampFormat == .httpDate)
    let (lambda, list) = try found("lambda", "ListFunctions")
    #expect(lambda.answerHeaders(of: list).isEmpty)
  }

  @Test("pages have tokens, results, and say whether there are more")
  func pages() throws {
    let (s3, list) = try found("s3", "ListObjectsV2")
    let pages = try #require(s3.pagination(of: list))
    #expect(pages.tokens.map(\.request.path) == [["continuation-token"]])
    #expect(pages.results.map(\.path) == [["Contents"], ["CommonPrefixes"]])
    #expect(pages.more?.path == ["IsTruncated"])
    let (ec2, describe) = try found("ec2", "DescribeInstances")
    #expect(ec2.pagination(of: describe)?.results.map(\.path) == [["reservationSet"]])
    #expect(ec2.pagination(of: describe)?.more == nil)
    let (cloudfront, distributions) = try found("cloudfront", "ListDistributions")
    #expect(cloudfront.pagination(of: distributions)?.results.map(\.path) == [["Items"]])
    let (connections, connectionsList) = try found("codestar-connections", "ListConnections")
    #expect(connections.pagination(of: connectionsList)?.results.isEmpty == true)
    let (_, get) = try found("codestar-connections", "GetConnection")
    #expect(connections.pagination(of: get) == nil)
  }
}
