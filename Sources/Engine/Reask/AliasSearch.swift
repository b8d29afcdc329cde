// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Redaction

/// Finds the aliases of redaction in a text: what AWS does not know.
enum AliasSearch {
  /// How long the aliases of texts without a form, of e-mail addresses and of hosts are.
  private static let lengths = [45, 37]

  /// Where aliases stand, in order and without overlap. Linear.
  ///
  /// Of the id of a resource only its digits count, as they do in ``Renaming``: `vpc-` means the same for everyone.
  static func ranges(in text: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var at = 0
    while at < text.count {
      guard isAlphanumeric(text[at]) else {
        at += 1
        continue
      }
      let end = text[at...].firstIndex { !isAlphanumeric($0) } ?? text.count
      if let found = alias(text, at..<end) {
        ranges.append(found)
        at = found.upperBound
      } else {
        at = end
      }
    }
    return ranges
  }

  /// The alias that begins in a run of letters and digits.
  private static func alias(_ text: [UInt8], _ run: Range<Int>) -> Range<Int>? {
    func slice(_ count: Int, from start: Int) -> ArraySlice<UInt8> { text[start..<min(start + count, text.count)] }
    let start = run.lowerBound
    let word = text[run]
    if word.elementsEqual("redacted".utf8) {
      for length in lengths {
        let value = slice(length, from: start)
        if value.count == length, AliasMark.isAlias(value) { return start..<start + length }
      }
    }
    if word.starts(with: "cmVkYWN0ZWQt".utf8), AliasMark.isSecret(slice(44, from: start)) { return start..<start + 44 }
    if word.starts(with: "IHsiYWxn".utf8) {
      let token = text[start...].prefix { isAlphanumeric($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
      if AliasMark.isSecret(token) { return token.indices }
    }
    // The first group of a UUID may be glued to a word.
    if word.count >= 8, AliasMark.isUUID(slice(36, from: run.upperBound - 8)) {
      return run.upperBound - 8..<run.upperBound + 28
    }
    if AliasMark.isDigits(word) || AliasMark.isAccessKey(word) || AliasMark.isPrincipal(word) { return run }
    if let address = address(text, start) { return address }
    let hasHyphen = start > 1 && text[start - 1] == 0x2D
    if hasHyphen, word.count == 8 || word.count == 17, AliasMark.isResourceID(text[(start - 2)..<run.upperBound]) {
      return run
    }
    return nil
  }

  private static func address(_ text: [UInt8], _ start: Int) -> Range<Int>? {
    let rest = text[start...]
    let isSixth = rest.starts(with: "2001:db8:".utf8)
    guard isSixth || rest.starts(with: "127.".utf8) else { return nil }
    var address = rest.prefix { isSixth ? hexValue($0) != nil || $0 == 0x3A : $0 &- 0x30 < 10 || $0 == 0x2E }
    while address.last == 0x2E || address.last == 0x3A { address = address.dropLast() }
    return AliasMark.isAddress(address) ? address.indices : nil
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 }
}
