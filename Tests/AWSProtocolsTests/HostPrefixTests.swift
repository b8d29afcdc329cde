// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

@Suite("What goes before a host")
struct HostPrefixTests {
  private func prefix(_ service: String, _ name: String, _ fields: HTTPFields = []) throws -> String? {
    let service = try #require(ServiceIndex.standard.service(named: service))
    let operation = try #require(service.operation(named: name))
    return operation.hostPrefix?.text(for: HTTPRequestHead(method: "POST", target: "/", fields: fields))
  }

  @Test("is fixed, or has the value of a header in it that can be a label")
  func values() throws {
    #expect(try prefix("stepfunctions", "StartSyncExecution") == "sync-")
    #expect(try prefix("s3control", "GetPublicAccessBlock", [HTTPField("X-Amz-Account-Id", "1234")]) == "1234.")
    #expect(try prefix("s3control", "GetPublicAccessBlock") == nil)
    for value in ["", "a/b", "a.b", "-a", "é", "a b", "a\r\n"] {
      #expect(try prefix("s3control", "GetPublicAccessBlock", [HTTPField("x-amz-account-id", value)]) == nil)
    }
    #expect(try prefix("s3", "GetObject") == nil)
  }

  @Test("needs nothing but headers")
  func places() {
    for service in ServiceIndex.standard.services {
      for operation in service.operations where operation.hostPrefix != nil {
        let fields = ["x-amz-account-id", "x-amz-request-route", "graphIdentifier"].map { HTTPField($0, "x") }
        let head = HTTPRequestHead(method: "GET", target: "/", fields: HTTPFields(fields))
        #expect(operation.hostPrefix?.text(for: head) != nil, "\(service.name):\(operation.name)")
      }
    }
  }

  @Test("is read from broken templates", arguments: ["", "{", "}", "{}", "{header:}", "}{", "{a", "x{header:a}{"])
  func broken(template: String) {
    _ = HostPrefix(template[...]).text(for: HTTPRequestHead(method: "GET", target: "/"))
  }
}
