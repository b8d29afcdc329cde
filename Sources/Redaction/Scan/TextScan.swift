// SPDX-License-Identifier: Apache-2.0

/// What a text holds that must not be there, by its look, and what else it may be written in.
struct TextHit {
  let rule: String
  let range: Range<Int>
  /// Of a pair in a form or query, its name.
  var name: Range<Int>?
}

/// One pass over a text: leaks, and the signs of further layers.
///
/// Whatever looks forward or back from a place stops at a bound or at what it begins with, so that the work is linear.
struct TextScan {
  /// Layers that there are signs of.
  struct Signs: OptionSet {
    let rawValue: UInt8
    static let percent = Signs(rawValue: 1)
    static let escapes = Signs(rawValue: 2)
    static let entities = Signs(rawValue: 4)
    static let members = Signs(rawValue: 8)
    static let elements = Signs(rawValue: 16)
  }

  /// Shorter base64 holds nothing that is looked for.
  private static let shortestRun = 20

  let text: UnsafeRawBufferPointer
  let kind: NameKind
  private(set) var hits: [TextHit] = []
  /// What may be base64.
  private(set) var runs: [Range<Int>] = []
  private(set) var signs: Signs = []
  /// Before here there is no JWT.
  private var tokenFrom = 0
  /// Before here there is no private key but one that was found.
  private var keyFrom = 0

  init(_ text: UnsafeRawBufferPointer, _ kind: NameKind) {
    self.text = text
    self.kind = kind
  }

  mutating func run() {
    ByteClass.table.withUnsafeBufferPointer { classes in
      TokenForm.starts.withUnsafeBufferPointer { run(classes, $0) }
    }
  }

  private mutating func run(_ classes: UnsafeBufferPointer<UInt8>, _ tokens: UnsafeBufferPointer<UInt64>) {
    var at = 0
    var runStart = -1
    var lineStart = 0
    while at < text.count {
      let bits = classes[Int(text[at])]
      if bits & ByteClass.word != 0 {
        let start = at
        repeat { at += 1 } while at < text.count && classes[Int(text[at])] & ByteClass.word != 0
        if runStart < 0 { (runStart, lineStart) = (start, start) }
        let second = start + 1 < text.count ? text[start + 1] : 0
        let mayBeToken = tokens[Int(text[start])] >> (second & 63) & 1 == 1 || at - start == 32
        if let end = word(start..<at, mayBeToken) { at = max(at, end) }
        continue
      }
      if bits & ByteClass.mark != 0 { mark(text[at], at) }
      if bits & ByteClass.base64 != 0 {
        if runStart < 0 { (runStart, lineStart) = (at, at) }
      } else if runStart >= 0 {
        if at - lineStart >= 60, let next = lineBreak(at), classes[Int(text[next])] & ByteClass.base64 != 0 {
          (at, lineStart) = (next, next)
          continue
        }
        close(runStart..<at)
        runStart = -1
      }
      at += 1
    }
    if runStart >= 0 { close(runStart..<text.count) }
  }

  /// Where the next line starts, if this one ends here.
  private func lineBreak(_ at: Int) -> Int? {
    let next = text[at] == 0x0A ? at + 1 : text.starts("\r\n", at: at) ? at + 2 : nil
    return next.flatMap { $0 < text.count ? $0 : nil }
  }

  private mutating func close(_ run: Range<Int>) {
    // Text in base64 has capitals; names, UUIDs and hashes have none, as a rule.
    if run.count >= TextScan.shortestRun, text[run].contains(where: ByteClass.isUpper) { runs.append(run) }
    if run.count == 40, AWSSecretKey.isOne(text, run, isNamed: kind.contains(.secretHint)) {
      hits.append(TextHit(rule: "value.aws-key", range: run))
    }
  }

  /// Looks at a word; the end of what it begins, where that is something.
  private mutating func word(_ word: Range<Int>, _ mayBeToken: Bool) -> Int? {
    let first = text[word.lowerBound]
    if mayBeToken, let token = TokenForm.match(text, word) { return add(token.rule, word.lowerBound..<token.end) }
    if first == 0x65, word.lowerBound >= tokenFrom,
      let end = WebToken.end(text, at: word.lowerBound, nextStart: &tokenFrom)
    {
      return add("value.jwt", word.lowerBound..<end)
    }
    guard !kind.contains(.fragment) else { return nil }
    if ByteClass.isDigit(first) {
      if let account = AccountForm.inHost(text, word, kind) { return add("alias.account", account) }
      if !kind.contains(.version), let end = AddressForm.version4(text, word) {
        return add("alias.ip", word.lowerBound..<end)
      }
      if let end = AddressForm.version6(text, word) { return add("alias.ip", word.lowerBound..<end) }
    } else if first == 0x61 {
      if let account = AccountForm.inARN(text, word) { return add("alias.account", account) }
    } else if first == 0x41, PrincipalForm.isOne(text, word) {
      return add("alias.principal", word)
    }
    return nil
  }

  @discardableResult
  private mutating func add(_ rule: String, _ range: Range<Int>) -> Int {
    hits.append(TextHit(rule: rule, range: range))
    return range.upperBound
  }

  private mutating func mark(_ byte: UInt8, _ at: Int) {
    let next: UInt8 = at + 1 < text.count ? text[at + 1] : 0
    switch byte {
    case 0x25: signs.insert(.percent)
    case 0x5C: signs.insert(.escapes)
    case 0x26: if next == 0x23 || ByteClass.isLower(next), hasEntity(at) { signs.insert(.entities) }
    case 0x22: if next == 0x3A || next == 0x20 && text.starts(":", at: at + 2) { signs.insert(.members) }
    case 0x3C: if ByteClass.isWord(next) { signs.insert(.elements) }
    case 0x2D:
      if next == 0x2D, at >= keyFrom, let end = PrivateKeyForm.end(text, at: at) {
        keyFrom = add("value.private-key", at..<end)
      }
    case 0x3A: if next == 0x2F, let password = URLForm.password(text, at: at) { add("value.url-password", password) }
    case 0x3D: if let hit = PairForm.hit(text, at: at) { hits.append(hit) }
    case 0x40:
      if !kind.contains(.fragment), let address = EmailForm.address(text, at: at) { add("alias.email", address) }
    default: break
    }
  }

  private func hasEntity(_ at: Int) -> Bool { text[at..<min(at + 10, text.count)].contains(0x3B) }
}
