// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import AWSProtocols

/// A request to be made canonical, told by what matters of it.
struct CanonicalSample {
  var service: String
  var operation: String
  var method = "POST"
  var target = "/"
  var fields: HTTPFields = []
  var body: [UInt8] = []
  var context = CanonicalContext()

  var request: CanonicalRequest {
    CanonicalRequest(
      action: Action(service: service, operation: operation),
      head: HTTPRequestHead(method: method, target: target, fields: fields), body: body[...], context: context)
  }

  var key: CanonicalKey { request.key }
  var json: String { request.document.root.excerpt(1 << 20) }

  static func form(_ operation: String, _ body: String, service: String = "iam") -> CanonicalSample {
    CanonicalSample(
      service: service, operation: operation,
      fields: [HTTPField("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")], body: Array(body.utf8))
  }

  static func rest(
    _ service: String, _ operation: String, _ line: String, fields: HTTPFields = [], body: String = ""
  ) -> CanonicalSample {
    let parts = line.split(separator: " ").map(String.init)
    return CanonicalSample(
      service: service, operation: operation, method: parts[0], target: parts[1], fields: fields,
      body: Array(body.utf8))
  }

  static func json(_ service: String, _ operation: String, _ body: String, _ context: CanonicalContext)
    -> CanonicalSample
  {
    CanonicalSample(
      service: service, operation: operation, fields: [HTTPField("X-Amz-Target", "T.\(operation)")],
      body: Array(body.utf8), context: context)
  }
}
