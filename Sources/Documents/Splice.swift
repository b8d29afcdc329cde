// SPDX-License-Identifier: Apache-2.0

extension UnsafeRawBufferPointer {
  /// These bytes with others in place of some ranges, which are in order and do not overlap.
  @inlinable
  package func spliced(_ pieces: some Sequence<(range: Range<Int>, text: [UInt8])>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(count + 64)
    var copied = 0
    for piece in pieces {
      out.append(contentsOf: UnsafeRawBufferPointer(rebasing: self[copied..<piece.range.lowerBound]))
      out.append(contentsOf: piece.text)
      copied = piece.range.upperBound
    }
    out.append(contentsOf: UnsafeRawBufferPointer(rebasing: self[copied...]))
    return out
  }
}
