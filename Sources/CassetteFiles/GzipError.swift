// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a gzip file, and where.
package struct GzipError: Error, Equatable, Sendable {
  package enum Code: String, CaseIterable, Sendable {
    case notGzip = "not a gzip file"
    case truncated = "truncated"
    case corrupt = "corrupt compressed data"
    case badChecksum = "wrong checksum"
    case badLength = "wrong length"
    case trailingBytes = "bytes after the end that are no gzip member"
    case tooLarge = "larger than allowed when decompressed"
    case noMemory = "not enough memory for zlib"
  }

  package let code: Code
  /// Where in the compressed bytes: the end of them for `truncated`, the trailer for `badChecksum` and `badLength`, the
  /// first byte that is too many for `trailingBytes`, and as far as was read for the others.
  package let offset: Int

  package init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }
}
