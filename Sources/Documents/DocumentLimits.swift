// SPDX-License-Identifier: Apache-2.0

/// How much a reader takes before it refuses.
package struct DocumentLimits: Sendable {
  /// Bytes of input; never more than 4 GiB − 1, which is what a node can address.
  package var bytes: Int
  /// Containers within containers.
  package var depth: Int
  /// Values and member names together.
  package var nodes: Int

  package init(bytes: Int = 256 << 20, depth: Int = 512, nodes: Int = 1 << 19) {
    self.bytes = min(bytes, Int(UInt32.max) - 1)
    self.depth = depth
    self.nodes = nodes
  }

  /// Those of bodies. A node takes 24 bytes, and while it is read as much again; AWS's own limits leave no document
  /// that clients send with a tenth of so many.
  package static let standard = DocumentLimits()

  /// Those of lines of cassettes and journals, which are longer and fuller than any one body.
  package static let line = DocumentLimits(bytes: .max, nodes: 48_000_000)
}

/// Why bytes are no document.
package struct DocumentError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable {
    case unexpectedByte = "unexpected byte"
    case unexpectedEnd = "unexpected end"
    case badEscape = "bad escape"
    case badNumber = "bad number"
    case badUTF8 = "bytes that are not UTF-8"
    case controlCharacter = "control character in a string"
    case trailingBytes = "bytes after the value"
    case tooDeep = "nested too deep"
    case tooLarge = "too large"
    case duplicateMember = "duplicate member"
    case mismatchedTag = "end tag without its start tag"
    case badEntity = "entity or document type, which are not taken"
  }

  package let code: Code
  /// Bytes from the start of the input.
  package let offset: Int

  package init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }

  package var description: String { "\(code.rawValue) at byte \(offset)" }
}
