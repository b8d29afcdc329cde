// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import Documents

extension Exchange {
  /// The line of a cassette, without its newline. The same exchange gives the same bytes.
  package func encoded() -> [UInt8] {
    // A field takes some 60 bytes, all else 300.
    let fields = request.head.fields.list.count + response.head.fields.list.count
    var writer = JSONWriter(capacity: 512 + 64 * fields + request.body.count + response.body.count)
    writer.object { line in
      line.member("action", action.description)
      if !region.isEmpty { line.member("region", region) }
      line.member("at", at.rfc3339)
      line.member("took", took)
      line.member(
        "request",
        object: { message in
          message.member("method", request.head.method)
          message.member("endpoint", endpoint)
          message.member("target", request.head.target)
          Exchange.write(request.head.fields, as: "headers", to: &message)
          Exchange.write(request.body, requestPieces, to: &message)
        })
      line.member(
        "response",
        object: { message in
          message.member("status", response.head.status)
          Exchange.write(response.head.fields, as: "headers", to: &message)
          Exchange.write(response.body, responsePieces, to: &message)
          if !response.trailers.list.isEmpty { Exchange.write(response.trailers, as: "trailers", to: &message) }
        })
      if !redactions.isEmpty {
        line.member("redacted", array: { list in redactions.forEach { list.string($0) } })
      }
    }
    return writer.bytes
  }

  private static func write(_ body: [UInt8], _ pieces: BodyPieces?, to message: inout JSONWriter) {
    if let pieces { pieces.write(to: &message) } else { BodyForm.write(body, to: &message) }
  }

  private static func write(_ fields: HTTPFields, as name: String, to writer: inout JSONWriter) {
    writer.member(
      name,
      array: { list in
        for field in fields {
          list.array { pair in
            pair.string(field.name)
            pair.string(field.value)
          }
        }
      })
  }

  /// Reads a line of a cassette.
  /// - Parameter number: the line's number, for errors.
  package init(_ line: DocumentValue, number: Int) throws(CassetteError) {
    let view = try ExchangeView(line, number: number)
    guard let endpoint = view.request["endpoint"]?.string,
      let at = line["at"]?.string.flatMap({ Timestamp(rfc3339: $0) })
    else { throw CassetteError(.badLine, line: number, detail: "an exchange needs \"at\" and \"endpoint\"") }
    self.init(
      action: view.action, region: view.region, at: at, took: line["took"]?.int ?? 0, endpoint: endpoint,
      request: HTTPRequest(head: try view.requestHead(), body: Array(try view.requestBody())),
      response: HTTPResponse(
        head: HTTPResponseHead(status: view.status, fields: try view.responseFields()),
        body: Array(try view.responseBody()), trailers: try view.fields(of: view.response, "trailers")),
      requestPieces: try view.requestPieces(), responsePieces: try view.responsePieces(),
      redactions: line["redacted"]?.elements.compactMap(\.string) ?? [])
  }
}

/// An exchange read where its line lies: parts are made only when asked for.
package struct ExchangeView: Sendable {
  package let line: DocumentValue
  package let number: Int
  package let request: DocumentValue
  package let response: DocumentValue
  package let status: Int

  /// - Parameter number: the line's number in its file, for errors.
  package init(_ line: DocumentValue, number: Int) throws(CassetteError) {
    guard let request = line["request"], request.kind == .object, let response = line["response"],
      let status = response["status"]?.int, (200...999).contains(status)
    else {
      throw CassetteError(.badLine, line: number, detail: "an exchange needs a request and a response with its status")
    }
    self.line = line
    self.number = number
    self.request = request
    self.response = response
    self.status = status
  }

  /// `service:operation` as recorded.
  package var action: Action {
    let text = line["action"]?.string ?? ""
    guard let colon = text.utf8.firstIndex(of: 0x3A) else { return Action(service: text, operation: "") }
    return Action(service: String(text[..<colon]), operation: String(text[text.utf8.index(after: colon)...]))
  }

  package var region: String { line["region"]?.string ?? "" }
  /// When the request came; 1970 where the line does not say.
  package var at: Timestamp { line["at"]?.string.flatMap { Timestamp(rfc3339: $0) } ?? Timestamp(milliseconds: 0) }

  /// The host that the request went to, with its port.
  package var host: String {
    let endpoint = request["endpoint"]?.string ?? ""
    return endpoint.firstRange(of: "://").map { String(endpoint[$0.upperBound...].prefix { $0 != "/" }) } ?? endpoint
  }

  /// Who answered: `simulator` where it says so itself, `aws` for its hosts, else the endpoint.
  package var source: String {
    let isSimulated = response["headers"]?.elements.contains { pair in
      var parts = pair.elements
      return parts.next()?.string?.equalsIgnoringASCIICase("x-tapedeck-simulator") == true
    }
    if isSimulated == true { return "simulator" }
    let endpoint = request["endpoint"]?.string ?? ""
    let host = endpoint.split(separator: "/").last?.prefix { $0 != ":" } ?? ""
    let isAWS = ["amazonaws.com", "amazonaws.com.cn", "api.aws", "api.amazonwebservices.com.cn"].contains {
      host.hasSuffix(".\($0)")
    }
    return isAWS && endpoint.hasPrefix("https://") ? "aws" : endpoint
  }

  /// What its request is written in.
  package func dialect() throws(CassetteError) -> Dialect {
    let action = action
    let service = ServiceIndex.standard.service(named: action.service)
    // The operation of a form is a word, as that of a REST service is, whose requests are no forms; where none was found,
    // method and path stand in its place.
    let isForm = service?.isREST != true && !action.operation.contains(" ")
    let head = HTTPRequestHead(method: "", target: "", fields: try fields(of: request, "headers"))
    return Dialect(head, service: service, isForm: isForm)
  }

  /// Whether a part of the request that is compared may have been redacted.
  package var mayHaveRedactedRequest: Bool {
    line["redacted"]?.elements.contains { $0.string != "query.presigned" } ?? false
  }

  package func requestHead() throws(CassetteError) -> HTTPRequestHead {
    guard let method = request["method"]?.string, let target = request["target"]?.string else {
      throw bad("a request needs \"method\" and \"target\"")
    }
    return HTTPRequestHead(method: method, target: target, fields: try fields(of: request, "headers"))
  }

  package func responseFields() throws(CassetteError) -> HTTPFields { try fields(of: response, "headers") }

  package func requestBody() throws(CassetteError) -> ArraySlice<UInt8> {
    guard let body = BodyForm.read(request) else { throw bad("the request's body is broken") }
    return body
  }

  package func responseBody() throws(CassetteError) -> ArraySlice<UInt8> {
    guard let body = BodyForm.read(response) else { throw bad("the response's body is broken") }
    return body
  }

  /// Whether the response's body lies in the cassette's text byte for byte, so that it need not be copied.
  package var isResponseBodyInText: Bool {
    guard let body = response[BodyForm.json.rawValue] ?? response[BodyForm.text.rawValue] else { return false }
    return body.sourceRange != nil
  }

  /// Where the request's body stands in pieces: then ``requestBody()`` is empty.
  package func requestPieces() throws(CassetteError) -> BodyPieces? { try BodyPieces(request, number: number) }

  /// The same of the response's.
  package func responsePieces() throws(CassetteError) -> BodyPieces? { try BodyPieces(response, number: number) }

  package func responseTrailers() throws(CassetteError) -> HTTPFields { try fields(of: response, "trailers") }

  func fields(of message: DocumentValue, _ name: String) throws(CassetteError) -> HTTPFields {
    var fields = HTTPFields()
    guard let list = message[name] else { return fields }
    for pair in list.elements {
      var parts = pair.elements
      guard let name = parts.next()?.string, let value = parts.next()?.string else {
        throw bad("a header is not a pair of strings")
      }
      fields.append(name, value)
    }
    return fields
  }

  private func bad(_ detail: String) -> CassetteError { CassetteError(.badLine, line: number, detail: detail) }
}
