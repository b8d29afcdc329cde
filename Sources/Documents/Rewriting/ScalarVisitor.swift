// SPDX-License-Identifier: Apache-2.0

/// What walking over a body of any form needs: where it stands, whom to ask, and what is written already.
struct ScalarVisitor: ~Copyable {
  let input: UnsafeRawBufferPointer
  var place: ScalarPlace
  /// Whether nothing was met that the form does not know.
  var isWhole = true
  private let replace: ScalarRewriter.Replacement
  private var out: [UInt8] = []
  /// How much of the input stands in `out`, rewritten.
  private var copied = 0
  private var spare: [UInt8] = []

  init(_ input: UnsafeRawBufferPointer, replace: @escaping ScalarRewriter.Replacement) {
    self.input = input
    self.replace = replace
    place = ScalarPlace(capacity: input.count)
  }

  /// The text that is to stand for this one; nil where it stays.
  func offer(_ kind: ScalarKind, _ text: UnsafeRawBufferPointer) -> [UInt8]? {
    guard let other = replace(place, kind, text), !other.elementsEqual(text) else { return nil }
    return other
  }

  /// Lets `write` append what stands in place of a range of the input. Ranges come in order.
  mutating func put(_ range: Range<Int>, _ write: (inout [UInt8]) -> Void) {
    if copied == 0 { out.reserveCapacity(input.count + 64) }
    out.append(contentsOf: input.bytes(copied..<range.lowerBound))
    write(&out)
    copied = range.upperBound
  }

  /// An empty buffer to decode a text into; ``giveBack(_:)`` saves the next one its allocation.
  mutating func takeBuffer() -> [UInt8] {
    var buffer: [UInt8] = []
    swap(&buffer, &spare)
    buffer.removeAll(keepingCapacity: true)
    return buffer
  }

  mutating func giveBack(_ buffer: consuming [UInt8]) { spare = buffer }

  /// The new body, nil where no range was put.
  mutating func finish() -> (bytes: [UInt8]?, isWhole: Bool) {
    guard copied > 0 else { return (nil, isWhole) }
    out.append(contentsOf: input.bytes(copied..<input.count))
    return (out, isWhole)
  }
}

extension UnsafeRawBufferPointer {
  /// The bytes of a range, at offsets from 0: slices of buffers are copied one byte at a time.
  func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self[range]) }
}
