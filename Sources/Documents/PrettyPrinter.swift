// SPDX-License-Identifier: Apache-2.0

/// Writes a document as JSON for people: a member a line, two blanks a level.
package enum PrettyPrinter {
  package static func text(_ value: DocumentValue) -> String {
    var bytes: [UInt8] = []
    write(value, level: 0, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func write(_ value: DocumentValue, level: Int, to bytes: inout [UInt8]) {
    func newLine(_ level: Int) {
      bytes.append(0x0A)
      bytes.append(contentsOf: repeatElement(0x20, count: 2 * level))
    }
    switch value.kind {
    case .string: quote(value, to: &bytes)
    case .object where value.count > 0:
      bytes.append(0x7B)
      for (index, member) in value.members.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        newLine(level + 1)
        quote(member.name, to: &bytes)
        bytes.append(contentsOf: [0x3A, 0x20])
        write(member.value, level: level + 1, to: &bytes)
      }
      newLine(level)
      bytes.append(0x7D)
    case .array where value.count > 0:
      bytes.append(0x5B)
      for (index, element) in value.elements.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        newLine(level + 1)
        write(element, level: level + 1, to: &bytes)
      }
      newLine(level)
      bytes.append(0x5D)
    case .object: bytes.append(contentsOf: [0x7B, 0x7D])
    case .array: bytes.append(contentsOf: [0x5B, 0x5D])
    default: bytes.append(contentsOf: value.bytes)
    }
  }

  private static func quote(_ string: DocumentValue, to bytes: inout [UInt8]) {
    var writer = JSONWriter()
    writer.string(utf8: string.bytes)
    bytes.append(contentsOf: writer.bytes)
  }
}
