// SPDX-License-Identifier: Apache-2.0

/// Rewriting of what the base64 in a text says.
package enum Base64Texts {
  /// The text with what its base64 says as `body` changes it, or nil where that changes nothing.
  ///
  /// Pieces whose bytes are no text stay. Linear, but for `body`.
  /// - Parameters:
  ///   - depth: how many layers of base64 the text itself was in; those deeper than two are not looked into.
  ///   - body: gets the base64 and what it says.
  package static func rewritten(
    _ text: UnsafeRawBufferPointer, depth: Int,
    _ body: (_ base64: UnsafeRawBufferPointer, _ decoded: UnsafeRawBufferPointer) -> [UInt8]?
  ) -> [UInt8]? {
    var out: [UInt8] = []
    var copied = 0
    for segment in TextSegments(text, depth: depth) {
      guard segment.isText, let decoded = segment.decoded else { continue }
      let base64 = UnsafeRawBufferPointer(rebasing: text[segment.range])
      guard let changed = decoded.withUnsafeBytes({ body(base64, $0) }) else { continue }
      out.append(contentsOf: text[copied..<segment.range.lowerBound])
      out.append(contentsOf: Base64.encode(changed))
      copied = segment.range.upperBound
    }
    if copied == 0 { return nil }
    out.append(contentsOf: text[copied...])
    return out
  }
}
