// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Documents

@testable import Redaction

extension HTTPField {
  static let json = HTTPField("Content-Type", "application/x-amz-json-1.0")
  static let xml = HTTPField("Content-Type", "text/xml")
  static let form = HTTPField("Content-Type", "application/x-www-form-urlencoded")
  static let cbor = HTTPField("Content-Type", "application/cbor")
  static let text = HTTPField("Content-Type", "text/plain")
  static let events = HTTPField("Content-Type", EventStream.mediaType)
}

extension Exchange {
  /// An exchange of which a test names what matters.
  static func sample(
    _ action: String = "codestar-connections:GetConnection", method: String = "POST", target: String = "/",
    requestFields: HTTPFields = [], request: [UInt8] = [], responseFields: HTTPFields = [], response: [UInt8] = [],
    trailers: HTTPFields = []
  ) -> Exchange {
    let halves = action.split(separator: ":", maxSplits: 1).map(String.init)
    return Exchange(
      action: Action(service: halves[0], operation: halves[1]), region: "eu-west-1",
      at: Timestamp(seconds: 1_795_338_487), took: 1, endpoint: "https://\(halves[0]).eu-west-1.amazonaws.com",
      request: HTTPRequest(
        head: HTTPRequestHead(method: method, target: target, fields: requestFields), body: request),
      response: HTTPResponse(
        head: HTTPResponseHead(status: 200, fields: responseFields), body: response, trailers: trailers))
  }

  /// One with a JSON request and a JSON response.
  static func json(
    _ action: String = "codestar-connections:GetConnection", request: String = "{}", response: String = "{}"
  ) -> Exchange {
    .sample(
      action, requestFields: [.json], request: Array(request.utf8), responseFields: [.json],
      response: Array(response.utf8))
  }

  var requestText: String { String(decoding: request.body, as: UTF8.self) }
  var responseText: String { String(decoding: response.body, as: UTF8.self) }
  /// All of it, as it is written.
  var line: String { String(decoding: encoded(), as: UTF8.self) }
}

extension Redactor {
  static func sample(
    _ credentials: [Credentials] = [], keepsAliases: Bool = true, _ change: (inout RedactionSettings) -> Void = { _ in }
  ) -> Redactor {
    var settings = RedactionSettings.none
    change(&settings)
    return Redactor(
      credentials: credentials, settings: settings, aliases: Aliases(key: .sample), keepsAliases: keepsAliases)
  }

  /// A JSON response as it would be recorded.
  func redact(json: String, _ action: String = "codestar-connections:GetConnection") -> String {
    redact(.json(action, response: json)).responseText
  }

  /// A text as it would be recorded in the body of a response.
  func redact(text: String) -> String {
    redact(.sample(responseFields: [.text], response: Array(text.utf8))).responseText
  }
}
