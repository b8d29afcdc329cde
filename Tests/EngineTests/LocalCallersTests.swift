// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Engine

@Suite("Requests that nobody signed")
struct LocalCallersTests {
  private let callers = LocalCallers()

  private func isTaken(_ fields: (String, String)...) -> Bool {
    callers.refusal(
      HTTPRequestHead(method: "POST", target: "/", fields: HTTPFields(fields.map { HTTPField($0.0, $0.1) }))) == nil
  }

  @Test(
    "are taken where they ask for this machine or for AWS",
    arguments: [
      ("127.0.0.1", true), ("127.0.0.1:4566", true), ("127.255.1.2", true), ("[::1]:80", true), ("LOCALHOST.", true),
      ("bucket.s3.localhost:4566", true), ("sts.amazonaws.com", true), ("b.s3.cn-north-1.amazonaws.com.cn", true),
      ("s3.dualstack.us-east-1.api.aws", true),
      ("evil.example", false), ("", false), ("128.0.0.1", false), ("127.0.0.1.evil.example", false), ("127.0.0", false),
      ("127.0.0.x", false), ("127.0.0.256", false), ("[::2]", false), ("[::1].evil", false), ("[::1", false),
      ("localhost.evil.example", false), ("evillocalhost", false), ("amazonaws.com.evil", false),
      ("evilamazonaws.com", false), ("0x7f.0.0.1", false), ("2130706433", false),
    ])
  func hosts(host: String, isFine: Bool) {
    #expect(isTaken(("Host", host)) == isFine)
  }

  @Test(
    "are taken from pages of this machine only",
    arguments: [
      ("http://localhost:3000", true), ("https://127.0.0.1", true), ("http://[::1]:3000", true),
      ("https://evil.example", false), ("null", false), ("", false), ("http://localhost.evil.example", false),
      ("file://", false), ("http://u@localhost", false),
    ])
  func origins(origin: String, isFine: Bool) {
    #expect(isTaken(("Host", "127.0.0.1"), ("Origin", origin)) == isFine)
  }

  @Test("without an origin are not taken where the browser calls them foreign")
  func images() {
    #expect(!isTaken(("Host", "localhost"), ("Sec-Fetch-Site", "cross-site")))
    #expect(isTaken(("Host", "localhost"), ("Sec-Fetch-Site", "none")))
    #expect(isTaken())
  }
}
