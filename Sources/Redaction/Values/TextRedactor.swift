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

  private func edits(_ text: UnsafeRawBufferPointer, _ place: borrowing TextPlace, depth: Int) -> [TextEdit] {
    guard text.count >= RedactionPass.shortest, depth <= RedactionPass.deepest else { return [] }
    if let document = document(text, place, depth: depth) { return document }
    // What is escaped is read as what it says, all of it: nothing is redacted twice.
    for form in [EncodedLayer.Form.percent, .json] {
      guard let layer = EncodedLayer(text, form) else { continue }
      return layer.decoded.withUnsafeBytes { self.edits($0, place, depth: depth + 1) }.map(layer.edit)
    }
    var edits: [TextEdit] = []
    for hit in hits(text, place) {
      let value = Array(text[hit.range])
      guard let alias = alias(value[...], hit.form, hit.rule, place.description) else { continue }
      edits.append(TextEdit(range: hit.range, text: alias))
    }
    guard text.count >= EncodedRun.shortest else { return edits }
    for run in EncodedRun.all(in: text) where !edits.contains(where: { $0.range.overlaps(run.range) }) {
      let inner = run.decoded.withUnsafeBytes { decoded in
        run.isText && !run.isHexadecimal
          ? self.edits(decoded, place, depth: depth + 1) : knownValues(decoded, place)
      }
      guard !inner.isEmpty else { continue }
      let other = run.decoded.withUnsafeBytes { TextEdit.apply(inner, to: $0) }
      edits.append(TextEdit(range: run.range, text: run.encoded(other)))
    }
    return TextEdit.sorted(edits)
  }

  /// What is found in plain text: copies of known values before what only looks like one.
  private func hits(_ text: UnsafeRawBufferPointer, _ place: borrowing TextPlace) -> [ValueHit] {
    let known = learnt.hits(in: text)
    var hits = ValueScanner.hits(text, accounts: learnt.accounts, tellsVersion: place.tellsVersion)
    hits.removeAll { !rules.isOn($0.rule) }
    hits += QueryTexts.hits(text) { rules.isOn($0) }
    for pattern in rules.settings.patterns where rules.isOn(.userPattern) {
      hits += pattern.matches(in: text).map { range in
        ValueHit(range: range, rule: .userPattern, form: AliasForm.of(Array(text[range])[...]))
      }
    }
    if known.isEmpty { return hits }
    return known + hits.filter { hit in !known.contains { $0.range.overlaps(hit.range) } }
  }

  /// Bytes that are no text with aliases in place of the known values in them.
  func copies(in bytes: UnsafeRawBufferPointer, _ place: borrowing TextPlace) -> [UInt8]? {
    let edits = knownValues(bytes, place)
    return edits.isEmpty ? nil : TextEdit.apply(edits, to: bytes)
  }

  private func knownValues(_ bytes: UnsafeRawBufferPointer, _ place: borrowing TextPlace) -> [TextEdit] {
    var edits: [TextEdit] = []
    for hit in learnt.hits(in: bytes) {
      let value = Array(bytes[hit.range])
      guard let alias = alias(value[...], hit.form, hit.rule, place.description) else { continue }
      edits.append(TextEdit(range: hit.range, text: alias))
    }
    return edits
  }

  /// JSON that is a text in another document: read by its members, as one edit of the whole.
  private func document(
    _ text: UnsafeRawBufferPointer, _ place: borrowing TextPlace, depth: Int
  ) -> [TextEdit]? {
    let start = text.firstIndex { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D } ?? 0
    guard depth < RedactionPass.deepest, text[start] == 0x7B || text[start] == 0x5B, text.count - start > 4 else {
      return nil
    }
    let inherited = place.isSecret
    let (bytes, isWhole) = rewritten(text, as: .json, place.part, depth: depth + 1, inherited: inherited)
    guard isWhole else { return nil }
    return bytes.map { [TextEdit(range: 0..<text.count, text: $0)] } ?? []
  }
}

extension EncodedRun {
  var isHexadecimal: Bool {
    if case .hexadecimal = form { return true }
    return false
  }
}
