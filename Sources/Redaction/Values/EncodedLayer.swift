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
    let range = places[edit.range.lowerBound]..<places[edit.range.upperBound]
    let text: [UInt8]
    switch form {
    // What was written as it is stays so: not every character that may be encoded is.
    case .percent: text = range.count > edit.range.count ? Array(PercentEncoding.encode(edit.text).utf8) : edit.text
    case .json:
      var writer = JSONWriter()
      writer.string(utf8: edit.text[...])
      text = Array(writer.bytes.dropFirst().dropLast())
    }
    return TextEdit(range: range, text: text)
  }
}
