// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Finds the values in a text that are secrets, or name somebody, by how they look. One pass, no backtracking.
struct ValueScanner {
  private let text: UnsafeRawBufferPointer
  private let accounts: Set<UInt64>
  private let rules: RuleBook?
  /// Numbers in dots are versions here, not addresses.
  private let tellsVersion: Bool
  private var others: OtherTokens
  private(set) var hits: [ValueHit] = []
  private var at = 0

  /// - Parameters:
  ///   - text: must stay valid as long as this is used.
  ///   - accounts: ids that are known to be those of accounts, hence are found wherever they stand as a word.
  ///   - rules: those that are off find nothing, and hide nothing from others; all are in force without.
  init(
    _ text: UnsafeRawBufferPointer, rules: RuleBook? = nil, accounts: Set<UInt64> = [], tellsVersion: Bool = false
  ) {
    self.text = text
    self.rules = rules
    self.accounts = accounts
    self.tellsVersion = tellsVersion
    others = OtherTokens(text)
  }

  /// All hits, in order; they do not overlap.
  static func hits(
    _ text: UnsafeRawBufferPointer, rules: RuleBook? = nil, accounts: Set<UInt64> = [], tellsVersion: Bool = false
  ) -> [ValueHit] {
    var scanner = ValueScanner(text, rules: rules, accounts: accounts, tellsVersion: tellsVersion)
    scanner.run()
    return scanner.hits
  }

  private mutating func run() {
    while at < text.count {
      let byte = text[at]
      if ByteKind.isAlphanumeric(byte) {
        word()
      } else if byte == 0x40 {
        email()
      } else if byte == 0x2D, let end = PrivateKeyBlock.end(text, at: at) {
        add(at..<end, .privateKey)
      } else if byte == 0x3A, text.has("://", at: at) {
        userInfo()
      } else {
        at += 1
      }
    }
  }

  /// Adds a value, of which those before may be the beginning.
  private mutating func add(_ range: Range<Int>, _ rule: RedactionRule, _ form: AliasForm? = nil) {
    guard isOn(rule) else {
      at = range.upperBound
      return
    }
    var (start, form) = (range.lowerBound, form)
    while let last = hits.last, last.range.upperBound > start {
      if last.range.lowerBound < start { (start, form) = (last.range.lowerBound, nil) }
      hits.removeLast()
    }
    let range = start..<range.upperBound
    hits.append(ValueHit(range: range, rule: rule, form: form ?? AliasForm.of(Array(text.from(range))[...])))
    at = range.upperBound
  }

  private func isOn(_ rule: RedactionRule) -> Bool { rules?.isOn(rule) ?? true }

  /// A run of letters and digits, and what it begins.
  private mutating func word() {
    let start = at
    if start == 0 || !ByteKind.isWord(text[start - 1]), let token = TokenPattern.match(text, at: start) {
      return add(start..<token.end, token.rule)
    }
    var digits = 0
    var end = start
    while end < text.count, ByteKind.isAlphanumeric(text[end]) {
      if ByteKind.isDigit(text[end]) { digits += 1 }
      end += 1
    }
    at = end
    let count = end - start
    let next: UInt8 = end < text.count ? text[end] : 0
    if digits == count {
      number(start, end, next)
    } else if next == 0x2D, count >= 8, AliasForm.isUUID(text, at: end - 8) {
      add(end - 8..<end + 28, .uuid, .uuid)
    } else if next == 0x2D, digits == 0 || count <= 4, let last = ResourceIDs.end(text, word: start..<end) {
      add(start..<last, .resourceID, .resourceID)
    } else if count >= 16, text[start] == 0x41, AWSIdentifier.isPrincipal(text[start..<end]) {
      // Before the colon: ids of assumed roles are `AROA…:session`.
      add(start..<end, .principal, .principal)
    } else if next == 0x3A {
      if count == 3, text.has("arn", at: start) {
        arn(end)
      } else if count == 4, text[start] == 0x32 || text[start] == 0x33, text[start..<end].allSatisfy(ByteKind.isHex) {
        address6(start)
      }
    } else if next == 0x2E || next == 0x2D || next == 0x3D || (next == 0x20 || next == 0x2B) && count < 7 || count >= 24
    {
      if let token = others.match(word: start..<end) {
        // Of user and password all lengths are alike.
        add(token.range, token.rule, token.rule == .authorization && count == 5 ? .base64 : nil)
      }
    }
  }

  private mutating func number(_ start: Int, _ end: Int, _ next: UInt8) {
    let count = end - start
    if count == 12 {
      if isAccount(start, end) { add(start..<end, .account, .digits) }
    } else if count <= 3, next == 0x2E, !tellsVersion, start == 0 || text[start - 1] != 0x2E && text[start - 1] != 0x5F
    {
      guard let address = InternetAddress.version4(text, at: start) else { return }
      switch address.reach {
      case .public: add(start..<address.end, .address, .ipv4)
      case .private: add(start..<address.end, .privateAddress, .ipv4)
      case .special: at = address.end
      }
    } else if next == 0x3A {
      if count == 4, text[start] == 0x32 || text[start] == 0x33 {
        address6(start)
      } else if count >= 8, count <= 10, let last = others.telegram(behind: end) {
        add(start..<last, .telegram)
      }
    } else if next == 0x2D, count >= 8, AliasForm.isUUID(text, at: end - 8) {
      add(end - 8..<end + 28, .uuid, .uuid)
    } else if let token = others.match(word: start..<end) {
      add(token.range, token.rule)
    }
  }

  private mutating func address6(_ start: Int) {
    guard let end = InternetAddress.version6(text, at: start) else { return }
    add(start..<end, .address, .ipv6)
  }

  private func isAccount(_ start: Int, _ end: Int) -> Bool {
    let digits = text.from(start..<end)
    if AWSIdentifier.isExampleAccount(digits) { return false }
    if accounts.contains(AWSIdentifier.number(digits)) { return true }
    // In addresses of AWS: `123….dkr.ecr.…`, `https://123….signin.aws.amazon.com`, `sqs.….amazonaws.com/123…/queue`.
    if text.has(".dkr.", at: end) || text.has(".signin.", at: end) || text.has(".ecr.", at: end) { return true }
    return start > 14 && text[start - 1] == 0x2F
      && (text.has("amazonaws.com", at: start - 14) || text.has("amazonaws.com.cn", at: start - 17))
  }

  /// The account in an ARN: the fifth part. The resource is read on as text.
  private mutating func arn(_ colon: Int) {
    var parts = 0
    var place = colon
    let limit = min(text.count, colon + 200)
    while place < limit {
      let byte = text[place]
      if byte == 0x3A {
        parts += 1
        if parts == 4 { break }
      } else if !ByteKind.isWord(byte), byte != 0x2D, byte != 0x2A, byte != 0x2E {
        return
      }
      place += 1
    }
    let start = place + 1
    guard parts == 4, start + 12 < text.count, text[start + 12] == 0x3A,
      text[start..<start + 12].allSatisfy(ByteKind.isDigit)
    else {
      at = max(at, min(place + 1, text.count))
      return
    }
    guard !AWSIdentifier.isExampleAccount(text.from(start..<start + 12)) else {
      at = start + 12
      return
    }
    add(start..<start + 12, .account, .digits)
  }

  /// An e-mail address (RFC 5321 §4.1.2, those without quotes) round an `@`.
  private mutating func email() {
    let sign = at
    at += 1
    guard isOn(.email) else { return }
    var start = sign
    while start > 0, sign - start < 64, isLocal(text[start - 1]) { start -= 1 }
    while start < sign, text[start] == 0x2E || text[start] == 0x2D { start += 1 }
    var end = sign + 1
    var lastDot = sign
    while end < text.count, ByteKind.isAlphanumeric(text[end]) || text[end] == 0x2D || text[end] == 0x2E {
      if text[end] == 0x2E { lastDot = end }
      end += 1
    }
    // A dot behind it ends a sentence.
    while end > sign + 1, text[end - 1] == 0x2E || text[end - 1] == 0x2D { end -= 1 }
    if lastDot >= end { lastDot = text[sign..<end].lastIndex(of: 0x2E) ?? sign }
    guard start < sign, lastDot > sign + 1, end - lastDot > 2,
      text[(lastDot + 1)..<end].allSatisfy({ !ByteKind.isDigit($0) && $0 != 0x2D }),
      !text[start..<sign].elementsEqual("git".utf8), !isResolution(text[(sign + 1)..<lastDot]),
      !ReservedNames.contains(host: text[(sign + 1)..<end])
    else { return }
    add(start..<end, .email, .email)
  }

  /// `icon@2x.png` is an image for screens of that resolution.
  private func isResolution(_ name: Slice<UnsafeRawBufferPointer>) -> Bool {
    name.count <= 3 && name.last == 0x78 && name.dropLast().allSatisfy(ByteKind.isDigit)
  }

  private func isLocal(_ byte: UInt8) -> Bool {
    ByteKind.isWord(byte) || byte == 0x2E || byte == 0x2B || byte == 0x2D
  }

  /// `scheme://user:password@host`: from behind the slashes to the `@` (RFC 3986 §3.2.1).
  private mutating func userInfo() {
    let start = at + 3
    at = start
    guard isOn(.urlPassword) else { return }
    var place = start
    while place < text.count, place - start < 1024 {
      switch text[place] {
      case 0x40:
        let user = text[start..<place].prefix { $0 != 0x3A }
        // A name alone, as in ssh://git@host, is no secret.
        guard place > start, user.count < place - start || place - start >= 16 else { return }
        let value = user.count < place - start ? user.endIndex + 1 : start
        guard value < place else { return }
        if value > start, user.count >= 8 { add(start..<value - 1, .urlPassword) }
        add(value..<place, .urlPassword)
        at = place + 1
        return
      case 0x00...0x20, 0x22, 0x27, 0x2F, 0x3C, 0x3E, 0x3F, 0x5C, 0x60, 0x7B, 0x7D: return
      default: place += 1
      }
    }
  }
}
