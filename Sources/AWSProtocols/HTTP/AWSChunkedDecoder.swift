// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Undoes the content coding `aws-chunked` piece by piece; see ``AWSChunked`` for whole bodies.
///
/// Trailers are dropped. What is not of that form is passed on as it came, from the chunk that is not: the same bytes
/// always give the same payload, however they are cut.
package struct AWSChunkedDecoder: Sendable {
  private enum State {
    /// In the line that tells a chunk's size.
    case size
    case payload(left: Int)
    /// In the CRLF behind a chunk.
    case lineEnd
    case trailers
    case raw
  }

  /// Room for a size, a signature, and extensions of another kind.
  private static let longestLine = 4_096

  private var state = State.size
  /// What has come of a line so far.
  private var line: [UInt8] = []

  package init() {}

  /// Calls `sink` with the payload in a part of a body.
  package mutating func take(
    _ part: UnsafeRawBufferPointer, _ sink: (UnsafeRawBufferPointer) -> Void
  ) {
    var rest = part[...]
    while !rest.isEmpty {
      switch state {
      case .size: takeSize(&rest, sink)
      case .payload(let left):
        let count = min(left, rest.count)
        sink(UnsafeRawBufferPointer(rebasing: rest.prefix(count)))
        rest = rest.dropFirst(count)
        state = count == left ? .lineEnd : .payload(left: left - count)
      case .lineEnd:
        line.append(rest.removeFirst())
        guard line.elementsEqual(([0x0D, 0x0A] as [UInt8]).prefix(line.count)) else {
          giveUp(sink)
          continue
        }
        if line.count == 2 { begin(.size) }
      case .trailers: return
      case .raw:
        sink(UnsafeRawBufferPointer(rebasing: rest))
        return
      }
    }
  }

  /// The body has ended: what has come of a line belongs to no chunk.
  package mutating func finish(_ sink: (UnsafeRawBufferPointer) -> Void) {
    if case .trailers = state { return }
    if !line.isEmpty { giveUp(sink) }
  }

  private mutating func takeSize(
    _ rest: inout Slice<UnsafeRawBufferPointer>, _ sink: (UnsafeRawBufferPointer) -> Void
  ) {
    let end = rest.firstIndex(of: 0x0A).map { $0 + 1 } ?? rest.endIndex
    line.append(contentsOf: rest[..<end])
    rest = rest[end...]
    guard line.last == 0x0A else {
      if line.count > AWSChunkedDecoder.longestLine { giveUp(sink) }
      return
    }
    guard line.count <= AWSChunkedDecoder.longestLine, line.suffix(2).first == 0x0D,
      let size = AWSChunked.size(of: line.dropLast(2))
    else { return giveUp(sink) }
    begin(size == 0 ? .trailers : .payload(left: size))
  }

  private mutating func begin(_ next: State) {
    line.removeAll(keepingCapacity: true)
    state = next
  }

  private mutating func giveUp(_ sink: (UnsafeRawBufferPointer) -> Void) {
    line.withUnsafeBytes(sink)
    begin(.raw)
  }
}
