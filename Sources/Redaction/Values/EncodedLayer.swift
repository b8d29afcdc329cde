// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// A text written in another one: what it says, and where each of its bytes is written.
struct EncodedLayer: Sendable {
  enum Form: Sendable {
    /// `%2F` (RFC 3986 §2.1).
    case percent
    /// `\"`, `\u002F` (RFC 8259 §7).
    case json
  }

  private(set) var decoded: [UInt8] = []
  /// Where each decoded byte starts, and where the last one ends.
  private var places: [Int] = []
  private let form: Form

  /// - Returns: nil where the text has no escape of the form.
  init?(_ text: UnsafeRawBufferPointer, _ form: Form) {
    self.form = form
    let mark: UInt8 = form == .percent ? 0x25 : 0x5C
    guard text.contains(mark) else { return nil }
    var hasEscape = false
    decoded.reserveCapacity(text.count)
    places.reserveCapacity(text.count + 1)
    var at = 0
    while at < text.count {
      let start = at
      if text[at] == mark, let (bytes, end) = form == .percent ? Self.percent(text, at) : Self.json(text, at) {
        hasEscape = true
        for byte in bytes {
          decoded.append(byte)
          places.append(start)
        }
        at = end
      } else {
        decoded.append(text[at])
        places.append(start)
        at += 1
      }
    }
    places.append(at)
    guard hasEscape else { return nil }
  }

  private static func percent(_ text: UnsafeRawBufferPointer, _ at: Int) -> ([UInt8], Int)? {
    guard at + 2 < text.count, let high = hexValue(text[at + 1]), let low = hexValue(text[at + 2]) else { return nil }
    return ([high << 4 | low], at + 3)
  }

  private static func json(_ text: UnsafeRawBufferPointer, _ at: Int) -> ([UInt8], Int)? {
    guard at + 1 < text.count else { return nil }
    switch text[at + 1] {
    case 0x22, 0x5C, 0x2F: return ([text[at + 1]], at + 2)
    case 0x62: return ([0x08], at + 2)
    case 0x66: return ([0x0C], at + 2)
    case 0x6E: return ([0x0A], at + 2)
    case 0x72: return ([0x0D], at + 2)
    case 0x74: return ([0x09], at + 2)
    case 0x75:
      guard let unit = unit(text, at) else { return nil }
      if unit & 0xFC00 == 0xD800, let low = Self.unit(text, at + 6), low & 0xFC00 == 0xDC00 {
        let scalar = 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(low & 0x3FF))
        return (Unicode.Scalar(scalar).map { Array(String($0).utf8) } ?? [], at + 12)
      }
      return Unicode.Scalar(UInt32(unit)).map { (Array(String($0).utf8), at + 6) }
    default: return nil
    }
  }

  private static func unit(_ text: UnsafeRawBufferPointer, _ at: Int) -> UInt16? {
    guard at + 5 < text.count, text[at] == 0x5C, text[at + 1] == 0x75 else { return nil }
    var unit: UInt16 = 0
    for byte in text[at + 2...at + 5] {
      guard let digit = hexValue(byte) else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  /// An edit of what the text says, as one of how it is written.
  func edit(_ edit: TextEdit) -> TextEdit {
    let text: [UInt8]
    switch form {
    case .percent: text = Array(PercentEncoding.encode(edit.text).utf8)
    case .json:
      var writer = JSONWriter()
      writer.string(utf8: edit.text[...])
      text = Array(writer.bytes.dropFirst().dropLast())
    }
    return TextEdit(range: places[edit.range.lowerBound]..<places[edit.range.upperBound], text: text)
  }
}

/// A run of a text that may be base64 or hexadecimal of another one.
struct EncodedRun: Sendable {
  enum Form: Sendable {
    case base64
    /// The alphabet that is safe in URLs (RFC 4648 §5).
    case base64URL
    case hexadecimal(isUpper: Bool)
  }

  /// Shorter runs say too little.
  static let shortest = 16

  var range: Range<Int>
  var form: Form
  var isPadded: Bool
  var decoded: [UInt8]

  /// Whether what it says is text, and not bytes that happen to be read so.
  var isText: Bool { decoded.isUTF8 && decoded.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (9...13).contains($0) } }

  /// What it is with another text in it.
  func encoded(_ text: [UInt8]) -> [UInt8] {
    switch form {
    case .base64: isPadded ? Base64.encode(text) : Base64.encode(text).filter { $0 != 0x3D }
    case .base64URL:
      isPadded ? Base64.encode(text).map { $0 == 0x2B ? 0x2D : $0 == 0x2F ? 0x5F : $0 } : Base64URL.encode(text)
    case .hexadecimal(let isUpper): Array((isUpper ? hexEncoded(text).uppercased() : hexEncoded(text)).utf8)
    }
  }

  /// All such runs of a text, in order. Linear.
  static func all(in text: UnsafeRawBufferPointer) -> [EncodedRun] {
    var runs: [EncodedRun] = []
    var at = 0
    while at < text.count {
      guard isAlphabet(text[at]) else {
        at += 1
        continue
      }
      let start = at
      var hexadecimals = 0
      var isURL = false
      while at < text.count, isAlphabet(text[at]) {
        if ByteKind.isHex(text[at]) { hexadecimals += 1 }
        if text[at] == 0x2D || text[at] == 0x5F { isURL = true }
        at += 1
      }
      let end = at
      while at < text.count, at - end < 2, text[at] == 0x3D { at += 1 }
      guard end - start >= shortest else { continue }
      let run = text.from(start..<end)
      if hexadecimals == run.count, run.count % 2 == 0 {
        let isUpper = run.contains { $0 &- 0x41 < 6 }
        runs.append(
          EncodedRun(
            range: start..<end, form: .hexadecimal(isUpper: isUpper), isPadded: false,
            decoded: stride(from: 0, to: run.count, by: 2).map {
              (hexValue(run[$0]) ?? 0) << 4 | (hexValue(run[$0 + 1]) ?? 0)
            }))
      } else if run.count % 4 != 1, let decoded = Base64URL.decode(run) {
        runs.append(
          EncodedRun(
            range: start..<at, form: isURL ? .base64URL : .base64, isPadded: run.count % 4 == 0 || at > end,
            decoded: decoded))
      }
    }
    return runs
  }

  private static func isAlphabet(_ byte: UInt8) -> Bool {
    ByteKind.isWord(byte) || byte == 0x2B || byte == 0x2F || byte == 0x2D
  }
}
