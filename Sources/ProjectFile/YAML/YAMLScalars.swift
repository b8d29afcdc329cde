// SPDX-License-Identifier: Apache-2.0

extension YAMLReader {
  /// What a plain scalar cannot begin with, and what it would begin there.
  private static let indicators: [UInt8: String] = [
    UInt8(ascii: "&"): "an anchor", UInt8(ascii: "*"): "an alias", UInt8(ascii: "!"): "a tag",
    UInt8(ascii: "|"): "block text", UInt8(ascii: ">"): "block text", UInt8(ascii: "%"): "a directive",
    UInt8(ascii: "@"): "nothing yet", UInt8(ascii: "`"): "nothing yet",
  ]

  /// Reads the scalar at this place; blanks behind it stay.
  mutating func scalar(isInFlow: Bool) throws(ProjectFileError) -> (text: String, isPlain: Bool) {
    guard at < bytes.count else { throw error("expected a value") }
    switch bytes[at] {
    case 0x22: return (try doubleQuoted(), false)
    case 0x27: return (try singleQuoted(), false)
    default: return (try plain(isInFlow: isInFlow), true)
    }
  }

  private mutating func plain(isInFlow: Bool) throws(ProjectFileError) -> String {
    let character = Character(Unicode.Scalar(bytes[at]))
    if let what = YAMLReader.indicators[bytes[at]] {
      throw error("'\(character)' begins \(what), which settings have no use for; put the value in quotes")
    }
    if isFlowIndicator(at) || "-?:".utf8.contains(bytes[at]) && isBlank(at + 1) {
      throw error("expected a value, not '\(character)'")
    }
    let start = at
    var end = at
    while at < bytes.count, bytes[at] != 0x0A, bytes[at] != 0x0D {
      if bytes[at] == 0x3A, isBlank(at + 1) || isInFlow && isFlowIndicator(at + 1) { break }
      if bytes[at] == 0x23, isBlank(at - 1) { break }
      if isInFlow, isFlowIndicator(at) { break }
      guard bytes[at] >= 0x20 && bytes[at] != 0x7F || bytes[at] == 0x09 else { throw error("control character") }
      at += 1
      if !isBlank(at - 1) { end = at }
    }
    at = end
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private mutating func singleQuoted() throws(ProjectFileError) -> String {
    let opened = place
    var text: [UInt8] = []
    at += 1
    while true {
      let byte = try quoted(from: opened)
      if byte == 0x27 {
        guard at < bytes.count, bytes[at] == 0x27 else { break }
        at += 1
      }
      text.append(byte)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func doubleQuoted() throws(ProjectFileError) -> String {
    let opened = place
    var text: [UInt8] = []
    at += 1
    while true {
      let byte = try quoted(from: opened)
      if byte == 0x22 { break }
      if byte == 0x5C {
        text.append(contentsOf: try escape(from: opened))
      } else {
        text.append(byte)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The next byte of a quoted scalar.
  private mutating func quoted(from opened: YAMLPlace) throws(ProjectFileError) -> UInt8 {
    guard at < bytes.count, bytes[at] >= 0x20 || bytes[at] == 0x09 else {
      throw ProjectFileError("this quote is not closed on its line", at: opened)
    }
    defer { at += 1 }
    return bytes[at]
  }

  private mutating func escape(from opened: YAMLPlace) throws(ProjectFileError) -> [UInt8] {
    let byte = try quoted(from: opened)
    switch byte {
    case 0x22, 0x2F, 0x5C: return [byte]
    case UInt8(ascii: "0"): return [0]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"):
      let count = byte == UInt8(ascii: "x") ? 2 : byte == UInt8(ascii: "u") ? 4 : 8
      let digits = bytes[at...].prefix(count)
      at += digits.count
      guard digits.count == count, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16), let scalar = Unicode.Scalar(value)
      else { break }
      return Array(String(scalar).utf8)
    default: break
    }
    throw error("this escape is none that settings need")
  }
}
