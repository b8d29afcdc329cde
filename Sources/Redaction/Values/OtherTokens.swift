// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// Credentials that no prefix tells, but the places of their dots, hyphens or equal signs.
struct OtherTokens {
  private let text: UnsafeRawBufferPointer
  /// Before here no JWT starts: what was looked through once is not looked through again.
  private var nextWebToken = 0

  init(_ text: UnsafeRawBufferPointer) {
    self.text = text
  }

  /// What a word begins: a JWT, a bot token of Discord, a key of Mailchimp or Azure.
  mutating func match(word: Range<Int>) -> (rule: RedactionRule, range: Range<Int>)? {
    let (start, end) = (word.lowerBound, word.upperBound)
    if text.has("eyJ", at: start), let end = jsonWebToken(start) { return (.jsonWebToken, start..<end) }
    if text.has("AccountKey=", at: start) { return run(from: start + 11, least: 32).map { (.azure, $0) } }
    if text.has("SharedAccessKey=", at: start) { return run(from: start + 16, least: 32).map { (.azure, $0) } }
    // In queries a plus sign is a blank.
    if text.has("Signature=", at: start), let range = run(from: start + 10, least: 64), range.count == 64 {
      return (.authorization, range)
    }
    if next(end) == 0x20 || next(end) == 0x2B, let range = authorization(start, end) { return (.authorization, range) }
    if word.count == 32, text.has("-us", at: end), text[word].allSatisfy(ByteKind.isHex) {
      var last = end + 3
      while last < text.count, last < end + 6, ByteKind.isDigit(text[last]) { last += 1 }
      return last > end + 3 ? (.mailchimp, start..<last) : nil
    }
    if text[start] == 0x4D || text[start] == 0x4E || text[start] == 0x4F, let end = discord(start) {
      return (.discord, start..<end)
    }
    return nil
  }

  private func next(_ at: Int) -> UInt8 { at < text.count ? text[at] : 0 }

  /// `Bearer` and a token, `Basic` and user with password in base64, as the header has them (RFC 6750 §2.1, RFC 7617
  /// §2).
  private mutating func authorization(_ start: Int, _ end: Int) -> Range<Int>? {
    let isBasic = end - start == 5 && text.hasInAnyCase("basic", at: start)
    guard isBasic || end - start == 6 && text.hasInAnyCase("bearer", at: start),
      let range = run(from: end + 1, least: isBasic ? 12 : 16), range.count <= 8192
    else { return nil }
    // Prose has words there.
    guard isBasic else { return text[range].contains(where: ByteKind.isDigit) ? range : nil }
    // In a path the next segment begins with a character of base64.
    var end = range.upperBound
    for _ in 0..<8 {
      if Base64.decode(text[range.lowerBound..<end]).map({ $0.contains(0x3A) && $0.isUTF8 }) == true {
        return range.lowerBound..<end
      }
      guard let slash = text[range.lowerBound..<end].lastIndex(of: 0x2F) else { break }
      end = slash
    }
    // What a server takes it for is that server's affair. An alias of earlier is such a run, and what follows it in a
    // path is not its own.
    let first = range.lowerBound..<(text[range].firstIndex(of: 0x2F) ?? range.upperBound)
    return isMixed(first) ? first : nil
  }

  /// Whether a run looks made up: 16 characters and more of both cases, with digits.
  private func isMixed(_ range: Range<Int>) -> Bool {
    let run = text[range]
    return run.count >= 16 && run.contains(where: ByteKind.isDigit) && run.contains { $0 &- 0x61 < 26 }
      && run.contains { $0 &- 0x41 < 26 }
  }

  /// `12345678:AA…`: where such a token ends.
  func telegram(behind colon: Int) -> Int? {
    guard text.has("AA", at: colon + 1) else { return nil }
    let end = segment(colon + 1)
    return (34...36).contains(end - colon - 1) ? end : nil
  }

  /// Base64 of `{"`, and two dots at the least (RFC 7519, RFC 7516).
  private mutating func jsonWebToken(_ start: Int) -> Int? {
    guard start >= nextWebToken else { return nil }
    var end = segment(start)
    nextWebToken = end
    var dots = 0
    while end < text.count, text[end] == 0x2E, dots < 4 {
      end = segment(end + 1)
      dots += 1
    }
    while end > start, text[end - 1] == 0x2E { end -= 1 }
    return dots >= 2 && end - start >= 30 ? end : nil
  }

  private func discord(_ start: Int) -> Int? {
    let first = segment(start, atMost: 29)
    guard (24...28).contains(first - start), first < text.count, text[first] == 0x2E else { return nil }
    let second = segment(first + 1, atMost: 7)
    guard second - first == 7, second < text.count, text[second] == 0x2E else { return nil }
    let third = segment(second + 1)
    return third - second - 1 >= 27 ? third : nil
  }

  /// Where letters, digits, `_` and `-` end.
  private func segment(_ start: Int, atMost count: Int = .max) -> Int {
    var end = start
    while end < text.count, end - start < count, ByteKind.isWord(text[end]) || text[end] == 0x2D { end += 1 }
    return end
  }

  private func run(from start: Int, least: Int) -> Range<Int>? {
    var end = start
    while end < text.count, TokenPattern.Alphabet.base64.contains(text[end]) { end += 1 }
    return end - start >= least ? start..<end : nil
  }
}

/// A PEM block (RFC 7468) that holds a private key.
enum PrivateKeyBlock {
  private static let dashes = Array("-----".utf8)

  /// Where the block ends that starts here, or where the text does if its end is missing.
  static func end(_ text: UnsafeRawBufferPointer, at start: Int) -> Int? {
    guard text.has("-----BEGIN ", at: start) else { return nil }
    let limit = min(text.count, start + 64)
    guard let key = (start + 11..<limit).first(where: { text.has("PRIVATE KEY", at: $0) }) else { return nil }
    var place = key
    while place < text.count {
      if text[place] == 0x2D, text.has("-----END ", at: place) {
        var end = place + 9
        while end < text.count, text[end] != 0x2D, text[end] != 0x0A { end += 1 }
        while end < text.count, text[end] == 0x2D { end += 1 }
        if end < text.count, text[end] == 0x0A { end += 1 }
        return end
      }
      place += 1
    }
    return text.count
  }
}

/// Ids of resources that end in hexadecimal digits, as EC2 gives them out.
enum ResourceIDs {
  private static let words: Set<[UInt8]> = Set(
    [
      "vpc", "subnet", "sg", "sgr", "eni", "i", "vol", "snap", "ami", "igw", "eigw", "nat", "rtb", "acl", "vpce", "tgw",
      "pcx", "lt", "dopt", "cgw", "vgw", "vpn", "fs", "fsap", "fsmt", "eipalloc", "eipassoc", "rtbassoc", "aclassoc",
      "pl", "h", "r", "key", "cr", "tgwattach", "mt", "cvpn", "fl",
    ].map { Array($0.utf8) })

  /// The end of an id that starts with this word, which a hyphen follows.
  static func end(_ text: UnsafeRawBufferPointer, word: Range<Int>) -> Int? {
    var word = word
    // `tgw-attach-…`, `vpce-svc-…` and `tgw-rtb-…` have two words.
    if word.count <= 10, let hyphen = text[word.upperBound...].dropFirst().prefix(9).firstIndex(of: 0x2D),
      ["attach", "svc", "rtb", "assoc"].contains(where: { text[(word.upperBound + 1)..<hyphen].elementsEqual($0.utf8) })
    {
      word = word.lowerBound..<hyphen
    }
    var end = word.upperBound + 1
    while end < text.count, ByteKind.isHex(text[end]) { end += 1 }
    let count = end - word.upperBound - 1
    guard count == 8 || count == 17, end == text.count || !ByteKind.isWord(text[end]) else { return nil }
    let first = text[word].prefix { $0 != 0x2D }
    guard word.lowerBound == 0 || text[word.lowerBound - 1] != 0x2D, words.contains(Array(first)) else { return nil }
    // Eight letters may be a word.
    return text[(word.upperBound + 1)..<end].contains(where: ByteKind.isDigit) ? end : nil
  }
}

/// Names that are reserved for examples and tests, hence are nobody's (RFC 2606, RFC 6761).
enum ReservedNames {
  private static let domains = ["example.com", "example.org", "example.net"].map { Array($0.utf8) }
  private static let ends = ["example", "test", "invalid", "localhost"].map { Array($0.utf8) }

  private static let amazons = [".amazonaws.com", ".amazonaws.com.cn", ".aws.amazon.com", ".api.aws", ".on.aws"].map {
    Array($0.utf8)
  }

  /// Whether a host is one of AWS's own, which all have in common.
  static func isAmazons(host: some RandomAccessCollection<UInt8>) -> Bool {
    let name = host.map(\.asciiLowercased)
    return amazons.contains { name.suffix($0.count).elementsEqual($0) }
  }

  /// Whether the host of a URL is such a name.
  static func contains(url: ArraySlice<UInt8>) -> Bool {
    AliasForm.scheme(of: url) != nil && contains(host: Aliases.parts(ofURL: url).host)
  }

  static func contains(host: some RandomAccessCollection<UInt8>) -> Bool {
    let name = host.map(\.asciiLowercased)
    let labels = name.split(separator: 0x2E)
    if let last = labels.last, ends.contains(Array(last)) { return true }
    return domains.contains { labels.suffix(2).joined(separator: [0x2E]).elementsEqual($0) }
  }
}
