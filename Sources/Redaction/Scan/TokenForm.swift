// SPDX-License-Identifier: Apache-2.0

/// A kind of token that its first characters tell.
struct TokenForm {
  /// What the characters behind the first ones must be.
  enum Alphabet {
    case capital, hex, word, key, base64

    func contains(_ byte: UInt8) -> Bool {
      switch self {
      case .capital: ByteClass.isUpper(byte) || ByteClass.isDigit(byte)
      case .hex: ByteClass.isDigit(byte) || (0x61...0x66).contains(byte)
      case .word: ByteClass.isWord(byte)
      case .key: ByteClass.isWord(byte) || byte == 0x2D
      case .base64: ByteClass.isWord(byte) || [0x2D, 0x2B, 0x2F, 0x3D].contains(byte)
      }
    }
  }

  private static let longest = 256

  let rule: String
  let prefix: [UInt8]
  let alphabet: Alphabet
  let least: Int
  let most: Int
  /// Whether capitals, small letters and digits must all be there: the prefix is a word, too.
  let isMixed: Bool

  private init(
    _ rule: String, _ prefix: String, _ alphabet: Alphabet, _ least: Int, to most: Int = .max, isMixed: Bool = false
  ) {
    self.rule = rule
    self.prefix = Array(prefix.utf8)
    self.alphabet = alphabet
    self.least = least
    self.most = most
    self.isMixed = isMixed
  }

  private static func all(_ rule: String, _ prefixes: String, _ alphabet: Alphabet, _ least: Int) -> [TokenForm] {
    prefixes.split(separator: " ").map { TokenForm(rule, String($0), alphabet, least) }
  }

  static let all: [TokenForm] =
    ["AKIA", "ASIA", "ABIA", "ACCA"].map { TokenForm("value.aws-key", $0, .capital, 16, to: 16) }
    + all("value.aws-token", "FwoG FQoG IQoJ AQoD", .base64, 100)
    + all("value.github", "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_", .word, 30)
    + all("value.gitlab", "glpat- gldt- glrt- glptt- glcbt- glft- glsoat- glagent- gloas- glimt-", .key, 16)
    + all("value.bitbucket", "ATBB ATCTT ATATT", .base64, 24)
    + all("value.slack", "xoxa- xoxb- xoxe- xoxp- xoxr- xoxs- xapp-", .key, 10)
    + all("value.slack", "hooks.slack.com/services/ hooks.slack.com/workflows/", .base64, 16)
    + all("value.google", "AIza", .key, 35) + all("value.google", "GOCSPX- ya29.", .key, 20)
    + all("value.stripe", "sk_live_ rk_live_", .word, 16) + all("value.npm", "npm_", .word, 36)
    + all("value.pypi", "pypi-AgE", .base64, 40) + all("value.square", "sq0atp- sq0csp- sq0idp-", .key, 20)
    + all("value.azure", "AccountKey= SharedAccessKey=", .base64, 32)
    + [
      TokenForm("value.square", "EAAA", .key, 60, to: 60, isMixed: true),
      TokenForm("value.openai", "sk-", .key, 20, isMixed: true),
      TokenForm("value.authorization", "Bearer ", .key, 16, isMixed: true),
      TokenForm("value.authorization", "Basic ", .key, 16, isMixed: true),
      TokenForm("value.twilio", "SK", .hex, 32, to: 32), TokenForm("value.twilio", "AC", .hex, 32, to: 32),
    ]

  private static let byFirst: [[TokenForm]] = {
    var table = [[TokenForm]](repeating: [], count: 256)
    for form in all { table[Int(form.prefix[0])].append(form) }
    return table
  }()

  /// By the first character, which second ones may follow where a token begins: a bit for the low six of each.
  static let starts: [UInt64] = {
    var table = [UInt64](repeating: 0, count: 256)
    for form in all { table[Int(form.prefix[0])] |= 1 << (form.prefix[1] & 63) }
    for (first, second) in SpecialToken.starts {
      for byte in second { table[Int(first)] |= 1 << (byte & 63) }
    }
    return table
  }()

  /// The token that begins with a word.
  static func match(_ text: UnsafeRawBufferPointer, _ word: Range<Int>) -> (rule: String, end: Int)? {
    let start = word.lowerBound
    for form in byFirst[Int(text[start])] where text.starts(form.prefix, at: start) {
      if let end = form.end(text, start) { return (form.rule, end) }
    }
    return SpecialToken.match(text, word)
  }

  private func end(_ text: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    let first = start + prefix.count
    // Where a long run may be no token, the next place must not run through it again.
    let limit = isMixed || most < .max ? min(first + TokenForm.longest, text.count) : text.count
    var end = first
    while end < limit, alphabet.contains(text[end]) { end += 1 }
    guard (least...most).contains(end - first), end == text.count || !ByteClass.isWord(text[end]) else { return nil }
    let value = text[first..<end]
    if StandIns.isMasked(UnsafeRawBufferPointer(rebasing: text[start..<end]))
      || StandIns.isAlias(UnsafeRawBufferPointer(rebasing: value))
    {
      return nil
    }
    let isToken =
      !isMixed
      || value.contains(where: ByteClass.isUpper) && value.contains(where: ByteClass.isLower)
        && value.contains(where: ByteClass.isDigit)
    return isToken ? end : nil
  }
}

/// Tokens that have their marks in the middle or at the end.
enum SpecialToken {
  /// First characters, and which may be the second; words of 32 characters are looked at anyway.
  static let starts: [(UInt8, [UInt8])] =
    [(0x53, [0x47])] + (0x4D...0x4F).map { ($0, Array(0...63)) } + (0x30...0x39).map { ($0, Array(0x30...0x39)) }

  static func match(_ text: UnsafeRawBufferPointer, _ word: Range<Int>) -> (rule: String, end: Int)? {
    let start = word.lowerBound
    switch text[start] {
    case 0x53 where text.starts("SG.", at: start):
      return parts(text, start + 3, (16, 32), (16, 64)).map { ("value.sendgrid", $0) }
    case 0x4D...0x4F:
      return discord(text, start).map { ("value.discord", $0) }
    case 0x30...0x39 where (8...10).contains(word.count) && text.starts(":", at: word.upperBound):
      return telegram(text, word).map { ("value.telegram", $0) }
    default: break
    }
    if word.count == 32, text.starts("-us", at: word.upperBound), text[word].allSatisfy(TokenForm.Alphabet.hex.contains)
    {
      var end = word.upperBound + 3
      while end < text.count, ByteClass.isDigit(text[end]) { end += 1 }
      return end > word.upperBound + 3 ? ("value.mailchimp", end) : nil
    }
    return nil
  }

  private static func run(_ text: UnsafeRawBufferPointer, _ start: Int, atMost most: Int) -> Int {
    var end = start
    while end < text.count, end - start <= most, TokenForm.Alphabet.key.contains(text[end]) { end += 1 }
    return end
  }

  /// Two parts with a dot between them.
  private static func parts(
    _ text: UnsafeRawBufferPointer, _ start: Int, _ one: (Int, Int), _ two: (Int, Int)
  ) -> Int? {
    let dot = run(text, start, atMost: one.1)
    guard (one.0...one.1).contains(dot - start), text.starts(".", at: dot) else { return nil }
    let end = run(text, dot + 1, atMost: two.1)
    return (two.0...two.1).contains(end - dot - 1) ? end : nil
  }

  /// The base64 of a number, six characters, and a check.
  private static func discord(_ text: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    let first = run(text, start, atMost: 28)
    guard (23...28).contains(first - start), text.starts(".", at: first) else { return nil }
    return parts(text, first + 1, (6, 7), (27, 40))
  }

  private static func telegram(_ text: UnsafeRawBufferPointer, _ word: Range<Int>) -> Int? {
    let start = word.upperBound + 1
    let end = run(text, start, atMost: 36)
    return text[word].allSatisfy(ByteClass.isDigit) && (34...35).contains(end - start) ? end : nil
  }
}
