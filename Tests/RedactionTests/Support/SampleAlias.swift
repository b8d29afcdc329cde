// SPDX-License-Identifier: Apache-2.0

@testable import Redaction

/// Aliases as the redactor makes them, of each form.
enum SampleAlias {
  private static let aliases = Aliases(key: AliasKey([UInt8](repeating: 7, count: 32)))

  static func of(_ value: String, _ form: AliasForm) -> String {
    String(decoding: aliases.alias(of: Array(value.utf8)[...], as: form), as: UTF8.self)
  }

  static let secret = of("hunter22", .text)
  static let accessKey = of("AKIA" + ScanSample.characters(16, of: "ABCDEF234567"), .accessKey)
  static let base64 = of("aHVudGVyMjIhIQ==", .base64)
  static let email = of("jane@corp.com", .email)
  static let digits = of("4711", .digits)
  static let account = of("314159265358", .digits)
  static let principal = of("AROA3XFRBF535PLBIFPI4", .principal)

  /// What stands for all that the scan looks for.
  static let all: [String] = [
    secret, accessKey, base64, email, digits, account, principal, of("54.239.28.85", .ipv4), of("2600:1f18::5", .ipv6),
    of(TokenFormTests.webToken, .jsonWebToken), of("-----BEGIN RSA PRIVATE KEY-----", .privateKey),
    of("-----BEGIN CERTIFICATE-----", .certificate), of("https://hooks.slack.com/services/T0/B0/x", .url),
    of("arn:aws:iam::314159265358:role/admin", .arn), of("db.corp.com", .host),
    of("4ab13fd2-28ae-4e5d-8b7e-6d3e3c4b1a55", .uuid), of("vpc-0a1b2c3d4e5f60718", .resourceID), of("1.5", .fraction),
  ]
}
