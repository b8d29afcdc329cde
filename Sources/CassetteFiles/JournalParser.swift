// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Finds the records in the bytes of a journal, which come in pieces of any size.
struct JournalParser {
  private(set) var damage: [JournalDamage] = []
  /// The part of a record that earlier pieces brought.
  private var pending: [UInt8] = []
  /// How long the part is that earlier pieces brought of what can be no record; nothing of it is kept.
  private var passed = 0
  /// Where in the journal the record begins that is being read.
  private var offset = 0

  /// Calls `body` with the line of each record that `piece` completes.
  mutating func take(_ piece: UnsafeRawBufferPointer, _ body: (JournalReader.Place, [UInt8]) throws -> Void) rethrows {
    var rest = piece
    while let start = rest.baseAddress, let found = memchr(start, Int32(JournalRecord.lineFeed), rest.count) {
      let length = UnsafeRawPointer(found) - start
      let part = UnsafeRawBufferPointer(rebasing: rest[..<length])
      rest = UnsafeRawBufferPointer(rebasing: rest[(length + 1)...])
      if pending.isEmpty && passed == 0 {
        try record(part, otherwise: nil, body)
      } else {
        keep(part)
        try takePending(otherwise: nil, body)
      }
    }
    keep(rest)
  }

  /// The journal ends here. A record is whole without its line feed, too, if its checksum is right.
  mutating func finish(_ body: (JournalReader.Place, [UInt8]) throws -> Void) rethrows {
    if !pending.isEmpty || passed > 0 { try takePending(otherwise: .tornTail, body) }
  }

  private mutating func keep(_ part: UnsafeRawBufferPointer) {
    guard passed == 0 else {
      passed += part.count
      return
    }
    pending.append(contentsOf: part)
    if !JournalRecord.mayBegin(with: pending) {
      passed = pending.count
      pending = []
    }
  }

  private mutating func takePending(
    otherwise reason: JournalDamage.Reason?, _ body: (JournalReader.Place, [UInt8]) throws -> Void
  ) rethrows {
    guard passed == 0 else {
      lose(passed, reason ?? .malformed)
      passed = 0
      return
    }
    let whole = pending
    pending.removeAll(keepingCapacity: true)
    try whole.withUnsafeBytes { try record($0, otherwise: reason, body) }
  }

  private mutating func record(
    _ bytes: UnsafeRawBufferPointer, otherwise reason: JournalDamage.Reason?,
    _ body: (JournalReader.Place, [UInt8]) throws -> Void
  ) rethrows {
    switch JournalRecord.decode(bytes) {
    case .success(let line):
      let place = JournalReader.Place(offset: offset, length: line.count)
      offset += bytes.count + 1
      try body(place, line)
    case .failure(let found): lose(bytes.count, reason ?? found)
    }
  }

  private mutating func lose(_ length: Int, _ reason: JournalDamage.Reason) {
    if reason == .malformed, let last = damage.last, last.reason == reason, last.offset + last.length + 1 == offset {
      // What may be a million empty lines is one stretch.
      damage[damage.count - 1] = JournalDamage(reason, offset: last.offset, length: last.length + 1 + length)
    } else {
      damage.append(JournalDamage(reason, offset: offset, length: length))
    }
    offset += length + 1
  }
}
