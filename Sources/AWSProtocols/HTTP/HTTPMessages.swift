// SPDX-License-Identifier: Apache-2.0

/// The first part of a request: what stands before its body.
package struct HTTPRequestHead: Hashable, Sendable {
  package var method: String
  /// Path and query byte for byte as they were sent, `/` at least.
  package var target: String
  package var fields: HTTPFields

  package init(method: String, target: String, fields: HTTPFields = []) {
    self.method = method
    self.target = target
    self.fields = fields
  }

  /// The target before the first `?`.
  package var path: Substring { target[..<(target.utf8.firstIndex(of: 0x3F) ?? target.endIndex)] }

  /// The target behind the first `?`, or nil where there is none.
  package var query: Substring? {
    target.utf8.firstIndex(of: 0x3F).map { target[target.utf8.index(after: $0)...] }
  }
}

/// A request with all of its body.
package struct HTTPRequest: Hashable, Sendable {
  package var head: HTTPRequestHead
  package var body: [UInt8]

  package init(head: HTTPRequestHead, body: [UInt8] = []) {
    self.head = head
    self.body = body
  }
}

/// The first part of a final response (never a 1xx one).
package struct HTTPResponseHead: Hashable, Sendable {
  package var status: Int
  package var fields: HTTPFields

  package init(status: Int, fields: HTTPFields = []) {
    self.status = status
    self.fields = fields
  }
}

/// A response with all of its body.
package struct HTTPResponse: Hashable, Sendable {
  package var head: HTTPResponseHead
  package var body: [UInt8]
  package var trailers: HTTPFields

  package init(head: HTTPResponseHead, body: [UInt8] = [], trailers: HTTPFields = []) {
    self.head = head
    self.body = body
    self.trailers = trailers
  }
}
