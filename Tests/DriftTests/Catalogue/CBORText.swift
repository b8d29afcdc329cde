// SPDX-License-Identifier: Apache-2.0

import Documents

/// CBOR (RFC 8949) from the JSON that a test writes down: `{"$time": 1.5}` is a moment (tag 1), `{"$float": 2}` a number
/// of 64 bits with a fraction or not.
enum CBORText {
  static func encode(_ json: [UInt8]) throws -> [UInt8] {
    guard !json.isEmpty else { return [] }
    var bytes: [UInt8] = []
    append(try JSONReader.read(json).root, to: &bytes)
    return bytes
  }

  private static func append(_ value: DocumentValue, to bytes: inout [UInt8]) {
    switch value.kind {
    case .null: bytes.append(0xF6)
    case .false: bytes.append(0xF4)
    case .true: bytes.append(0xF5)
    case .string:
      head(3, value.bytes.count, to: &bytes)
      bytes.append(contentsOf: value.bytes)
    case .number:
      let lexeme = value.numberLexeme ?? "0"
      if let int = Int(lexeme) {
        head(int < 0 ? 1 : 0, int < 0 ? -1 - int : int, to: &bytes)
      } else {
        float(lexeme, to: &bytes)
      }
    case .array:
      head(4, value.count, to: &bytes)
      for element in value.elements { append(element, to: &bytes) }
    case .object:
      if let moment = value["$time"]?.numberLexeme {
        head(6, 1, to: &bytes)
        float(moment, to: &bytes)
      } else if let number = value["$float"]?.numberLexeme {
        float(number, to: &bytes)
      } else {
        head(5, value.count, to: &bytes)
        for member in value.members {
          append(member.name, to: &bytes)
          append(member.value, to: &bytes)
        }
      }
    }
  }

  private static func float(_ lexeme: String, to bytes: inout [UInt8]) {
    bytes.append(0xFB)
    withUnsafeBytes(of: (Double(lexeme) ?? 0).bitPattern.bigEndian) { bytes.append(contentsOf: $0) }
  }

  private static func head(_ major: UInt8, _ count: Int, to bytes: inout [UInt8]) {
    if count < 24 {
      bytes.append(major << 5 | UInt8(count))
    } else {
      bytes.append(major << 5 | 27)
      withUnsafeBytes(of: UInt64(count).bigEndian) { bytes.append(contentsOf: $0) }
    }
  }
}
