// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Redaction

/// What users of such tools complain of most: findings in what everybody may see.
@Suite("Ordinary exchanges")
struct OrdinaryExchangesTests {
  private static let uuid = "aEXAMPLE-8aad-4d5d-8878-dfcab0bc441f"

  @Test("CodeConnections")
  func connections() {
    let arn = "arn:aws:codeconnections:eu-west-1:123456789012:connection/\(Self.uuid)"
    let line = ScanSample.line(
      requestFields: [
        HTTPField("X-Amz-Target", "com.amazonaws.codeconnections.CodeConnections_20231201.ListConnections"),
        HTTPField("Content-Type", "application/x-amz-json-1.0"),
      ],
      request: Array(
        #"{"ProviderTypeFilter":"GitHub","MaxResults":50,"NextToken":"AYADeHlwdG9fa2V5X2lk/x+y9dQw4w9WgXcQ=="}"#.utf8),
      responseFields: [HTTPField("x-amzn-RequestId", "7a62c49f-347e-4fc4-9331-6e8eEXAMPLE")],
      response: Array(
        """
        {"Connections":[{"ConnectionName":"my-connection","ConnectionArn":"\(arn)","ProviderType":"GitHub",\
        "OwnerAccountId":"123456789012","ConnectionStatus":"AVAILABLE","HostArn":"\(arn)"}],\
        "Tags":[{"Key":"team","Value":"core services"},{"Key":"repo","Value":"git@github.com:org/repo.git"}],\
        "Sha":"da39a3ee5e6b4b0d3255bfef95601890afd80709","Branch":"feature/token-refresh","CreatedAt":1.795338487E9}
        """.utf8))
    #expect(ScanSample.findings(line) == [])
  }

  @Test("S3")
  func s3() {
    let line = ScanSample.line(
      action: "s3:ListObjectsV2", endpoint: "https://s3.eu-west-1.amazonaws.com",
      target:
        "/my-bucket-2026?list-type=2&prefix=logs%2F2026%2F&continuation-token=1ueGcxLPRx1Tr%2FXYExHnhbYLgveDs2J%2Fwm36Hy4vbOwM%3D",
      requestFields: [
        HTTPField("x-amz-checksum-crc32c", "yZRlqg=="), HTTPField("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="),
      ],
      responseFields: [
        HTTPField("x-amz-id-2", "eftixk72aD6Ap51TnqcoF8eFidJG9Z/2mkiDFu8yU9AS1ed4OpIszj7UDNEHGran"),
        HTTPField("x-amz-request-id", "318BC8BC148832E5"), HTTPField("ETag", "\"d41d8cd98f00b204e9800998ecf8427e-3\""),
        HTTPField("x-amz-version-id", "3/L4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo"),
        HTTPField("Server", "AmazonS3"), HTTPField("x-amz-bucket-region", "eu-west-1"),
        HTTPField("Location", "http://my-bucket-2026.s3.amazonaws.com/"),
      ],
      response: Array(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>my-bucket-2026</Name>\
        <NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=</NextContinuationToken>\
        <Contents><Key>logs/2026/icon@2x.png</Key><LastModified>2026-11-23T05:13:15.000Z</LastModified>\
        <ETag>&quot;fba9dede5f27731c9771645a39863328&quot;</ETag><Size>434234123456</Size>\
        <Owner><ID>75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a</ID></Owner>\
        <StorageClass>STANDARD</StorageClass></Contents></ListBucketResult>
        """.utf8))
    #expect(ScanSample.findings(line) == [])
  }

  @Test("errors, policies, engines, images and events")
  func others() {
    let policy =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}]}"#
    for body in [
      #"{"__type":"com.amazonaws.x#ThrottlingException","message":"Rate exceeded for 5.5 requests/s at 12:30:01"}"#,
      #"{"Policy":\#(ScanSample.json(policy)),"PolicyDocument":"\#(ScanSample.url(policy))"}"#,
      #"{"Engine":"postgres","EngineVersion":"15.4","Endpoint":{"Address":"db.abc123.eu-west-1.rds.amazonaws.com","Port":5432}}"#,
      #"{"imageDigest":"sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae","imageTag":"v1.2.3"}"#,
      #"{"ReceiptHandle":"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a","MD5OfBody":"fafb00f5732ab283681e124bf8747ed1"}"#,
      #"{"PasswordPolicy":{"MinimumLength":8,"RequireNumbers":true},"TokenType":"Bearer","HasSecret":false}"#,
      #"{"KeyId":"1234abcd-12ab-34cd-56ef-1234567890ab","KeyState":"Enabled","Token":"abc","NextToken":"def"}"#,
      "Action=DescribeInstances&Version=2016-11-15&Filter.1.Name=tag%3AName&Filter.1.Value.1=web",
    ] {
      #expect(ScanSample.findings(ScanSample.line(response: body)) == [], "\(body)")
    }
  }

  @Test("aliases of all forms, wherever what they stand for would be found", arguments: SampleAlias.all)
  func aliases(alias: String) {
    let quoted = ScanSample.json(alias)
    for body in [
      #"{"a":\#(quoted),"Password":\#(quoted),"AccountId":\#(quoted),"m":\#(ScanSample.json("is \(alias)."))}"#,
      #"{"SecretString":\#(ScanSample.json(#"{"user":\#(quoted)}"#)),"b":"\#(ScanSample.base64(alias))"}"#,
      "<a><Password>\(alias)</Password><UserId>\(alias)</UserId></a>",
      "a=1&Password=\(ScanSample.url(alias))&OwnerId=\(ScanSample.url(alias))",
    ] {
      #expect(ScanSample.findings(ScanSample.line(response: body)) == [], "\(body)")
    }
    #expect(ScanSample.findings(ScanSample.line(target: "/b?X-Amz-Signature=\(ScanSample.url(alias))")) == [])
  }
}
