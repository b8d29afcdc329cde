// SPDX-License-Identifier: Apache-2.0

/// A kind of credential that can be told by how it begins, what it is made of and how long it is.
struct TokenPattern: Sendable {
  enum Alphabet: Sendable {
    /// Letters, digits and underscores.
    case word
    /// The same and hyphens.
    case key
    /// Both alphabets of base64 (RFC 4648 §4 and §5), with its padding and with dots.
    case base64
    /// The alphabet that is safe in URLs (RFC 4648 §5), with padding and dots: a slash ends it.
    case url
    case capitals
    case hexadecimal

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
      switch self {
      case .word: ByteKind.isWord(byte)
      case .key: ByteKind.isWord(byte) || byte == 0x2D
      case .base64:
        ByteKind.isWord(byte) || byte == 0x2D || byte == 0x2B || byte == 0x2F || byte == 0x3D || byte == 0x2E
      case .url: ByteKind.isWord(byte) || byte == 0x2D || byte == 0x2E || byte == 0x3D
      case .capitals: ByteKind.isDigit(byte) || byte &- 0x41 < 26
      case .hexadecimal: ByteKind.isHex(byte)
      }
    }
  }

  let rule: RedactionRule
  let prefix: [UInt8]
  let alphabet: Alphabet
  /// How many characters follow the prefix.
  let count: ClosedRange<Int>

  private init(_ rule: RedactionRule, _ prefix: String, _ alphabet: Alphabet, _ count: ClosedRange<Int>) {
    self.rule = rule
    self.prefix = Array(prefix.utf8)
    self.alphabet = alphabet
    self.count = count
  }

  private init(_ rule: RedactionRule, _ prefix: String, _ alphabet: Alphabet, _ count: PartialRangeFrom<Int>) {
    self.init(rule, prefix, alphabet, count.lowerBound...Int.max)
  }

  private static func all(
    _ rule: RedactionRule, _ prefixes: [String], _ alphabet: Alphabet, _ count: PartialRangeFrom<Int>
  ) -> [TokenPattern] {
    prefixes.map { TokenPattern(rule, $0, alphabet, count) }
  }

  static let all: [TokenPattern] =
    ["AKIA", "ASIA", "ABIA", "ACCA", "A3TX"].map { TokenPattern(.awsKey, $0, .capitals, 16...16) }
    + all(.awsToken, ["FwoG", "FQoG", "IQoJ"], .base64, 100...)
    + all(.github, ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"], .word, 30...)
    + all(
      .gitlab, ["glpat-", "gloas-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glimt-", "glagent-", "glsoat-"],
      .key, 16...)
    + all(.bitbucket, ["ATBB", "ATCTT", "ATATT3"], .url, 24...)
    + all(.slack, ["xoxa-", "xoxb-", "xoxe-", "xoxp-", "xoxr-", "xoxs-", "xapp-"], .url, 10...)
    + all(.slack, ["hooks.slack.com/services/", "hooks.slack.com/workflows/"], .base64, 16...)
    + all(.google, ["AIza"], .key, 35...) + all(.google, ["GOCSPX-"], .key, 20...)
    + all(.google, ["ya29."], .url, 30...)
    + all(.stripe, ["sk_live_", "rk_live_", "sk_test_", "rk_test_", "whsec_"], .url, 16...)
    + all(.npm, ["npm_"], .word, 30...) + all(.pypi, ["pypi-AgE"], .url, 40...)
    + all(.sendgrid, ["SG."], .url, 40...) + all(.openai, ["sk-"], .key, 20...)
    + all(.square, ["sq0csp-", "sq0atp-", "sq0idp-"], .key, 20...) + all(.square, ["EAAA"], .base64, 56...)
    + [TokenPattern(.twilio, "AC", .hexadecimal, 32...32), TokenPattern(.twilio, "SK", .hexadecimal, 32...32)]

  private static let byFirst: [[TokenPattern]] = {
    var table = [[TokenPattern]](repeating: [], count: 256)
    for pattern in all { table[Int(pattern.prefix[0])].append(pattern) }
    return table
  }()

  /// By the first byte, which second ones some prefix has: a bit for the low six of each.
  private static let seconds: [UInt64] = {
    var table = [UInt64](repeating: 0, count: 256)
    for pattern in all { table[Int(pattern.prefix[0])] |= 1 << UInt64(pattern.prefix[1] & 63) }
    return table
  }()

  /// Whether a value is such a token and nothing else.
  static func isToken(_ value: ArraySlice<UInt8>) -> Bool {
    value.withUnsafeBytes { text in text.count > 0 && match(text, at: 0)?.end == text.count }
  }

  /// The token that starts at a place where a word starts.
  static func match(_ text: UnsafeRawBufferPointer, at start: Int) -> (rule: RedactionRule, end: Int)? {
    guard start + 1 < text.count, seconds[Int(text[start])] >> UInt64(text[start + 1] & 63) & 1 != 0 else { return nil }
    for pattern in byFirst[Int(text[start])] {
      guard text.hasBytes(pattern.prefix, at: start) else { continue }
      let first = start + pattern.prefix.count
      var end = first
      while end < text.count, pattern.alphabet.contains(text[end]) { end += 1 }
      // What ends a sentence or a path is none of it.
      while end - first > pattern.count.lowerBound, text[end - 1] == 0x2E || text[end - 1] == 0x2F { end -= 1 }
      if pattern.count.contains(end - first) { return (pattern.rule, end) }
    }
    return nil
  }
}

extension UnsafeRawBufferPointer {
  /// Whether these bytes stand at a place.
  func hasBytes(_ bytes: [UInt8], at place: Int) -> Bool {
    guard place >= 0, place + bytes.count <= count else { return false }
    for offset in 0..<bytes.count where self[place + offset] != bytes[offset] { return false }
    return true
  }

  /// Whether a word stands at a place.
  @inline(__always)
  func has(_ word: StaticString, at place: Int) -> Bool {
    guard place >= 0, place + word.utf8CodeUnitCount <= count else { return false }
    for offset in 0..<word.utf8CodeUnitCount where self[place + offset] != word.utf8Start[offset] { return false }
    return true
  }

  /// Whether a word stands at a place, in any case; it is given in lower case.
  func hasInAnyCase(_ word: StaticString, at place: Int) -> Bool {
    guard place >= 0, place + word.utf8CodeUnitCount <= count else { return false }
    for offset in 0..<word.utf8CodeUnitCount {
      let byte = self[place + offset]
      if (byte &- 0x41 < 26 ? byte | 0x20 : byte) != word.utf8Start[offset] { return false }
    }
    return true
  }

  /// The same bytes from a place on, counted from 0.
  @inline(__always)
  func from(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self[range]) }
}
