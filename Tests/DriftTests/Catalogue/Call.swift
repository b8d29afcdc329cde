// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat

/// One call of a session as a test writes it down, with bodies as text.
struct Call: Sendable {
  var action: Action
  var method = "POST"
  var target = "/"
  var fields: [HTTPField] = []
  var body = ""
  var status = 200
  var answerFields: [HTTPField] = []
  /// What is answered; JSON where ``isCBOR``.
  var answer = ""
  /// Whether both bodies are written down as JSON and stand in the cassette as CBOR.
  var isCBOR = false
  /// Whether the answer is compressed.
  var isZipped = false
  /// In milliseconds.
  var took = 0
  var endpoint = ""

  /// The text without its line breaks and the spaces behind them.
  static func flat(_ text: String) -> String {
    text.split(separator: "\n").map { line in String(line.drop { $0 == " " }) }.joined()
  }

  subscript(answerField name: String) -> String? {
    get { HTTPFields(answerFields)[name] }
    set {
      var fields = HTTPFields(answerFields)
      if let newValue { fields.set(name, newValue) } else { fields.remove(name) }
      answerFields = fields.list
    }
  }

  func exchange(at: Timestamp, region: String) throws -> Exchange {
    let (request, response) = (Array(body.utf8), Array(answer.utf8))
    return Exchange(
      action: action, region: region, at: at, took: took, endpoint: endpoint,
      request: HTTPRequest(
        head: HTTPRequestHead(method: method, target: target, fields: HTTPFields(fields)),
        body: isCBOR ? try CBORText.encode(request) : request),
      response: HTTPResponse(
        head: HTTPResponseHead(status: status, fields: HTTPFields(answerFields)),
        body: isCBOR ? try CBORText.encode(response) : isZipped ? StoredGzip.encode(response) : response))
  }
}
