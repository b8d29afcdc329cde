// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

@Suite("Operations in the service index")
struct ServiceIndexOperationTests {
  private func operation(_ service: String, _ name: String) throws -> Operation {
    let service = try #require(ServiceIndex.standard.service(named: service))
    return try #require(service.operation(named: name))
  }

  @Test("say POST / where the model says nothing else")
  func plain() throws {
    let get = try operation("codestar-connections", "GetConnection")
    #expect(get.method == "POST" && get.uri == "/")
    #expect(get.idempotencyTokens.isEmpty && get.pages.isEmpty && get.hostPrefix == nil)
    #expect(get.requestPayload == .document && get.responsePayload == .document)
    #expect(get.isSigned && get.isPayloadSigned && !get.isReadOnly && !get.isIdempotent)
  }

  @Test("carry the URI template of REST operations, fixed query included")
  func uri() throws {
    let upload = try operation("s3", "CreateMultipartUpload")
    #expect(upload.method == "POST" && upload.uri == "/{Bucket}/{Key+}?uploads")
    let invoke = try operation("lambda", "Invoke")
    #expect(invoke.uri == "/2015-03-31/functions/{FunctionName}/invocations")
  }

  @Test(
    "name their idempotency tokens as they are on the wire",
    arguments: [
      ("ec2", "RunInstances", WirePlace(.body, ["ClientToken"])),
      ("accessanalyzer", "DeleteAnalyzer", WirePlace(.query, ["clientToken"])),
      ("secretsmanager", "CreateSecret", WirePlace(.body, ["ClientRequestToken"])),
      ("route53", "CreateHostedZone", WirePlace(.body, ["CallerReference"])),
      ("cloudfront", "CreateDistribution", WirePlace(.body, ["CallerReference"])),
      ("cloudfront", "CreateDistributionWithTags", WirePlace(.body, ["DistributionConfig", "CallerReference"])),
    ])
  func tokens(service: String, name: String, token: WirePlace) throws {
    #expect(try operation(service, name).idempotencyTokens == [token])
  }

  @Test("do not take the reference of a CloudFront update for a token: it must be the one of the creation")
  func update() throws {
    #expect(try operation("cloudfront", "UpdateDistribution").idempotencyTokens.isEmpty)
  }

  @Test("say which member asks for a page and where its next value stands")
  func pages() throws {
    let list = try operation("codestar-connections", "ListConnections")
    #expect(list.pages.map(\.request) == [WirePlace(.body, ["NextToken"])])
    #expect(list.pages.map(\.response) == [[WirePlace(.body, ["NextToken"])]])
    let objects = try operation("s3", "ListObjects")
    #expect(objects.pages.map(\.request) == [WirePlace(.query, ["marker"])])
    #expect(
      objects.pages.map(\.response) == [
        [WirePlace(.body, ["NextMarker"]), WirePlace(.body, ["Contents", "-1", "Key"])]
      ])
    #expect(try operation("route53", "ListResourceRecordSets").pages.count == 3)
  }

  @Test("tell documents from blobs, streams and events")
  func payloads() throws {
    #expect(try operation("s3", "PutObject").requestPayload == .stream)
    #expect(try operation("s3", "GetObject").responsePayload == .stream)
    #expect(try operation("lambda", "Invoke").requestPayload == .blob)
    #expect(try operation("s3", "SelectObjectContent").responsePayload == .events)
    #expect(try operation("kinesis", "SubscribeToShard").responsePayload == .events)
  }

  @Test("say what is not signed and what the model calls read only")
  func rest() throws {
    #expect(try operation("sts", "AssumeRoleWithWebIdentity").isSigned == false)
    #expect(try operation("lambda", "InvokeWithResponseStream").isPayloadSigned)
    #expect(try operation("glacier", "UploadArchive").isPayloadSigned)
    #expect(try operation("bedrock-runtime", "ListAsyncInvokes").isReadOnly)
  }

  @Test("name the headers that carry members, without tokens and what clients fill in by themselves")
  func headers() throws {
    let put = try operation("s3", "PutObject")
    #expect(put.headerMembers.contains("x-amz-acl") && put.headerMembers.contains("content-type"))
    #expect(put.headerPrefixes == ["x-amz-meta-"])
    #expect(try operation("lambda", "Invoke").headerMembers.contains("x-amz-invocation-type"))
    #expect(try operation("apigateway", "GetExport").headerMembers == ["accept"])
    #expect(try operation("ec2", "RunInstances").headerMembers.isEmpty)
    for service in ServiceIndex.standard.services {
      for operation in service.operations {
        let tokens = operation.idempotencyTokens.filter { $0.location == .header }.flatMap(\.path)
        let left = operation.headerMembers.filter { name in
          name.hasPrefix("x-amz-checksum") || name == "content-md5" || name == "x-amz-date" || name != name.lowercased()
            || tokens.contains { $0.equalsIgnoringASCIICase(name) }
        }
        #expect(left.isEmpty, "\(service.name):\(operation.name) \(left)")
      }
    }
  }

  @Test("are read from a line that lacks every field behind the name")
  func emptyLine() {
    Array("Only".utf8).withUnsafeBytes { bytes in
      let operation = Operation(IndexFields(rest: bytes[...]), number: 0)
      #expect(operation.name == "Only" && operation.method == "POST" && operation.uri == "/")
    }
  }
}
