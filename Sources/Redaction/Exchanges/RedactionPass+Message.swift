// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// The parts of a message: target, fields and body.
extension RedactionPass {
  /// A text that stands in an exchange outside of bodies.
  func text(_ text: String, _ part: ExchangeHalf, _ place: TextPlace.Name) -> String {
    var copy = text
    let result = copy.withUTF8 { redacted(UnsafeRawBufferPointer($0), TextPlace(part, place)) }
    return result.map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  func fields(_ fields: HTTPFields, _ part: ExchangeHalf) -> HTTPFields {
    var kept = HTTPFields()
    for field in fields {
      if let rule = rules.rule(dropping: field.name.utf8, of: part) {
        drop(rule, part, "header \(field.name)")
        if rule == .secretHeader || rule == .userHeader {
          // Every signed request has one of the others.
          if rule == .userHeader { markChanged(rule) }
          for secret in HeaderSecrets.all(in: field) { learn(secret[...], AliasForm.of(secret[...])) }
        }
      } else {
        kept.append(field.name, value(of: field, part))
      }
    }
    return kept
  }

  private func value(of field: HTTPField, _ part: ExchangeHalf) -> String {
    let isMarked = model.rule(ofHeader: field.name, in: part)
    let isRequestID = part == .response && SensitiveNames.requestIDs.contains(field.name.utf8)
    guard isMarked != nil || isRequestID || field.value.utf8.count == 12 else {
      return text(field.value, part, .header(field.name))
    }
    let value = Array(field.value.utf8)
    if value.isEmpty { return field.value }
    var alias: [UInt8]?
    if let rule = isMarked, rules.isOn(rule) {
      alias = self.alias(value[...], AliasForm.of(value[...]), rule, describe(part, "header \(field.name)"))
      if alias != nil { learn(value[...], AliasForm.of(value[...])) }
    } else if isRequestID, rules.isOn(.perRunHeader) {
      alias = self.alias(value[...], AliasForm.of(value[...]), .perRunHeader, describe(part, "header \(field.name)"))
    } else if isAccount(value, named: Array(field.name.utf8)) {
      alias = self.alias(value[...], .digits, .account, describe(part, "header \(field.name)"))
    }
    if let alias { return String(decoding: alias, as: UTF8.self) }
    return text(field.value, part, .header(field.name))
  }

  private func describe(_ part: ExchangeHalf, _ place: String) -> String {
    "\(part) \(place)"
  }

  /// The target without what signs it, and with aliases in path and query.
  func target(_ head: HTTPRequestHead) -> String {
    var target = head.target
    if rules.isOn(.presignedQuery) {
      target = PresignedTarget.without(head) { learn(Array($0)[...], .text) }
      if target != head.target {
        markChanged(.presignedQuery)
        drop(.presignedQuery, .request, "query")
      }
    }
    guard let mark = target.firstIndex(of: "?") else { return path(target[...]) }
    let path = path(target[..<mark])
    let pairs = target[target.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
    return "\(path)?\(pairs.map(parameter).joined(separator: "&"))"
  }

  /// The path with aliases of the labels that are marked, and of what is found in it.
  private func path(_ path: Substring) -> String {
    let labels = model.labels.filter { rules.isOn($0.rule) }
    if labels.isEmpty { return text(String(path), .request, .word("path")) }
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    let last = segments.lastIndex { !$0.isEmpty } ?? 0
    return segments.enumerated().map { number, segment in
      guard let label = labels.first(where: { last - $0.behind == number }), !segment.isEmpty else {
        return text(String(segment), .request, .word("path"))
      }
      let value = PercentEncoding.decode(segment.utf8)[...]
      guard let alias = alias(value, AliasForm.of(value), label.rule, describe(.request, "path")) else {
        return String(segment)
      }
      learn(value, AliasForm.of(value))
      return PercentEncoding.encode(alias)
    }.joined(separator: "/")
  }

  private func parameter(_ pair: Substring) -> String {
    guard let equal = pair.utf8.firstIndex(of: 0x3D) else { return text(String(pair), .request, .word("query")) }
    let name = PercentEncoding.decode(pair[..<equal].utf8)
    let value = PercentEncoding.decode(pair[equal...].utf8.dropFirst())
    if value.isEmpty { return String(pair) }
    let place = TextPlace.Name.query(String(decoding: name, as: UTF8.self))
    var rule = rules.rule(ofMember: name)
    if rule == nil, let query = SensitiveNames.rule(ofParameter: name), rules.isOn(query),
      !SensitiveNames.mayStay(name, value)
    {
      rule = query
    }
    if rule == nil, let marked = model.rule(ofParameter: name), rules.isOn(marked) { rule = marked }
    if let rule {
      let form = AliasForm.of(value[...])
      guard let alias = alias(value[...], form, rule, describe(.request, "\(place)")) else { return String(pair) }
      learn(value[...], form)
      return "\(pair[..<equal])=\(PercentEncoding.encode(alias))"
    }
    if isAccount(value, named: name), let alias = alias(value[...], .digits, .account, describe(.request, "\(place)")) {
      return "\(pair[..<equal])=\(String(decoding: alias, as: UTF8.self))"
    }
    return "\(pair[..<equal])=\(text(String(pair[equal...].dropFirst()), .request, place))"
  }

  /// The body with aliases; nil where nothing changes.
  func body(_ body: [UInt8], _ kind: BodyInPlace.Kind, _ part: ExchangeHalf) -> [UInt8]? {
    guard !body.isEmpty else { return nil }
    switch kind {
    case .json: return document(body, .json, part)
    case .xml: return document(body, .xml, part)
    case .form: return document(body, .form, part)
    case .cbor: return document(body, .cbor, part)
    case .text: return plain(body, part)
    case .eventStream:
      let result = EventStream.rewrite(
        body,
        payload: { payload, type in
          let payload = Array(payload)
          return self.body(payload, type.map { BodyInPlace.kind(payload, $0) } ?? .text, part) ?? payload
        },
        text: { self.text($0, part, .body("")) })
      guard let result else { return plain(body, part) }
      return result == body ? nil : result
    }
  }

  /// A body by its members. One that cannot be read whole is looked at as text besides: behind a fault nobody can tell
  /// what is a member.
  private func document(_ body: [UInt8], _ kind: BodyKind, _ part: ExchangeHalf) -> [UInt8]? {
    let (bytes, isWhole) = body.withUnsafeBytes { rewritten($0, as: kind, part, depth: 0) }
    if isWhole { return bytes }
    return keepingAliases { plain(bytes ?? body, part) } ?? bytes
  }

  private func plain(_ body: [UInt8], _ part: ExchangeHalf) -> [UInt8]? {
    body.withUnsafeBytes { bytes in
      let place = TextPlace(part, .body(""))
      return body.isUTF8 ? redacted(bytes, place) : copies(in: bytes, place)
    }
  }
}
