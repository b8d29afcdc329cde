// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

@Suite("The kind of an action")
struct ActionKindTests {
  let index = ServiceIndex.standard

  private func kind(_ service: String, _ operation: String, method: String = "POST") -> ActionKind {
    ActionKind(
      Action(service: service, operation: operation), head: HTTPRequestHead(method: method, target: "/"), index: index)
  }

  private static let readOnes = [
    "accessanalyzer:ValidatePolicy", "bedrock-agent:ValidateFlowDefinition", "bedrock-runtime:Converse",
    "clouddirectory:BatchRead", "codeconnections:ListConnections", "codestar-connections:GetConnection",
    "cognito-idp:AdminGetUser", "cognito-idp:AdminListGroupsForUser", "dynamodb:BatchGetItem", "dynamodb:Query",
    "dynamodb:Scan", "dynamodb:TransactGetItems", "ec2:DescribeInstances", "ecr:BatchCheckLayerAvailability",
    "ecr:GetAuthorizationToken", "events:TestEventPattern", "iam:SimulatePrincipalPolicy", "kinesis:GetRecords",
    "kinesis:GetShardIterator", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncrypt", "kms:Sign",
    "kms:Verify", "lambda:GetFunction", "location:CalculateRoute", "logs:FilterLogEvents", "polly:SynthesizeSpeech",
    "rds:DownloadDBLogFilePortion", "rekognition:DetectLabels", "route53:TestDNSAnswer", "s3:CreateSession",
    "s3:GetObject", "s3:HeadObject", "s3:SelectObjectContent", "sdb:Select", "secretsmanager:GetRandomPassword",
    "sqs:GetQueueAttributes", "sts:AssumeRole", "sts:GetSessionToken", "swf:CountOpenWorkflowExecutions",
    "verifiedpermissions:IsAuthorized",
  ]

  private static let mutatingOnes = [
    "athena:StartQueryExecution", "cloudformation:DetectStackDrift", "codestar-connections:CreateConnection",
    "cognito-idp:AdminCreateUser", "cognito-idp:SignUp", "dynamodb:BatchWriteItem", "dynamodb:ExecuteStatement",
    "dynamodb:TransactWriteItems", "ec2:RunInstances", "ec2:MonitorInstances", "elasticache:TestFailover",
    "iam:GenerateCredentialReport", "iot:ConfirmTopicRuleDestination", "ivs:StartViewerSessionRevocation",
    "lambda:Invoke", "license-manager:CheckInLicense", "location:BatchEvaluateGeofences", "logs:StartQuery",
    "networkflowmonitor:StopQueryWorkloadInsightsTopContributors", "rekognition:IndexFaces", "s3:DeleteObjects",
    "s3:PutObject", "ses:VerifyEmailIdentity", "sns:Publish", "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility",
    "ssm:PutParameter", "storagegateway:RetrieveTapeArchive", "support:ResolveCase", "swf:PollForActivityTask",
  ]

  @Test("is a read for what changes nothing", arguments: readOnes)
  func reads(name: String) throws {
    let parts = name.split(separator: ":").map(String.init)
    #expect(try #require(index.service(named: parts[0])).operation(named: parts[1]) != nil)
    #expect(kind(parts[0], parts[1]) == .read)
  }

  @Test("is a mutation for what changes, takes or starts something", arguments: mutatingOnes)
  func mutations(name: String) throws {
    let parts = name.split(separator: ":").map(String.init)
    #expect(try #require(index.service(named: parts[0])).operation(named: parts[1]) != nil)
    #expect(kind(parts[0], parts[1]) == .mutation)
  }

  @Test("follows the method where there is no operation, and the verb where the index lacks one")
  func unknown() {
    #expect(kind("http", "GET /health", method: "GET") == .read)
    #expect(kind("http", "HEAD /", method: "HEAD") == .read)
    #expect(kind("http", "POST /List", method: "POST") == .mutation)
    #expect(kind("no-such-service", "ListThings") == .read && kind("s3", "DescribeNovelty") == .read)
    #expect(kind("no-such-service", "Things") == .mutation && kind("no-such-service", "") == .mutation)
    // A form may be sent with GET.
    #expect(kind("iam", "CreateUser", method: "GET") == .mutation)
    for name in ["Batch", "BatchBatch", "listThings", "é", "GetBatch", "AdminAdmin"] { _ = kind("x", name) }
  }

  @Test("has exceptions for operations that exist")
  func exceptions() throws {
    for (service, operations) in ActionKind.exceptions {
      let known = try #require(index.service(named: service), "\(service)")
      for operation in operations.keys { #expect(known.operation(named: operation) != nil, "\(service):\(operation)") }
    }
  }

  @Test("counts as the models of the day have it")
  func counts() {
    let kinds = index.services.flatMap { service in service.operations.map { kind(service.name, $0.name) } }
    let share = Double(kinds.count { $0 == .read }) / Double(kinds.count)
    #expect((0.40...0.50).contains(share), "\(share)")
  }
}
