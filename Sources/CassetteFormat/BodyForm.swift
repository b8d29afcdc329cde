// SPDX-License-Identifier: Apache-2.0

package import Documents

/// How a body stands in a line of a cassette: as the JSON that it is, as text, or as base64; always so that the same
/// bytes come back.
package enum BodyForm: String, Sendable, CaseIterable {
  /// JSON in one line, byte for byte: number lexemes, order and spaces kept.
  case json
  /// Any other UTF-8.
  case text
  case base64

  /// Deeper JSON is written as text, so that every JSON tool reads the line; so is what has more values than are compared.
  private static let limits = DocumentLimits(depth: 100)

  /// The form that a body takes.
  package static func of(_ body: [UInt8]) -> BodyForm {
    // White space round the value would be lost.
    if let first = body.first, let last = body.last, (first, last) == (0x7B, 0x7D) || (first, last) == (0x5B, 0x5D),
      !hasLineBreak(body), (try? JSONReader.read(body, limits: limits)) != nil
    {
      return .json
    }
    // NUL is legal in JSON text, but few tools like it.
    return body.isUTF8 && !body.contains(0) ? .text : .base64
  }

  /// A piece of a body may be a document by chance only.
  static func writePiece(_ body: [UInt8], to writer: inout JSONWriter) {
    if body.isUTF8 && !body.contains(0) {
      writer.name(BodyForm.text.rawValue)
      writer.string(utf8: body)
    } else {
      writer.name(BodyForm.base64.rawValue)
      writer.string(utf8: Base64.encode(body))
    }
  }

  private static func hasLineBreak(_ body: [UInt8]) -> Bool {
    // Without a way out, so that many bytes are looked at together.
    var found: UInt8 = 0
    for byte in body { found |= (byte == 0x0A ? 1 : 0) | (byte == 0x0D ? 1 : 0) }
    return found != 0
  }

  static func write(_ body: [UInt8], to writer: inout JSONWriter) {
    guard !body.isEmpty else { return }
    let form = BodyForm.of(body)
    writer.name(form.rawValue)
    switch form {
    case .json: writer.raw(body)
    case .text: writer.string(utf8: body)
    case .base64: writer.string(utf8: Base64.encode(body))
    }
  }

  /// The body of a request or response, where it stands in the line's own bytes if it can.
  package static func read(_ message: DocumentValue) -> ArraySlice<UInt8>? {
    for member in message.members {
      switch member.name.string {
      case BodyForm.json.rawValue:
        return member.value.kind == .string ? nil : member.value.bytes
      case BodyForm.text.rawValue:
        return member.value.kind == .string ? member.value.bytes : nil
      case BodyForm.base64.rawValue:
        guard member.value.kind == .string else { return nil }
        return Base64.decode(member.value.bytes).map { $0[...] }
      default: continue
      }
    }
    return []
  }
}
