// SPDX-License-Identifier: Apache-2.0

/// How a canonical form writes texts and numbers.
package enum TextForm: Sendable {
  /// As they are.
  case literal
  /// With live tokens replaced by the recorded ones that they stand for.
  case recorded(Renaming)
  /// With a mark in the place of each generated token: two documents that can be unified have one such form, and few
  /// others share it.
  case skeleton

  package var isSkeleton: Bool { if case .skeleton = self { true } else { false } }

  /// A text in this form.
  func text(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    switch self {
    case .literal: return Array(text)
    case .recorded(let renaming): return renaming.rewritten(text, .toRecorded) ?? Array(text)
    case .skeleton:
      var bytes: [UInt8] = []
      bytes.reserveCapacity(text.count)
      TextForm.appendSkeleton(text, to: &bytes)
      return bytes
    }
  }

  /// A number's lexeme in this form, before its ``DecimalForm`` is made; nil where it is as it was.
  package func number(_ lexeme: UnsafeRawBufferPointer) -> [UInt8]? {
    switch self {
    case .literal: return nil
    case .recorded(let renaming): return renaming.rewritten(lexeme, .toRecorded)
    case .skeleton:
      return lexeme.drop { !ByteClass.isDigit($0) }.prefix { ByteClass.isDigit($0) }.count >= 9
        || Unification.aliasDigits(lexeme) != nil ? [0x30] : nil
    }
  }

  private static func mark(of kind: GeneratedToken.Kind) -> UInt8 {
    switch kind {
    case .run: 0x01
    case .uuid: 0x04
    case .timestamp: 0x05
    case .address: 0x06
    }
  }

  /// Appends the text with a mark for each generated token, also within base64. Linear.
  package static func appendSkeleton(_ text: UnsafeRawBufferPointer, depth: Int = 0, to bytes: inout [UInt8]) {
    for segment in TextSegments(text, depth: depth) {
      if let decoded = segment.decoded {
        bytes.append(0x02)
        decoded.withUnsafeBytes { appendSkeleton($0, depth: depth + 1, to: &bytes) }
        bytes.append(0x03)
        continue
      }
      let part = UnsafeRawBufferPointer(rebasing: text[segment.range])
      var copied = 0
      for token in GeneratedTokens(part) {
        bytes.append(contentsOf: part[copied..<token.range.lowerBound])
        bytes.append(mark(of: token.kind))
        copied = token.range.upperBound
      }
      bytes.append(contentsOf: part[copied...])
    }
  }
}
