// SPDX-License-Identifier: Apache-2.0

/// The streamed body of a request on its way from who sends it to who reads it.
struct RequestBodyQueue {
  enum Reading: Equatable {
    case bytes(Int)
    /// Nothing is there yet; ``append(_:)`` and ``finish()`` will say when it is worth asking again.
    case wait
    case end
    /// What came is not what the length promised.
    case mismatch
  }

  private var pieces: [[UInt8]] = []
  private var first = 0
  private var offset = 0
  private var isFinished = false
  private var isAwaited = false
  /// How much the length still promises; nil where none was told.
  private var promised: Int?

  init(length: Int?) {
    promised = length
  }

  /// Whether a reader waits for it.
  mutating func append(_ bytes: [UInt8]) -> Bool {
    guard !bytes.isEmpty, !isFinished else { return false }
    pieces.append(bytes)
    return isAwaited
  }

  /// No more will come. Whether a reader waits to hear it.
  mutating func finish() -> Bool {
    isFinished = true
    return isAwaited
  }

  /// What is queued will not be read; a reader that waits is to be told that this is the end.
  mutating func abandon() -> Bool {
    pieces = []
    (first, offset) = (0, 0)
    promised = nil
    return finish()
  }

  /// Whether a reader that was told to wait should ask again; says so once.
  mutating func takeAwaited() -> Bool {
    guard isAwaited, isFinished || first < pieces.count else { return false }
    isAwaited = false
    return true
  }

  mutating func read(into room: UnsafeMutableRawBufferPointer) -> Reading {
    var filled = 0
    while filled < room.count, first < pieces.count {
      let count = min(room.count - filled, pieces[first].count - offset)
      pieces[first].withUnsafeBytes { piece in
        UnsafeMutableRawBufferPointer(rebasing: room[filled...]).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: piece[offset..<offset + count]))
      }
      filled += count
      offset += count
      if offset == pieces[first].count { dropFirst() }
    }
    if let promised {
      guard filled <= promised else { return .mismatch }
      self.promised = promised - filled
    }
    if filled > 0 { return .bytes(filled) }
    if promised == 0 { return .end }
    guard isFinished else {
      isAwaited = true
      return .wait
    }
    return promised == nil ? .end : .mismatch
  }

  private mutating func dropFirst() {
    pieces[first] = []
    first += 1
    offset = 0
    if first == pieces.count {
      pieces.removeAll(keepingCapacity: true)
      first = 0
    }
  }
}
