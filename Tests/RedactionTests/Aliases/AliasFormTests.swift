// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Redaction

@Suite("The form of a value")
struct AliasFormTests {
  private static let certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"

  @Test(
    "follows from its look",
    arguments: [
      ("210987654321", AliasForm.digits), ("7", .digits), ("-42", .digits), ("0123", .digits),
      ("1.5", .fraction), ("-0.25", .fraction), ("1e9", .fraction), ("1.5E-3", .fraction),
      ("5d4b0e18-1c2f-4a8b-9d52-5f7a3c1e9b20", .uuid), ("5D4B0E18-1C2F-4A8B-9D52-5F7A3C1E9B20", .uuid),
      ("jane.doe+aws@corp.example-company.io", .email), ("54.240.197.233", .ipv4), ("10.0.3.4", .ipv4),
      ("2a02:8109:9ac0:1c::1", .ipv6), ("AKIAIOSFODNN7EXAMPLE", .accessKey), ("AROADBQP57FF2AEXAMPLE", .principal),
      ("vpc-0123456789abcdef0", .resourceID), ("sg-903004f8", .resourceID), ("vpce-svc-0123456789abcdef0", .resourceID),
      ("arn:aws:iam::210987654320:role/deploy", .arn), ("https://ghe.corp.io:8443/x?y", .url), ("ssh://git@h", .url),
      ("c2VjcmV0IHZhbHVlMQ==", .base64), ("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", .text),
      ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmN", .jsonWebToken),
      ("-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----", .privateKey),
      (certificate, .certificate),
      (certificate + "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----", .privateKey),
      ("hunter2", .text), ("correct horse battery staple", .text), ("", .text),
    ])
  func forms(value: String, form: AliasForm) {
    #expect(AliasForm.of(value) == form)
  }

  @Test(
    "is that of a text where a look deceives",
    arguments: [
      "1234-5678", "1.", ".5", "1e", "1+2", "--1", "2026-11-23", "1.2.3", "5d4b0e18-1c2f-4a8b-9d52-5f7a3c1e9b2",
      "my secret: http://x", "://host", "1http://host", "a-scheme-too-long-for-one://host", "jane@localhost",
      "@corp.io",
      "arn:aws:iam", "-----BEGIN PRIVATE KEY----- in one line", "abcdefghijklmnop", "ABCDEFGHIJKLMNO1",
      "0123456789abcdef", "vpc-01234567z", "-vpc-01234567", "eyJhbGci.eyJzdWIi", "AKIAiosfodnn7exampl_", "256.1.1.1",
    ])
  func texts(value: String) {
    #expect(AliasForm.of(value) == .text)
  }
}
