// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Documents
import Testing

@testable import Redaction

/// An exchange that one rule changes: `planted` is what it takes out.
struct RuleSample {
  let planted: String
  let exchange: Exchange
  /// The rule that takes it where this one is off; nil where it stays.
  var other: RedactionRule?
  var credentials: [Credentials] = []
  var settings = RedactionSettings.none

  private static func json(
    _ planted: String, _ body: String, _ action: String = "codestar-connections:GetConnection",
    other: RedactionRule? = nil
  ) -> RuleSample {
    RuleSample(planted: planted, exchange: .json(action, response: body), other: other)
  }

  private static func value(_ planted: String, other: RedactionRule? = nil) -> RuleSample {
    json(planted, #"{"Note":"see \#(planted) here"}"#, other: other)
  }

  private static func header(_ planted: String, _ field: HTTPField) -> RuleSample {
    RuleSample(planted: planted, exchange: .sample(requestFields: [field]))
  }

  private static func own(_ sample: RuleSample, _ change: (inout RedactionSettings) throws -> Void) rethrows
    -> RuleSample
  {
    var sample = sample
    try change(&sample.settings)
    return sample
  }

  private static func run(_ piece: String, _ count: Int) -> String { String(repeating: piece, count: count) }

  /// nil for a rule that has none.
  static func of(_ rule: RedactionRule) throws -> RuleSample? {
    switch rule {
    case .secretHeader: header("planted-1", HTTPField("Cookie", "a=planted-1"))
    case .perRunHeader: header("planted-1", HTTPField("X-Amzn-Trace-Id", "planted-1"))
    case .connectionHeader: header("planted-1", HTTPField("X-Forwarded-Host", "planted-1"))
    case .presignedQuery:
      RuleSample(
        planted: "20261123T051618Z", exchange: .sample(target: "/k?X-Amz-Signature=0a1b2c&X-Amz-Date=20261123T051618Z"))
    case .secretQuery: RuleSample(planted: "planted-1", exchange: .sample(target: "/k?sig=planted-1"))
    case .secretMember: json("planted-1", #"{"Password":"planted-1"}"#)
    case .modelMember:
      RuleSample(
        planted: "planted-1",
        exchange: .json("lambda:CreateFunction", request: #"{"Environment":{"Variables":{"COLOR":"planted-1"}}}"#))
    case .overlayMember:
      json("ghe.corp.io", #"{"ProviderEndpoint":"https://ghe.corp.io"}"#, "codestar-connections:GetHost")
    case .credentials:
      RuleSample(
        planted: "planted+secret/1", exchange: .json(response: #"{"Note":"see planted+secret/1"}"#),
        credentials: [Credentials(accessKeyID: "test", secretAccessKey: "planted+secret/1", sessionToken: nil)])
    case .awsKey: value("AKIAIOSFODNN7EXAMPLE")
    case .awsToken: value("FwoG\(run("zX", 60))")
    case .github: value("ghp_\(run("a1", 18))")
    case .gitlab: value("glpat-\(run("c4", 10))")
    case .bitbucket: value("ATBB\(run("d3", 16))")
    case .slack: value("xoxb-1234567890-abcdefghij")
    case .google: value("AIza\(run("e", 35))")
    case .stripe: value("sk_live_\(run("f6", 12))")
    case .npm: value("npm_\(run("g7", 18))")
    case .pypi: value("pypi-AgE\(run("h8", 30))")
    case .sendgrid: value("SG.\(run("i9", 11)).\(run("j0", 21))j")
    case .twilio: value("AC\(run("0f", 16))")
    case .mailchimp: value("\(run("0a", 16))-us12")
    case .openai: value("sk-\(run("k1", 24))")
    case .discord: value("M\(run("l2", 12)).Yabcde.\(run("m3", 14))")
    case .telegram: value("123456789:AA\(run("n4", 16))n")
    case .square: value("sq0atp-\(run("o5", 11))")
    case .azure: value("AccountKey=\(run("Ab1+", 22))")
    case .jsonWebToken: value("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N")
    case .privateKey:
      json("MIIBplanted", #"{"Note":"-----BEGIN PRIVATE KEY-----\nMIIBplanted\n-----END PRIVATE KEY-----"}"#)
    case .urlPassword: value("https://jane:planted1@git.corp.io/x", other: .email)
    case .authorization: value("Bearer planted1planted2planted3")
    case .copy: json("see planted-1", #"{"Password":"planted-1","Note":"see planted-1"}"#)
    case .account: value("arn:aws:iam::210987654320:role")
    case .principal: value("AROADBQP57FF2AEXAMPLE")
    case .email: value("jane@corp.io")
    case .address: value("54.240.197.233")
    case .privateAddress: own(value("192.168.7.9")) { $0.on = [.privateAddress] }
    case .uuid: value("5d4b0e18-1c2f-4a8b-9d52-5f7a3c1e9b20")
    case .resourceID: value("vpc-0123456789abcdef0")
    // What the scan alone says; its own tests have the sample.
    case .scanLimit: nil
    case .userHeader: own(header("planted-1", HTTPField("X-Internal", "planted-1"))) { $0.headers = ["x-internal"] }
    case .userMember: own(json("planted-1", #"{"Code":"planted-1"}"#)) { $0.names = ["code"] }
    case .userPath:
      try own(json("planted-1", #"{"Code":"planted-1"}"#)) {
        $0.places = [.init(action: try #require(ActionPattern("*")), path: try #require(DocumentPath("/Code")))]
      }
    case .userPattern: try own(value("ticket-4711")) { $0.patterns = [try LinearPattern("ticket-[0-9]+")] }
    case .userLiteral: own(value("planted words")) { $0.literals = ["planted words"] }
    }
  }
}
