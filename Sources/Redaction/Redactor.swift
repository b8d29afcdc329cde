// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import CassetteFormat
internal import Documents

/// Takes secrets out of exchanges before they are written anywhere, and looks a second time at what is to be written.
///
/// Immutable: made anew when the credentials change. Linear in the exchange.
package struct Redactor: Sendable {
  /// The name of the policy, as cassette headers tell it.
  package static let policy = "basic-1"
  /// What stands for a value that was taken out.
  static let mask = Array("REDACTED".utf8)
  /// The same for an access key id: of the right length and alphabet.
  static let maskedKeyID = Array("AKIAREDACTEDREDACTED".utf8)

  /// What stands for a value that is masked by its name: SDKs check the length of access key ids.
  private static func mask(for value: ArraySlice<UInt8>) -> [UInt8] {
    value.count == 20 && value.starts(with: "A".utf8) ? maskedKeyID : mask
  }

  private let literals: LiteralSecrets
  private let members: NameSet
  private let requestHeaders: NameSet
  private let responseHeaders: NameSet

  /// - Parameters:
  ///   - credentials: the proxy's own and the client's; their values are searched for in everything.
  ///   - rules: what is taken out beyond the lists that are always in force.
  package init(credentials: [Credentials], rules: RedactionRules = .none) {
    literals = LiteralSecrets(credentials)
    members = SensitiveNames.members.union(rules.names)
    requestHeaders = SensitiveNames.requestHeaders.union(rules.headers)
    responseHeaders = SensitiveNames.responseHeaders.union(rules.headers)
  }

  /// The exchange without secrets, and with the ids of the rules that changed it.
  package func redact(_ exchange: Exchange) -> Exchange {
    var result = exchange
    var rules: Set<String> = []
    result.request.head.fields = fields(exchange.request.head.fields, drop: requestHeaders, &rules)
    result.response.head.fields = fields(exchange.response.head.fields, drop: responseHeaders, &rules)
    result.response.trailers = fields(exchange.response.trailers, drop: responseHeaders, &rules)
    result.request.head.target = target(exchange.request.head, &rules)
    result.request.body = body(exchange.request.body, exchange.request.head.fields, &rules)
    result.response.body = body(exchange.response.body, exchange.response.head.fields, &rules)
    result.action = action(exchange.action, &rules)
    result.redactions = Set(exchange.redactions).union(rules).sorted()
    return result
  }

  /// The request as it would have been recorded: what a live request is compared with where recorded ones were redacted.
  package func redact(_ request: HTTPRequest) -> HTTPRequest {
    var rules: Set<String> = []
    var result = request
    result.head.fields = fields(request.head.fields, drop: requestHeaders, &rules)
    result.head.target = target(request.head, &rules)
    result.body = body(request.body, request.head.fields, &rules)
    return result
  }

  /// The action as it would have been recorded.
  package func redact(_ action: Action) -> Action {
    var rules: Set<String> = []
    return self.action(action, &rules)
  }

  /// For what is no AWS operation, the path stands in the action, too.
  private func action(_ action: Action, _ rules: inout Set<String>) -> Action {
    var result = action
    result.operation = text(action.operation, "path", &rules)
    return result
  }

  /// The second look, at the very bytes that are to be written: the ids of the rules that still find something.
  package func findings(in line: [UInt8]) -> [String] {
    line.withUnsafeBytes { bytes in
      var rules = Set(SecretPatterns.hits(in: bytes).filter { !Redactor.isMask(bytes[$0.range]) }.map(\.rule))
      if !literals.hits(in: bytes).isEmpty { rules.insert("value.credentials") }
      return rules.sorted()
    }
  }

  private static func isMask(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool { bytes.elementsEqual(maskedKeyID) }

  private func fields(_ fields: HTTPFields, drop: NameSet, _ rules: inout Set<String>) -> HTTPFields {
    var kept = HTTPFields()
    for field in fields where !drop.contains(field.name.utf8) {
      kept.append(field.name, text(field.value, "header", &rules))
    }
    return kept
  }

  /// The text itself, as a rule, or one with everything replaced that is a secret by its value.
  private func text(_ text: String, _ place: String, _ rules: inout Set<String>) -> String {
    var copy = text
    guard copy.withUTF8({ !hits(in: UnsafeRawBufferPointer($0)).isEmpty }) else { return text }
    return String(decoding: values(Array(text.utf8), place, &rules), as: UTF8.self)
  }

  private func target(_ head: HTTPRequestHead, _ rules: inout Set<String>) -> String {
    let target = head.targetWithoutSignature
    if target != head.target { rules.insert("query.presigned") }
    guard let mark = target.firstIndex(of: "?") else {
      return text(target, "path", &rules)
    }
    let pairs = target[target.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
    let query = pairs.map { pair in
      let name = pair.prefix { $0 != "=" }
      guard SensitiveNames.queryParameters.contains(PercentEncoding.decode(name.utf8)),
        name.endIndex < pair.endIndex
      else { return String(pair) }
      rules.insert("query.secret")
      return "\(name)=REDACTED"
    }.joined(separator: "&")
    return text("\(target[..<mark])?\(query)", "query", &rules)
  }

  private func body(_ body: [UInt8], _ fields: HTTPFields, _ rules: inout Set<String>) -> [UInt8] {
    guard !body.isEmpty else { return body }
    var result = body
    let first = body[0]
    let type: MediaType =
      first == 0x7B || first == 0x5B ? .json : first == 0x3C ? .xml : MediaType(fields["Content-Type"])
    if type == .json, let document = try? JSONReader.read(body) {
      result = json(document, &rules) ?? body
    } else if type == .form {
      result = form(body, &rules)
    } else if type == .xml {
      result = XMLElements.replacing(body, named: members) { value in
        rules.insert("body.member")
        return Redactor.mask(for: value)
      }
    }
    return values(result, "body", &rules)
  }

  private func json(_ document: Document, _ rules: inout Set<String>) -> [UInt8]? {
    DocumentRewriter.rewrite(document.root) { member, string in
      guard members.contains(member), !string.bytes.isEmpty else {
        return unescaped(string, &rules)
      }
      rules.insert("body.member")
      return Redactor.mask(for: string.bytes)
    }
  }

  /// A string with escapes, without the secrets in it: written with others, they are not seen in the body's own bytes.
  private func unescaped(_ string: DocumentValue, _ rules: inout Set<String>) -> [UInt8]? {
    guard string.sourceRange == nil else { return nil }
    let text = Array(string.bytes)
    let result = values(text, "body", &rules)
    return result == text ? nil : result
  }

  private func form(_ body: [UInt8], _ rules: inout Set<String>) -> [UInt8] {
    var out: [UInt8] = []
    for (index, pair) in body.split(separator: 0x26, omittingEmptySubsequences: false).enumerated() {
      if index > 0 { out.append(0x26) }
      let name = pair.prefix { $0 != 0x3D }
      // `Credentials.1.SecretKey`: the last word of a flattened name is the member's.
      let member = PercentEncoding.decode(name).split(separator: 0x2E).last ?? []
      if name.endIndex < pair.endIndex, members.contains(member) {
        rules.insert("body.member")
        out.append(contentsOf: name)
        out.append(0x3D)
        out.append(contentsOf: Redactor.mask(for: pair[name.endIndex...].dropFirst()))
      } else {
        out.append(contentsOf: pair)
      }
    }
    return out
  }

  private func hits(in bytes: UnsafeRawBufferPointer) -> [SecretPatterns.Hit] {
    literals.hits(in: bytes).map { SecretPatterns.Hit(rule: "value.credentials", range: $0) }
      + SecretPatterns.hits(in: bytes)
  }

  /// The text with everything replaced that is a secret by its value.
  private func values(_ text: [UInt8], _ place: String, _ rules: inout Set<String>) -> [UInt8] {
    let hits = text.withUnsafeBytes { self.hits(in: $0) }.sorted { $0.range.lowerBound < $1.range.lowerBound }
    guard !hits.isEmpty else { return text }
    var out: [UInt8] = []
    var at = 0
    for hit in hits {
      // The rest of one that overlaps the one before is no more than its tail.
      guard hit.range.lowerBound >= at else {
        at = max(at, hit.range.upperBound)
        continue
      }
      let value = text[hit.range]
      out.append(contentsOf: text[at..<hit.range.lowerBound])
      if value.elementsEqual(Redactor.maskedKeyID) {
        out.append(contentsOf: value)
      } else {
        rules.insert(place == "body" ? "body.\(hit.rule)" : hit.rule)
        out.append(contentsOf: value.count == 20 ? Redactor.maskedKeyID : Redactor.mask)
      }
      at = hit.range.upperBound
    }
    out.append(contentsOf: text[at...])
    return out
  }
}
