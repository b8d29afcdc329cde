// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// Whether a value is what the model says, and in what words it is not.
struct ModelValue {
  let model: ModelCursor
  /// Whether it is sent, not answered: services take times in several forms.
  let isSent: Bool

  /// - Returns: nil where it is as it should be.
  func misfit(_ value: DocumentValue) -> ModelNode.Misfit? {
    if fits(value) { return nil }
    let kind = ValueKind(value)
    let isUnreadable = model.isText && kind == .string
    return ModelNode.Misfit(wanted: wanted, found: isUnreadable ? "text that is none" : kind.rawValue)
  }

  private var wanted: String {
    switch model.kind {
    case .structure, .union, .map: "object"
    case .timestamp: time.rawValue
    case .blob: "string"
    default: model.kind.rawValue
    }
  }

  private func fits(_ value: DocumentValue) -> Bool {
    switch model.kind {
    case .document, .eventStream: true
    case .structure, .union, .map: value.kind == .object
    case .list: value.kind == .array
    case .string, .blob: value.kind == .string || model.isText && value.isTextWithAttributes
    case .boolean: model.isText ? isWord(value, ["true", "false"]) : value.bool != nil
    case .integer: model.isText ? isNumber(value, isWhole: true) : ValueKind(value) == .integer
    case .fraction:
      value.kind == .number || isWord(value, ["nan", "infinity", "-infinity"])
        || model.isText && isNumber(value, isWhole: false)
    case .timestamp: isTime(value)
    }
  }

  private var time: TextFormat {
    switch model.timestampFormat {
    case .iso8601: .iso8601
    case .httpDate: .httpDate
    case .epochSeconds, .mixed, nil: .epochSeconds
    }
  }

  private func isTime(_ value: DocumentValue) -> Bool {
    if value.kind == .number { return time == .epochSeconds || isSent }
    guard value.kind == .string else { return false }
    let format = value.withBytes { TextFormat(text: $0) }
    if format == time || isSent && format.isTime { return true }
    return (time == .epochSeconds || isSent) && model.isText && isNumber(value, isWhole: false)
  }

  /// Whether it is one of these words, in any case.
  private func isWord(_ value: DocumentValue, _ words: [String]) -> Bool {
    value.string.map { words.contains($0.asciiLowercased) } ?? false
  }

  private func isNumber(_ value: DocumentValue, isWhole: Bool) -> Bool {
    guard let text = value.string else { return false }
    let sign: Set<UInt8> = [0x2B, 0x2D]
    let digits = text.utf8.drop { sign.contains($0) }
    guard text.utf8.count - digits.count <= 1, digits.first.map({ $0 &- 0x30 < 10 }) == true else { return false }
    return digits.allSatisfy { byte in
      byte &- 0x30 < 10 || !isWhole && (byte == 0x2E || byte | 0x20 == 0x65 || sign.contains(byte))
    }
  }
}

extension DocumentValue {
  /// Whether it is an element of XML that holds nothing but text and has attributes.
  fileprivate var isTextWithAttributes: Bool {
    kind == .object && members.allSatisfy { $0.name.bytes.first == 0x40 || $0.name.bytes.first == 0x23 }
  }
}
