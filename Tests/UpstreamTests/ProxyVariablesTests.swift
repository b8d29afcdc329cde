// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Upstream

@Suite("Variables that name a proxy")
struct ProxyVariablesTests {
  @Test(
    "A port of our own is known in every form",
    arguments: [
      "http://127.0.0.1:8080", "127.0.0.1:8080", "localhost:8080/", "HTTP://u:p@LocalHost:8080", "http://[::1]:8080",
      "http://0.0.0.0:8080", "socks5h://127.1.2.3:8080",
    ])
  func own(value: String) {
    #expect(ProxyVariables.lead(toOwn: 8080, for: "https", in: ["HTTPS_PROXY": value]))
  }

  @Test(
    "Other ports and hosts are not ours",
    arguments: [
      "http://127.0.0.1:8081", "http://127.0.0.1", "http://proxy.example:8080", "", "http://localhost.example:8080",
      "http://localhost:8080@proxy.example:3128", ":", "@", "://",
    ])
  func foreign(value: String) {
    #expect(!ProxyVariables.lead(toOwn: 8080, for: "https", in: ["HTTPS_PROXY": value]))
  }

  @Test("The variable counts that libcurl takes: the scheme's, in small letters first, then the one for all")
  func order() {
    let (own, other) = ("http://127.0.0.1:8080", "http://proxy.example:3128")
    func leads(_ scheme: String, _ environment: [String: String]) -> Bool {
      ProxyVariables.lead(toOwn: 8080, for: scheme, in: environment)
    }
    #expect(leads("https", ["https_proxy": own, "HTTPS_PROXY": other]))
    #expect(!leads("https", ["https_proxy": other, "HTTPS_PROXY": own, "ALL_PROXY": own]))
    #expect(leads("https", ["https_proxy": "", "ALL_PROXY": own]))
    #expect(!leads("https", ["http_proxy": own]))
    #expect(leads("http", ["http_proxy": own]))
    #expect(!leads("http", ["HTTP_PROXY": own, "https_proxy": own]))
    #expect(leads("http", ["all_proxy": own]))
    #expect(!leads("https", [:]))
  }
}
