// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Upstream

@Suite("Where the CA bundle comes from")
struct CurlUpstreamOptionsTests {
  private let all = ["AWS_CA_BUNDLE": "a", "SSL_CERT_FILE": "s", "CURL_CA_BUNDLE": "c"]

  @Test("The parameter goes before AWS's variable, that before the general ones, empty ones do not count")
  func order() {
    #expect(CurlUpstreamOptions(caBundle: "p", environment: all).caBundle == "p")
    #expect(CurlUpstreamOptions(environment: all).caBundle == "a")
    #expect(CurlUpstreamOptions(environment: all.merging(["AWS_CA_BUNDLE": ""]) { $1 }).caBundle == "s")
    #expect(CurlUpstreamOptions(environment: ["CURL_CA_BUNDLE": "c"]).caBundle == "c")
    #expect(CurlUpstreamOptions(environment: [:]).caBundle == nil)
  }
}
