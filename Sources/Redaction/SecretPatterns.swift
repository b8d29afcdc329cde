// SPDX-License-Identifier: Apache-2.0

/// Finds values that are secrets by their look, wherever they stand. One pass over the bytes, no backtracking.
package enum SecretPatterns {
  /// What was found: the rule and where.
  package struct Hit: Hashable, Sendable {
    package let rule: String
    package let range: Range<Int>
  }

  private struct Prefix {
    let rule: String
    let text: [UInt8]
    /// How many characters of the token's alphabet must follow at least.
    let minimum: Int
    /// Exactly so many, where the form is fixed.
    let exact: Int?

    init(_ rule: String, _ text: String, minimum: Int, exact: Int? = nil) {
      self.rule = rule
      self.text = Array(text.utf8)
      self.minimum = minimum
      self.exact = exact
    }
  }

  private static let prefixes: [Prefix] = [
    Prefix("value.aws-key", "AKIA", minimum: 16, exact: 16), Prefix("value.aws-key", "ASIA", minimum: 16, exact: 16),
    Prefix("value.aws-key", "ABIA", minimum: 16, exact: 16), Prefix("value.aws-key", "ACCA", minimum: 16, exact: 16),
    Prefix("value.aws-token", "FwoG", minimum: 100), Prefix("value.aws-token", "IQoJ", minimum: 100),
    Prefix("value.github", "ghp_", minimum: 30), Prefix("value.github", "gho_", minimum: 30),
    Prefix("value.github", "ghu_", minimum: 30), Prefix("value.github", "ghs_", minimum: 30),
    Prefix("value.github", "ghr_", minimum: 30), Prefix("value.github", "github_pat_", minimum: 30),
    Prefix("value.gitlab", "glpat-", minimum: 16), Prefix("value.bitbucket", "ATBB", minimum: 24),
    Prefix("value.bitbucket", "ATCTT", minimum: 24), Prefix("value.slack", "xoxb-", minimum: 16),
    Prefix("value.slack", "xoxp-", minimum: 16), Prefix("value.slack", "xoxa-", minimum: 16),
    Prefix("value.google", "AIza", minimum: 35), Prefix("value.stripe", "sk_live_", minimum: 16),
  ]

  private static let byFirst: [[Prefix]] = {
    var table = [[Prefix]](repeating: [], count: 256)
    for prefix in prefixes { table[Int(prefix.text[0])].append(prefix) }
    return table
  }()

  /// The bytes with which something may begin: all others are passed over at once.
  private static let mayBegin: [Bool] = (0..<256).map { !byFirst[$0].isEmpty || $0 == 0x2D || $0 == 0x65 }

  private static let jwt = Array("eyJ".utf8)
  private static let pem = Array("-----BEGIN ".utf8)
  private static let pemKey = Array("PRIVATE KEY".utf8)
  private static let pemEnd = Array("-----END ".utf8)

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
    default: false
    }
  }

  /// What the keys of other services are made of; no slash: what follows one in a path is no part of the key.
  private static func isKey(_ byte: UInt8) -> Bool { isWord(byte) || byte == 0x2D || byte == 0x2E }

  /// The alphabet of base64 in both forms, and the dots of a JWT.
  private static func isToken(_ byte: UInt8) -> Bool {
    isWord(byte) || byte == 0x2D || byte == 0x2B || byte == 0x2F || byte == 0x3D || byte == 0x2E
  }

  /// All hits in order; they do not overlap.
  package static func hits(in bytes: UnsafeRawBufferPointer) -> [Hit] {
    var hits: [Hit] = []
    var at = 0
    // Before here there is no JWT: what was looked through once is not looked through again.
    var jwtFrom = 0
    let mayBegin = mayBegin
    while at < bytes.count {
      let byte = bytes[at]
      guard mayBegin[Int(byte)] else {
        at += 1
        continue
      }
      if byte == 0x2D, let end = privateKey(bytes, at) {
        hits.append(Hit(rule: "value.private-key", range: at..<end))
        at = end
      } else if at == 0 || !isWord(bytes[at - 1]), let hit = token(bytes, at) {
        hits.append(hit)
        at = hit.range.upperBound
      } else if byte == jwt[0], at >= jwtFrom, at == 0 || !isWord(bytes[at - 1]),
        let end = jsonWebToken(bytes, at, &jwtFrom)
      {
        hits.append(Hit(rule: "value.jwt", range: at..<end))
        at = end
      } else {
        at += 1
      }
    }
    return hits
  }

  private static func token(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Hit? {
    for prefix in byFirst[Int(bytes[at])] where starts(bytes, at, prefix.text) {
      var end = at + prefix.text.count
      if let exact = prefix.exact {
        while end < bytes.count, isWord(bytes[end]), end - at <= exact + prefix.text.count { end += 1 }
        if end - at - prefix.text.count == exact { return Hit(rule: prefix.rule, range: at..<end) }
      } else {
        let isBase64 = prefix.rule == "value.aws-token"
        while end < bytes.count, isBase64 ? isToken(bytes[end]) : isKey(bytes[end]) { end += 1 }
        if end - at - prefix.text.count >= prefix.minimum { return Hit(rule: prefix.rule, range: at..<end) }
      }
    }
    return nil
  }

  /// The end of a JWT (RFC 7519) that starts here: base64 of `{"`, and two dots at the least. Where there is none,
  /// `nextStart` tells before which place another one cannot start either.
  private static func jsonWebToken(_ bytes: UnsafeRawBufferPointer, _ at: Int, _ nextStart: inout Int) -> Int? {
    guard starts(bytes, at, jwt) else { return nil }
    var end = at
    for segment in 0..<2 {
      while end < bytes.count, isToken(bytes[end]), bytes[end] != 0x2E { end += 1 }
      if segment == 0 { nextStart = end }
      guard end < bytes.count, bytes[end] == 0x2E else { return nil }
      end += 1
    }
    while end < bytes.count, isToken(bytes[end]) { end += 1 }
    return end - at >= 43 ? end : nil
  }

  private static func starts(_ bytes: UnsafeRawBufferPointer, _ at: Int, _ text: [UInt8]) -> Bool {
    guard at + text.count <= bytes.count else { return false }
    for offset in text.indices where bytes[at + offset] != text[offset] { return false }
    return true
  }

  /// The end of a PEM block with a private key (RFC 7468) that starts here. It goes no further than the quoted string or
  /// element that it stands in, whether its own end is there or not.
  private static func privateKey(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int? {
    guard starts(bytes, at, pem) else { return nil }
    let labelEnd = min(at + pem.count + 40, bytes.count)
    guard let key = (at + pem.count..<labelEnd).first(where: { starts(bytes, $0, pemKey) }) else { return nil }
    var end = key + pemKey.count
    while end < bytes.count, !starts(bytes, end, pemEnd), !isDelimiter(bytes[end]) { end += 1 }
    if end < bytes.count, !isDelimiter(bytes[end]) {
      end += pemEnd.count
      while end < bytes.count, bytes[end] != 0x2D, bytes[end] != 0x0A, !isDelimiter(bytes[end]) { end += 1 }
      while end < bytes.count, bytes[end] == 0x2D { end += 1 }
    }
    // A quote that stands in another quoted string has its backslashes before it.
    if end < bytes.count, bytes[end] == 0x22 {
      while bytes[end - 1] == 0x5C { end -= 1 }
    }
    return end
  }

  /// What can stand behind a text, but not in a PEM block: a quote, a tag, a form's next field.
  private static func isDelimiter(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x3C || byte == 0x26 }
}
