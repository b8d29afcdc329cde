// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// Pairs of forms, queries and connection strings: `name=value` behind `?`, `&`, `;` or at the start of a text.
enum PairForm {
  private static let longestName = 96
  private static let longestKey = 4096
  private static let presigned: NameSet = ["x-amz-signature", "x-amz-credential", "x-amz-security-token"]
  private static let secret: NameSet = [
    "awsaccesskeyid", "signature", "sig", "access_token", "refresh_token", "id_token", "client_secret", "api_key",
    "apikey", "password",
  ]

  /// What is wrong with the pair whose `=` stands at a place.
  static func hit(_ text: UnsafeRawBufferPointer, at equals: Int) -> TextHit? {
    var start = equals
    while start > 0, equals - start < longestName, isName(text[start - 1]) { start -= 1 }
    guard start < equals, start == 0 || [0x3F, 0x26, 0x3B].contains(text[start - 1]) else { return nil }
    let name = UnsafeRawBufferPointer(rebasing: text[start..<equals])
    let isQuery = start > 0 && text[start - 1] != 0x3B
    let rule: String
    if isQuery, presigned.contains(name) {
      rule = "query.presigned"
    } else if isQuery, secret.contains(name) {
      rule = "query.secret"
    } else {
      let kind = NameKind(name)
      guard kind.contains(.secret) || kind.contains(.account) else { return nil }
      rule = kind.contains(.secret) ? "member.secret" : "alias.account"
    }
    var end = equals + 1
    // Where its escapes are undone, a key has spaces in it.
    let isKey = text.starts("-----BEGIN ", at: end)
    let limit = isKey ? min(end + longestKey, text.count) : text.count
    while end < limit, isKey ? text[end] != 0x26 : !isEnd(text[end]) { end += 1 }
    let value = Layers.percentDecoded(UnsafeRawBufferPointer(rebasing: text[(equals + 1)..<end]))
    guard value.withUnsafeBytes({ isLeak($0, rule) }) else { return nil }
    return TextHit(rule: rule, range: equals + 1..<end, name: start..<equals)
  }

  private static func isLeak(_ value: UnsafeRawBufferPointer, _ rule: String) -> Bool {
    if rule == "alias.account" { return AccountForm.isOne(value) }
    // Of a credential, the scope behind the key tells nothing: `KEY/20261123/us-east-1/s3/aws4_request`.
    let key = UnsafeRawBufferPointer(rebasing: value.prefix { $0 != 0x2F })
    return !StandIns.hasNoSecret(value) && !(key.count < value.count && StandIns.hasNoSecret(key))
  }

  private static func isName(_ byte: UInt8) -> Bool { ByteClass.isWord(byte) || byte == 0x2D || byte == 0x2E }

  private static func isEnd(_ byte: UInt8) -> Bool {
    ByteClass.isSpace(byte) || [0x26, 0x3B, 0x3F, 0x22, 0x27, 0x3C, 0x3E].contains(byte)
  }
}
