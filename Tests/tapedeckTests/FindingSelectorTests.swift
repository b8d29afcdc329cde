// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import ArgumentParser
import Documents
import Drift
import Testing

@testable import tapedeck

@Suite("Which findings an option means")
struct FindingSelectorTests {
  @Test(
    "are rule, action and place, or some of them",
    arguments: [
      ("value.changed", "value.changed", nil, nil),
      ("member.*", "member.*", nil, nil),
      ("@s3:Put*", "*", "s3:Put*", nil),
      ("/headers/Server", "*", nil, "/headers/server"),
      ("value.changed@ec2:*", "value.changed", "ec2:*", nil),
      ("value.changed/body/Id", "value.changed", nil, "/body/Id"),
      ("*@GetObject/**", "*", "GetObject", "/**"),
      ("header.added@s3:*/headers/x@y", "header.added", "s3:*", "/headers/x@y"),
    ] as [(String, String, String?, String?)])
  func selectors(text: String, rule: String, action: String?, path: String?) throws {
    let override = try DriftSettings.Override(selector: text, severity: .info)
    #expect(override.rule == rule && override.action?.description == action)
    #expect(override.path?.description == path && override.severity == .info)
  }

  @Test("have a severity behind the last =", arguments: SeverityLevel.allCases)
  func severities(level: SeverityLevel) throws {
    let override = try DriftSettings.Override(severity: "kind.*@a:B/body/x=y=\(level.rawValue)")
    #expect(override.severity == level.severity && override.path?.description == "/body/x=y")
  }

  @Test(
    "are refused where they name nothing",
    arguments: ["", "@", "@/body", "value", "value.changed@", "value.changed/", "value.changed/Id", "@:x", "no.rule"])
  func refused(text: String) {
    #expect(throws: ValidationError.self) { try DriftSettings.Override(selector: text, severity: nil) }
    #expect(throws: ValidationError.self) { try DriftSettings.Override(severity: "\(text)=info") }
  }

  @Test("are refused without a severity", arguments: ["value.changed", "value.changed=", "value.changed=off", "=info"])
  func levels(text: String) {
    #expect(throws: ValidationError.self) { try DriftSettings.Override(severity: text) }
  }
}
