// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Puts aliases into one text, and into the texts that are written in it.
extension RedactionPass {
  /// Texts in texts are looked into so deep.
  static let deepest = 4
  /// Nothing shorter holds a value that is told by its look.
  private static let shortest = 6

  /// The text with aliases, or nil where nothing of it is to go.
  func redacted(_ text: UnsafeRawBufferPointer, _ place: borrowing TextPlace, depth: Int = 0) -> [UInt8]? {
    let edits = edits(text, place, depth: depth)
    return edits.isEmpty ? nil : TextEdit.apply(edits, to: text)
  }

  /// What is to go of a text.
  func edits(_ text: UnsafeRawBufferPointer, _ place: borrowing TextPlace, depth: Int) -> [TextEdit] {
    guard text.count >= RedactionPass.shortest, depth <= RedactionPass.deepest else { return [] }
    // As a rule a text is words.
    if rules.hasNoPatterns, PlainWords.areAll(text) { return knownValues(text, place) }
    let look = look(place, depth: depth)
    if seen.contains(text, look) { return [] }
    let documents = documents
    let edits = wholeEdits(text, place, depth: depth)
    if edits.isEmpty, self.documents == documents { seen.insert(text, look) }
    return edits
  }

  /// All that what is found in a text depends on, but for the text.
  private func look(_ place: borrowing TextPlace, depth: Int) -> UInt16 {
    UInt16(truncatingIfNeeded: depth + 1) << 4 | (place.part == .request ? 8 : 0) | (place.tellsVersion ? 4 : 0)
      | (place.isKept ? 2 : 0) | (place.isPart ? 4096 : 0) | (keepsAliases ? 1 : 0)
  }

  private func wholeEdits(_ text: UnsafeRawBufferPointer, _ place: borrowing TextPlace, depth: Int) -> [TextEdit] {
    if !place.isKept, !place.isPart, let document = document(text, place, depth: depth) { return document }
    let signs = TextSigns(of: text)
    // What is escaped is read as what it says, all of it: nothing is redacted twice.
    for (form, sign) in [(EncodedLayer.Form.percent, TextSigns.percent), (.json, .backslash)]
    where signs.contains(sign) {
      guard let layer = EncodedLayer(text, form) else { continue }
      let first = originals.count
      let inner = layer.decoded.withUnsafeBytes { self.edits($0, place, depth: depth + 1) }
      let edits = inner.map(layer.edit)
      for (one, edit) in zip(inner, edits) where edit.range.count > one.range.count {
        noteSource(Array(text.from(edit.range)), of: one.text, writtenAs: edit.text, since: first)
      }
      // A value may have what looks like an escape.
      let known = knownValues(text, place)
      return known.isEmpty ? edits : TextEdit.disjoint(edits + known)
    }
    let hits = hits(text, signs, place)
    if hits.isEmpty, !signs.contains(.capitalOrDigit) { return [] }
    var edits: [TextEdit] = []
    var end = 0
    for hit in hits {
      encodedEdits(text, end..<hit.range.lowerBound, place, depth: depth, &edits)
      end = hit.range.upperBound
      if let edit = edit(hit, in: text, place) { edits.append(edit) }
    }
    encodedEdits(text, end..<text.count, place, depth: depth, &edits)
    return edits
  }

  /// What is to go of the texts that stand in base64 or hexadecimal digits in a part of a text.
  private func encodedEdits(
    _ text: UnsafeRawBufferPointer, _ part: Range<Int>, _ place: borrowing TextPlace, depth: Int,
    _ edits: inout [TextEdit]
  ) {
    guard part.count >= EncodedRun.shortest else { return }
    EncodedRun.forEach(in: text.from(part)) { run in
      let inner = run.decoded.withUnsafeBytes { decoded in
        run.isText && !run.isHexadecimal
          ? self.edits(decoded, place, depth: depth + 1) : knownValues(decoded, place)
      }
      guard !inner.isEmpty else { return false }
      let other = run.decoded.withUnsafeBytes { TextEdit.apply(inner, to: $0) }
      let range = run.range.lowerBound + part.lowerBound..<run.range.upperBound + part.lowerBound
      edits.append(TextEdit(range: range, text: run.encoded(other)))
      return true
    }
  }

  /// What is found in plain text: copies of known values before what only looks like one.
  private func hits(
    _ text: UnsafeRawBufferPointer, _ signs: TextSigns, _ place: borrowing TextPlace
  ) -> [ValueHit] {
    var hits = knownHits(text, place)
    if place.isKept { return hits }
    hits += ValueScanner.hits(
      text, rules: rules, accounts: learnt.accounts, tellsVersion: place.tellsVersion)
    if signs.contains([.equal, .parameter]) { hits += QueryTexts.hits(text) { rules.isOn($0) } }
    if signs.contains(.equal) || signs.contains(.colon) { hits += PairTexts.hits(text, rules) }
    for pattern in rules.settings.patterns where rules.isOn(.userPattern) {
      hits += pattern.matches(in: text).compactMap { match in
        if keepsAliases, isInAlias(match, of: text) { return nil }
        let range = text.wholeCharacters(of: match)
        return ValueHit(range: range, rule: .userPattern, form: AliasForm.of(Array(text.from(range))[...]))
      }
    }
    return hits.count < 2 ? hits : ValueHit.disjoint(hits, in: text)
  }

  /// Whether a match is a part of an alias, in which a project's pattern may find what it likes.
  private func isInAlias(_ match: Range<Int>, of text: UnsafeRawBufferPointer) -> Bool {
    func isPart(_ byte: UInt8) -> Bool { ByteKind.isWord(byte) || byte == 0x2D || byte == 0x2E || byte == 0x40 }
    var (start, end) = (match.lowerBound, match.upperBound)
    while start > 0, match.lowerBound - start < 64, isPart(text[start - 1]) { start -= 1 }
    while end < text.count, end - match.upperBound < 64, isPart(text[end]) { end += 1 }
    return AliasMark.isAlias(text[start..<end])
  }

  private func knownHits(_ text: UnsafeRawBufferPointer, _ place: borrowing TextPlace) -> [ValueHit] {
    let hits = learnt.hits(in: text)
    return place.isKept ? hits.filter { $0.rule == .credentials } : hits
  }

  /// Bytes that are no text with aliases in place of the known values in them.
  func copies(in bytes: UnsafeRawBufferPointer, _ place: borrowing TextPlace) -> [UInt8]? {
    let edits = knownValues(bytes, place)
    return edits.isEmpty ? nil : TextEdit.apply(edits, to: bytes)
  }

  func knownValues(_ bytes: UnsafeRawBufferPointer, _ place: borrowing TextPlace) -> [TextEdit] {
    var edits: [TextEdit] = []
    for hit in knownHits(bytes, place) {
      if let edit = edit(hit, in: bytes, place) { edits.append(edit) }
    }
    return edits
  }

  /// The alias of what was found where it stands; nil where that is one itself.
  private func edit(_ hit: ValueHit, in text: UnsafeRawBufferPointer, _ place: borrowing TextPlace) -> TextEdit? {
    let value = Array(text.from(hit.range))
    guard let alias = alias(value[...], hit.form, hit.rule, place.description) else { return nil }
    return TextEdit(range: hit.range, text: alias)
  }

  /// JSON that is a text in another document: read by its members, as one edit of the whole.
  private func document(
    _ text: UnsafeRawBufferPointer, _ place: borrowing TextPlace, depth: Int
  ) -> [TextEdit]? {
    let start = text.firstIndex { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D } ?? 0
    guard depth < RedactionPass.deepest, text[start] == 0x7B || text[start] == 0x5B, text.count - start > 4 else {
      return nil
    }
    let (bytes, isWhole) = rewritten(text, as: .json, place.part, depth: depth + 1)
    guard isWhole else { return nil }
    return bytes.map { [TextEdit(range: 0..<text.count, text: $0)] } ?? []
  }
}

extension UnsafeRawBufferPointer {
  /// A range widened to the characters (RFC 3629) of which it has a part.
  fileprivate func wholeCharacters(of range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start > 0, range.lowerBound - start < 3, self[start] & 0xC0 == 0x80 { start -= 1 }
    while end < count, end - range.upperBound < 3, self[end] & 0xC0 == 0x80 { end += 1 }
    return start..<end
  }
}
