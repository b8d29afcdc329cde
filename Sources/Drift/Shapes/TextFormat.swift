// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// The form of a text or number, where it has one that clients may take apart.
enum TextFormat: String, CaseIterable {
  case uuid = "UUID"
  case arn = "ARN"
  case url = "URL"
  /// RFC 3339 and its kin.
  case iso8601 = "ISO 8601 time"
  /// RFC 9110 §5.6.7.
  case httpDate = "HTTP date"
  case epochSeconds = "epoch seconds"
  case epochMilliseconds = "epoch milliseconds"
  case boolean = "boolean text"
  case integer = "integer text"
  case decimal = "decimal text"
  case text
  case number

  var isTime: Bool {
    switch self {
    case .iso8601, .httpDate, .epochSeconds, .epochMilliseconds: true
    default: false
    }
  }

  /// Whether one look is enough: other texts hardly look so by chance.
  var isCertain: Bool {
    switch self {
    case .uuid, .arn, .url: true
    default: isTime
    }
  }

  init(text: UnsafeRawBufferPointer) {
    if let time = TextFormat.time(text) {
      self = time
    } else if text.count == 36, TextFormat.isOne(text, .uuid) {
      self = .uuid
    } else if text.starts(with: "arn:".utf8), text.count(where: { $0 == 0x3A }) >= 5 {
      self = .arn
    } else if text.starts(with: "https://".utf8) || text.starts(with: "http://".utf8) {
      self = .url
    } else if text.elementsEqual("true".utf8) || text.elementsEqual("false".utf8) {
      self = .boolean
    } else {
      self = TextFormat.digits(text)
    }
  }

  init(number lexeme: UnsafeRawBufferPointer) {
    // From 2001 to 2096.
    let whole = lexeme.prefix { $0 &- 0x30 < 10 }
    let isPlain = lexeme[whole.endIndex...].allSatisfy { $0 == 0x2E || $0 &- 0x30 < 10 }
    let leads = whole.first.map { (0x31...0x33).contains($0) } ?? false
    switch whole.count {
    case 10 where isPlain && leads: self = .epochSeconds
    case 13 where isPlain && leads && whole.count == lexeme.count: self = .epochMilliseconds
    default: self = .number
    }
  }

  /// Whether a generated token is a day, a time, or seconds or milliseconds since 1970.
  static func isMoment(_ token: UnsafeRawBufferPointer) -> Bool {
    if token.count >= 10, token[4] == 0x2D, token[7] == 0x2D, token[0] &- 0x30 < 10 { return true }
    return TextFormat(number: token) != .number
  }

  private static func isOne(_ text: UnsafeRawBufferPointer, _ kind: GeneratedToken.Kind) -> Bool {
    var tokens = GeneratedTokens(text)
    guard let token = tokens.next() else { return false }
    return token.kind == kind && token.range == 0..<text.count
  }

  private static func time(_ text: UnsafeRawBufferPointer) -> TextFormat? {
    if text.count >= 16, text.count <= 35, isOne(text, .timestamp) { return .iso8601 }
    // `Mon, 23 Nov 2026 08:49:37 GMT`
    guard text.count == 29, text[3] == 0x2C, text[16...].first == 0x20, text.suffix(4).elementsEqual(" GMT".utf8) else {
      return nil
    }
    return .httpDate
  }

  /// Long runs of digits are ids, which may as well have letters in them.
  private static func digits(_ text: UnsafeRawBufferPointer) -> TextFormat {
    guard let first = text.first, text.count < 9, first &- 0x30 < 10 else { return .text }
    let points = text.count { $0 == 0x2E }
    guard points <= 1, text.last != 0x2E, text.allSatisfy({ $0 == 0x2E || $0 &- 0x30 < 10 }) else { return .text }
    return points == 0 ? .integer : .decimal
  }
}
