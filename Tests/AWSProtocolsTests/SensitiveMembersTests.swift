// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import AWSProtocols

@Suite("What is sensitive in the service index")
struct SensitiveMembersTests {
  typealias Mark = SensitiveMembers.Mark

  private func sensitive(
    _ service: String, _ operation: String, _ direction: SensitiveMembers.Direction
  ) throws -> SensitiveMembers {
    try #require(ServiceIndex.standard.service(named: service)).sensitiveMembers(operation: operation, in: direction)
  }

  private func mark(_ members: SensitiveMembers, _ path: String) -> Mark? {
    let steps = path.split(separator: "/").map { Array($0.utf8) }
    return members.mark(steps[steps.count - 1][...], in: steps.dropLast().last?[...] ?? [])
  }

  @Test(
    "is told of the members of requests, by protocol",
    arguments: [
      ("secretsmanager", "PutSecretValue", "SecretString", .model),
      ("secretsmanager", "PutSecretValue", "SecretId", nil),
      ("secretsmanager", "ListSecrets", "NextToken", nil),
      ("cognito-idp", "SignUp", "Password", .model),
      ("cognito-idp", "AdminInitiateAuth", "AuthParameters/USERNAME", .model),
      ("cognito-idp", "AdminInitiateAuth", "ClientMetadata/USERNAME", nil),
      ("cognito-idp", "AdminInitiateAuth", "AuthFlow", nil),
      ("iam", "UpdateLoginProfile", "Password", .model),
      ("iam", "UpdateLoginProfile", "UserName", nil),
      ("lambda", "CreateFunction", "Variables/DB_PASSWORD", .model),
      ("lambda", "CreateFunction", "Code/ZipFile", .model),
      ("lambda", "CreateFunction", "Runtime", nil),
      ("kms", "Encrypt", "Plaintext", .model),
      ("ec2", "ModifyVpnTunnelOptions", "TunnelOptions/PreSharedKey", .model),
      ("ec2", "RunInstances", "UserData", .model),
      ("ec2", "ModifyInstanceAttribute", "UserData/Value", .overlay),
      ("ec2", "ModifyInstanceAttribute", "DisableApiStop/Value", nil),
      ("codestar-connections", "CreateHost", "ProviderEndpoint", .overlay),
      ("codeconnections", "CreateHost", "VpcConfiguration/TlsCertificate", .overlay),
      ("codeconnections", "CreateHost", "Name", nil),
    ] as [(String, String, String, Mark?)])
  func requests(service: String, operation: String, path: String, expected: Mark?) throws {
    #expect(try mark(sensitive(service, operation, .request), path) == expected)
  }

  @Test(
    "is told of the members of responses, by protocol",
    arguments: [
      ("iam", "CreateAccessKey", "AccessKey/SecretAccessKey", .model),
      ("iam", "CreateAccessKey", "AccessKey/UserName", nil),
      ("sts", "AssumeRole", "Credentials/SecretAccessKey", .model),
      ("sts", "AssumeRole", "AssumedRoleUser/Arn", nil),
      ("s3control", "GetDataAccess", "Credentials/SessionToken", .model),
      ("s3control", "GetDataAccess", "Credentials/Expiration", nil),
      ("ec2", "CreateKeyPair", "keyMaterial", .model),
      ("ec2", "CreateKeyPair", "keyFingerprint", nil),
      ("kms", "Decrypt", "Plaintext", .model),
      ("cloudfront", "TestFunction", "FunctionExecutionLogs/member", .model),
      ("s3", "ListObjectsV2", "Contents/ETag", nil),
      ("lambda", "InvokeWithResponseStream", "PayloadChunk", .model),
      ("ecr", "GetAuthorizationToken", "authorizationData/authorizationToken", .overlay),
      ("apigateway", "GetApiKeys", "item/value", .overlay),
      ("ec2", "DescribeInstanceAttribute", "userData/value", .overlay),
      ("ec2", "DescribeInstanceAttribute", "kernel/value", nil),
      ("codeconnections", "ListHosts", "Hosts/ProviderEndpoint", .overlay),
      ("codeconnections", "ListConnections", "Connections/ConnectionName", nil),
    ] as [(String, String, String, Mark?)])
  func responses(service: String, operation: String, path: String, expected: Mark?) throws {
    #expect(try mark(sensitive(service, operation, .response), path) == expected)
  }

  @Test("is told by the parent where a name is sensitive in one place and not in another")
  func parents() throws {
    let errors = try sensitive("lambda", "CreateFunction", .response)
    #expect(mark(errors, "Error/Message") == .model)
    #expect(mark(errors, "Message") == nil)
    let job = try sensitive("batch", "RegisterJobDefinition", .request)
    #expect(mark(job, "environment/value") == .overlay)
    #expect(mark(job, "resourceRequirements/value") == nil)
  }

  @Test("has names in any case, and is of one direction")
  func cases() throws {
    let request = try sensitive("secretsmanager", "CreateSecret", .request)
    #expect(mark(request, "secretSTRING") == .model)
    #expect(mark(request, "SecretStrin") == nil && mark(request, "SecretStrings") == nil)
    #expect(try mark(sensitive("secretsmanager", "CreateSecret", .response), "SecretString") == nil)
  }

  @Test("is everything beneath a map")
  func maps() throws {
    let request = try sensitive("lambda", "UpdateFunctionConfiguration", .request)
    #expect(request.mark(beneath: Array("Variables".utf8)[...]) == .model)
    #expect(request.mark(beneath: Array("VpcConfig".utf8)[...]) == nil)
  }

  @Test("is told of headers, query parameters and labels")
  func bindings() throws {
    let put = try sensitive("s3", "PutObject", .request)
    #expect(put.mark(header: "X-Amz-Server-Side-Encryption-Customer-Key") == .model)
    #expect(put.mark(header: "x-amz-server-side-encryption-aws-kms-key-id") == .model)
    #expect(put.mark(header: "Content-Type") == nil)
    #expect(mark(put, "x-amz-server-side-encryption-customer-key") == nil)
    #expect(try sensitive("lex-runtime", "PostContent", .response).mark(header: "x-amz-lex-message") == .model)
    #expect(try sensitive("sso", "ListAccounts", .request).mark(header: "x-amz-sso_bearer_token") == .model)
    let map = try sensitive("geo-maps", "GetStaticMap", .request)
    #expect(map.mark(query: Array("center".utf8)[...]) == .model)
    #expect(map.mark(query: Array("scheme".utf8)[...]) == nil)
    let activation = try sensitive("notificationscontacts", "ActivateEmailContact", .request)
    #expect(activation.mark(label: "code") == .model && activation.mark(label: "arn") == nil)
    #expect(try sensitive("appsync", "DeleteApiKey", .request).mark(label: "id") == .overlay)
  }

  @Test("is told of whole payloads")
  func payloads() throws {
    #expect(try sensitive("lambda", "Invoke", .request).payload == .model)
    #expect(try sensitive("lambda", "Invoke", .response).payload == .model)
    #expect(try sensitive("s3", "GetObject", .response).payload == nil)
  }

  @Test("is nothing where the model marks nothing, and everything of the service in an operation that it has not")
  func emptyAndUnknown() throws {
    #expect(try sensitive("s3", "ListBuckets", .response).isEmpty)
    #expect(try sensitive("sqs", "Unknown", .request).isEmpty)
    let unknown = try sensitive("secretsmanager", "Unknown", .response)
    #expect(mark(unknown, "SecretString") == .model && mark(unknown, "SecretId") == nil)
  }

  @Test("is found by each entry's own name in every message where it holds")
  func everyEntry() {
    for service in ServiceIndex.standard.services {
      let table = service.sensitiveMembers(operation: "", in: .request).table
      let isFound = table.entries.enumerated().allSatisfy { number, entry in
        let only = SensitiveNumbers("\(number)")
        return table.mark(entry.sign, entry.name, in: "\u{0}".utf8, among: only) == entry.mark
          && entry.exceptions.allSatisfy { table.mark(entry.sign, entry.name, in: $0, among: only) == nil }
          && entry.name.isEmpty == (entry.sign == .payload)
      }
      #expect(isFound, "\(service.name)")
      let last = service.operations.flatMap { $0.sensitiveInRequest.ranges + $0.sensitiveInResponse.ranges }
        .map(\.upperBound).max()
      #expect(last.map { $0 + 1 } ?? 0 == table.entries.count, "\(service.name)")
    }
  }

  @Test("is read from lines that are no lines of the index", arguments: 0..<50)
  func broken(seed: UInt64) {
    var random = SplitMix(seed: seed)
    var line = Array("!secretstring,value!a!,*variables,:x-h,?q,/l,.,+token".utf8)
    for _ in 0..<4 { line[.random(in: line.indices, using: &random)] = UInt8.random(in: 0x20...0x40, using: &random) }
    line.removeLast(.random(in: 0..<line.count, using: &random))
    var table = SensitiveTable()
    line.withUnsafeBytes { table.add(IndexFields(rest: $0[...])) }
    for entry in table.entries {
      #expect(table.mark(entry.sign, entry.name, in: "\u{0}".utf8, among: .all) != nil)
    }
  }

  @Test(
    "has numbers and ranges, in any order of digits and signs",
    arguments: ["", "-", "a", "3-1", "1-2-3", ",,", "0,3-7"])
  func numbers(text: String) {
    let numbers = SensitiveNumbers(Substring(text))
    #expect(numbers.contains(5) == (text == "0,3-7") && !numbers.contains(8) && !numbers.contains(-1))
  }
}
