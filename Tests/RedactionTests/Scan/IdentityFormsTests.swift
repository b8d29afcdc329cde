// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Redaction

@Suite("Identities")
struct IdentityFormsTests {
  static let bodies = [
    #"{"Arn":"arn:aws:iam::314159265358:role/x"}"#, #"{"m":"arn:aws-cn:s3:eu-west-1:314159265358:x is gone"}"#,
    #"{"AccountId":"314159265358"}"#, #"{"ownerId":"314159265358"}"#, #"{"Account":314159265358}"#,
    #"{"AccountIds":["314159265358"]}"#, #"{"Principal":{"AWS":"314159265358"}}"#, #"{"UserId":"314159265358"}"#,
    #"{"aws:SourceAccount":"314159265358"}"#, "<OwnerId>314159265358</OwnerId>", "Action=X&OwnerId.1=314159265358",
    #"{"uri":"314159265358.dkr.ecr.eu-west-1.amazonaws.com/app"}"#,
    #"{"QueueUrl":"https://sqs.eu-west-1.amazonaws.com/314159265358/q"}"#,
    #"{"arn:aws:iam::314159265358:root":1}"#, #"{"p":"arn%3Aaws%3Aiam%3A%3A314159265358%3Arole%2Fx"}"#,
    #"{"token":"YXJuOmF3czppYW06OjMxNDE1OTI2NTM1ODpyb2xlL3g="}"#,
  ]

  @Test("account ids where they are some", arguments: bodies)
  func accounts(body: String) {
    #expect(ScanSample.rules(response: body) == ["alias.account"], "\(body)")
  }

  @Test("account ids in headers, and in the path of a queue")
  func accountsElsewhere() {
    let owner = HTTPField("x-amz-expected-bucket-owner", "314159265358")
    #expect(ScanSample.rules(ScanSample.line(requestFields: [owner])) == ["alias.account"])
    #expect(
      ScanSample.rules(ScanSample.line(action: "sqs:SendMessage", target: "/314159265358/queue")) == ["alias.account"])
    #expect(ScanSample.rules(ScanSample.line(target: "/314159265358/queue")) == [])
  }

  @Test(
    "twelve digits elsewhere, dummies and aliases are no account ids",
    arguments: [
      #"{"Size":"314159265358"}"#, #"{"Size":314159265358}"#, #"{"AccountId":"3141592653589"}"#,
      #"{"AccountId":"123456789012"}"#, #"{"AccountId":"000000000000"}"#, #"{"Arn":"arn:aws:iam::111122223333:root"}"#,
      #"{"Arn":"arn:aws:iam::999141592653:root"}"#, #"{"Arn":"arn:aws:iam::aws:policy/x"}"#,
      #"{"AccountId":999141592653}"#,
      #"{"k":"logs/314159265358/x"}"#, #"{"AccountName":"main"}"#, #"{"Arn":"arn:aws:s3:::314159265358"}"#,
    ])
  func noAccounts(body: String) {
    #expect(ScanSample.rules(response: body) == [], "\(body)")
  }

  @Test("unique ids of IAM entities")
  func principals() {
    for id in ["AROA3XFRBF535PLBIFPI4", "AIDACKCEVSQ6C2EXAMPLE", "AGPAJG5FXVW7AT2EXAMPL"] {
      #expect(ScanSample.rules(response: #"{"UserId":"\#(id):session"}"#) == ["alias.principal"])
      #expect(ScanSample.rules(response: "<RoleId>\(id)</RoleId>") == ["alias.principal"])
    }
    for id in [SampleAlias.principal, "AROA", "AROA3XFRBF", "aroa3xfrbf535plbifpi4"] {
      #expect(ScanSample.rules(response: #"{"RoleId":"\#(id)"}"#) == [])
    }
  }

  @Test(
    "e-mail addresses",
    arguments: [
      "jane.doe@corp.com", "<jane@corp.co.uk>", "write to jane+x@mail.corp.de.", "mailto:j@corp.io",
      "arn:aws:ses:eu-west-1:123456789012:identity/jane@corp.com", "https://x.test/users/jane@corp.com",
    ])
  func email(text: String) {
    #expect(ScanSample.rules(response: #"{"Note":\#(ScanSample.json(text))}"#) == ["alias.email"])
    #expect(ScanSample.rules(response: "Note=\(ScanSample.url(text))&x=1") == ["alias.email"])
  }

  @Test(
    "what has an @ and is no address of anybody",
    arguments: [
      "redacted-a1b2c3d4e5f60718@example.com", "jane@example.org", "jane@mail.example", "jane@corp.test",
      "git@github.com:a/b",
      "ssh://deploy@corp.com/a", "logo@2x.png", "name@1.2.3", "image@sha256:abc", "@scope/name", "a @ b.com",
      "user@localhost",
    ])
  func noEmail(text: String) {
    #expect(ScanSample.rules(response: #"{"Note":\#(ScanSample.json(text))}"#) == [])
  }

  @Test(
    "public addresses",
    arguments: [
      "54.239.28.85", "https://54.239.28.85/x", "54.239.28.85:443", "54.239.28.85/32", "from 54.239.28.85.",
      "2600:1f18:1234:5600::1", "2a05:d018:aaaa:bbbb:1:2:3:4", "[2600:1f18::5]:443", "2600:1f18:1234:5600::/56",
    ])
  func addresses(text: String) {
    #expect(ScanSample.rules(response: #"{"Ip":\#(ScanSample.json(text))}"#) == ["alias.ip"])
  }

  @Test(
    "what is no address, or nobody's",
    arguments: [
      "10.0.0.1", "172.16.0.0/12", "192.168.1.1", "127.0.0.1", "127.12.200.3", "0.0.0.0/0", "169.254.169.254",
      "198.51.100.7",
      "203.0.113.9", "255.255.255.255", "100.64.0.1", "1.2.3", "1.2.3.4.5", "v1.2.3.4", "1.2.3.256", "01.2.3.4",
      "Boto3/1.34.1.2", "version 5.7.38.1", "5.7.38.1-beta", "2001:db8:1::1", "2000::/3", "2026:11:23",
      "20:ab:cd:ef:01:02:03:04",
      "2026-11-23T05:13:15", "::1", "fe80::1", "std::string", "10:2001:5:3",
    ])
  func noAddresses(text: String) {
    #expect(ScanSample.rules(response: #"{"Ip":\#(ScanSample.json(text))}"#) == [])
  }

  @Test("a version is no address")
  func version() {
    #expect(ScanSample.rules(response: #"{"EngineVersion":"5.7.38.1","SupportedVersions":["5.6.1.2"]}"#) == [])
    #expect(ScanSample.rules(response: "<EngineVersion>5.7.38.1</EngineVersion>") == [])
  }
}
