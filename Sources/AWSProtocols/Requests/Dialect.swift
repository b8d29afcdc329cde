// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// The form in which a service writes its messages; here, its errors (Smithy, "AWS protocols").
package enum Dialect: String, Sendable, CaseIterable {
  case awsJson1_0, awsJson1_1, awsQuery, ec2Query, restJson1, restXml, rpcv2Cbor
  /// No AWS protocol.
  case http

  /// What a request is written in, by its own headers and what its service speaks.
  /// - Parameter isForm: whether its operation is told by the field `Action`.
  package init(_ head: HTTPRequestHead, service: Service?, isForm: Bool) {
    if head.fields.contains("X-Amz-Target") {
      self = head.fields["Content-Type"]?.hasSuffix("1.1") == true ? .awsJson1_1 : .awsJson1_0
    } else if head.fields["smithy-protocol"] == "rpc-v2-cbor" {
      self = .rpcv2Cbor
    } else if isForm, service?.isREST != true {
      self = service?.protocols.contains("ec2") == true ? .ec2Query : .awsQuery
    } else {
      switch service?.protocols.first {
      case "rest-xml": self = .restXml
      case "rest-json": self = .restJson1
      case "query": self = .awsQuery
      case "ec2": self = .ec2Query
      case "json1.0": self = .awsJson1_0
      case "json1.1": self = .awsJson1_1
      case "smithy-rpc-v2-cbor": self = .rpcv2Cbor
      default: self = .http
      }
    }
  }

  /// A response that every SDK of the protocol reads as an error with this code.
  /// - Parameters:
  ///   - code: a word (letters only), so that it needs no escape in any of them.
  package func error(status: Int, code: String, message: String, requestID: String) -> HTTPResponse {
    var fields: HTTPFields = []
    var body: [UInt8]
    switch self {
    case .awsJson1_0, .awsJson1_1, .restJson1, .http:
      fields.append("Content-Type", contentType)
      fields.append("x-amzn-ErrorType", code)
      var writer = JSONWriter()
      writer.object { error in
        error.member("__type", code)
        error.member("message", message)
      }
      body = writer.bytes
    case .awsQuery:
      body = xml(
        "<ErrorResponse><Error><Type>Sender</Type><Code>\(code)</Code><Message>", message,
        "</Message></Error><RequestId>\(requestID)</RequestId></ErrorResponse>")
      fields.append("Content-Type", contentType)
    case .ec2Query:
      body = xml(
        "<Response><Errors><Error><Code>\(code)</Code><Message>", message,
        "</Message></Error></Errors><RequestID>\(requestID)</RequestID></Response>")
      fields.append("Content-Type", contentType)
    case .restXml:
      body = xml(
        "<Error><Code>\(code)</Code><Message>", message, "</Message><RequestId>\(requestID)</RequestId></Error>")
      fields.append("Content-Type", contentType)
    case .rpcv2Cbor:
      // A definite map of two texts (RFC 8949 §3.1).
      body = [0xA2]
      for text in ["__type", code, "message", message] { Dialect.appendCBOR(text, to: &body) }
      fields.append("Content-Type", contentType)
      fields.append("smithy-protocol", "rpc-v2-cbor")
    }
    fields.append("x-amzn-RequestId", requestID)
    return HTTPResponse(head: HTTPResponseHead(status: status, fields: fields), body: body)
  }

  private var contentType: String {
    switch self {
    case .awsJson1_0: "application/x-amz-json-1.0"
    case .awsJson1_1: "application/x-amz-json-1.1"
    case .restJson1, .http: "application/json"
    case .awsQuery, .ec2Query: "text/xml"
    case .restXml: "application/xml"
    case .rpcv2Cbor: "application/cbor"
    }
  }

  private func xml(_ before: String, _ text: String, _ after: String) -> [UInt8] {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      // What XML 1.0 §2.2 has no way to write.
      case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(before)\(escaped)\(after)".utf8)
  }

  private static func appendCBOR(_ text: String, to bytes: inout [UInt8]) {
    CBORTexts.appendHead(3, UInt64(text.utf8.count), to: &bytes)
    bytes.append(contentsOf: text.utf8)
  }
}
