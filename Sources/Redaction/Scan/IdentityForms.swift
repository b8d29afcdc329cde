// SPDX-License-Identifier: Apache-2.0

/// Account ids where they are some: twelve digits have many meanings.
enum AccountForm {
  private static let reach = 96

  /// Whether a value is somebody's account id and no alias.
  static func isOne(_ value: UnsafeRawBufferPointer) -> Bool {
    value.count == 12 && value.allSatisfy(ByteClass.isDigit) && !StandIns.isAccount(value)
  }

  private static func isOne(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    isOne(UnsafeRawBufferPointer(rebasing: text[range]))
  }

  /// The fifth field of an ARN.
  static func inARN(_ text: UnsafeRawBufferPointer, _ word: Range<Int>) -> Range<Int>? {
    guard word.count == 3, text.starts("arn:", at: word.lowerBound) else { return nil }
    var at = word.upperBound + 1
    for _ in 0..<3 {
      let start = at
      while at < text.count, at - start < 40, ByteClass.isWord(text[at]) || text[at] == 0x2D { at += 1 }
      guard text.starts(":", at: at) else { return nil }
      at += 1
    }
    let start = at
    while at < text.count, at - start <= 12, ByteClass.isDigit(text[at]) { at += 1 }
    guard isOne(text, start..<at), at == text.count || !ByteClass.isWord(text[at]) else { return nil }
    return start..<at
  }

  /// `123….dkr.ecr.eu-west-1.amazonaws.com`, `https://sqs.eu-west-1.amazonaws.com/123…/queue`
  static func inHost(_ text: UnsafeRawBufferPointer, _ word: Range<Int>, _ kind: NameKind) -> Range<Int>? {
    guard isOne(text, word) else { return nil }
    if kind.contains(.queuePath), word.lowerBound == 1, text.starts("/", at: 13) { return word }
    if text.starts(".", at: word.upperBound) {
      var end = word.upperBound
      while end < text.count, end - word.upperBound < reach, isHost(text[end]) { end += 1 }
      return isAWS(UnsafeRawBufferPointer(rebasing: text[word.upperBound..<end])) ? word : nil
    }
    guard word.lowerBound > 0, text[word.lowerBound - 1] == 0x2F else { return nil }
    let end = word.lowerBound - 1
    var start = end
    while start > 0, end - start < reach, isHost(text[start - 1]) || text[start - 1] == 0x3A { start -= 1 }
    return isAWS(UnsafeRawBufferPointer(rebasing: text[start..<end])) ? word : nil
  }

  private static func isAWS(_ host: UnsafeRawBufferPointer) -> Bool {
    host.includes(".amazonaws.com") || host.includes(".aws.amazon.com") || host.includes(".api.aws")
      || host.includes(".on.aws")
  }

  private static func isHost(_ byte: UInt8) -> Bool { ByteClass.isWord(byte) || byte == 0x2D || byte == 0x2E }
}

/// The unique ids of users, groups, roles, instance profiles and policies (IAM user guide, "IAM identifiers").
enum PrincipalForm {
  private static let prefixes: [StaticString] = ["AIDA", "AROA", "AGPA", "AIPA", "ANPA"]

  static func isOne(_ text: UnsafeRawBufferPointer, _ word: Range<Int>) -> Bool {
    guard (20...21).contains(word.count), prefixes.contains(where: { text.starts($0, at: word.lowerBound) }) else {
      return false
    }
    let value = UnsafeRawBufferPointer(rebasing: text[word])
    return value.allSatisfy(TokenForm.Alphabet.capital.contains) && !AliasMark.isPrincipal(Array(value)[...])
  }
}

/// E-mail addresses (RFC 5321 §4.1.2) that somebody can have.
enum EmailForm {
  private static let longestLocal = 64
  private static let longestDomain = 253
  /// What ends the names of files that have an `@` for other reasons: `logo@2x.png`.
  private static let fileEndings: Set<String> = [
    "png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "css", "js", "mjs", "ts", "json", "html", "txt", "md", "tgz",
    "gz", "zip", "jar", "whl", "service", "py", "yaml", "yml", "xml", "log",
  ]

  static func address(_ text: UnsafeRawBufferPointer, at mark: Int) -> Range<Int>? {
    var start = mark
    while start > 0, mark - start < longestLocal, isLocal(text[start - 1]) { start -= 1 }
    while start < mark, text[start] == 0x2E || text[start] == 0x2D { start += 1 }
    guard start < mark, !UnsafeRawBufferPointer(rebasing: text[start..<mark]).equals("git"), !isUserInfo(text, start)
    else { return nil }
    var end = mark + 1
    while end < text.count, end - mark < longestDomain,
      ByteClass.isWord(text[end]) || text[end] == 0x2D || text[end] == 0x2E
    {
      end += 1
    }
    while end > mark + 1, text[end - 1] == 0x2E || text[end - 1] == 0x2D { end -= 1 }
    guard let dot = text[(mark + 1)..<end].lastIndex(of: 0x2E), dot > mark + 1, end - dot > 2 else { return nil }
    let top = text[(dot + 1)..<end]
    guard top.allSatisfy({ ByteClass.isUpper($0) || ByteClass.isLower($0) }),
      !fileEndings.contains(String(decoding: top, as: UTF8.self)),
      !StandIns.isReservedHost(UnsafeRawBufferPointer(rebasing: text[(mark + 1)..<end]))
    else { return nil }
    return start..<end
  }

  /// `scheme://user@host` and `scheme://user:password@host` are no addresses.
  private static func isUserInfo(_ text: UnsafeRawBufferPointer, _ start: Int) -> Bool {
    var at = start
    while at > 0, start - at < longestLocal, isLocal(text[at - 1]) || text[at - 1] == 0x3A { at -= 1 }
    return text.starts("://", at: at - 3)
  }

  private static func isLocal(_ byte: UInt8) -> Bool {
    ByteClass.isWord(byte) || byte == 0x2E || byte == 0x2B || byte == 0x2D
  }
}
