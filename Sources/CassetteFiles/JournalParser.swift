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
  /// Where in the journal the record begins that is being read.
  private var offset = 0

  /// Calls `body` with the line of each record that `piece` completes.
  mutating func take(_ piece: UnsafeRawBufferPointer, _ body: ([UInt8]) throws -> Void) rethrows {
    var rest = piece
    while let start = rest.baseAddress, let found = memchr(start, Int32(JournalRecord.lineFeed), rest.count) {
      let length = UnsafeRawPointer(found) - start
      let part = UnsafeRawBufferPointer(rebasing: rest[..<length])
      rest = UnsafeRawBufferPointer(rebasing: rest[(length + 1)...])
      if pending.isEmpty {
        try record(part, otherwise: nil, body)
      } else {
        pending.append(contentsOf: part)
        try takePending(otherwise: nil, body)
      }
    }
    pending.append(contentsOf: rest)
  }

  /// The journal ends here. A record is whole without its line feed, too, if its checksum is right.
  mutating func finish(_ body: ([UInt8]) throws -> Void) rethrows {
    if !pending.isEmpty { try takePending(otherwise: .tornTail, body) }
  }

  private mutating func takePending(
    otherwise reason: JournalDamage.Reason?, _ body: ([UInt8]) throws -> Void
  ) rethrows {
    let whole = pending
    pending.removeAll(keepingCapacity: true)
    try whole.withUnsafeBytes { try record($0, otherwise: reason, body) }
  }

  private mutating func record(
    _ bytes: UnsafeRawBufferPointer, otherwise reason: JournalDamage.Reason?, _ body: ([UInt8]) throws -> Void
  ) rethrows {
    defer { offset += bytes.count + 1 }
    switch JournalRecord.decode(bytes) {
    case .success(let line): try body(line)
    case .failure(let found): damage.append(JournalDamage(reason ?? found, offset: offset, length: bytes.count))
    }
  }
}
