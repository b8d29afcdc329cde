// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Writes CBOR (RFC 8949) as JSON, for the scan: byte strings that are texts as texts, others as base64, keys of all kinds
/// as strings. One pass, no recursion.
struct CBORTranscript {
  private enum Limits {
    static let depth = 256
    /// Heads of nothing but a count cost a byte: the transcript may not outgrow its source by more.
    static let growth = 16
  }

  /// What is open: how many items are to come, nil where a break ends it.
  private struct Frame {
    let isMap: Bool
    var left: Int?
    var count = 0
  }

  private let bytes: UnsafeRawBufferPointer
  private var at = 0
  private var frames: [Frame] = []
  private var out: [UInt8] = []

  /// The JSON, or nil where the bytes are not one item of CBOR that is a map or a list.
  static func json(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    guard let first = bytes.first, (0x80...0xBF).contains(first) else { return nil }
    var transcript = CBORTranscript(bytes)
    return transcript.read() ? transcript.out : nil
  }

  private init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  private mutating func read() -> Bool {
    repeat {
      guard item() else { return false }
      guard out.count <= Limits.growth * bytes.count else { return false }
      while let frame = frames.last, frame.left == 0 {
        out.append(frame.isMap ? 0x7D : 0x5D)
        frames.removeLast()
      }
    } while !frames.isEmpty
    return at == bytes.count
  }

  /// Reads one head with what belongs to it; false where it is broken.
  private mutating func item() -> Bool {
    guard at < bytes.count else { return false }
    let first = bytes[at]
    at += 1
    if first == 0xFF {
      guard let frame = frames.last, frame.left == nil, !frame.isMap || frame.count.isMultiple(of: 2) else {
        return false
      }
      out.append(frame.isMap ? 0x7D : 0x5D)
      frames.removeLast()
      return true
    }
    let major = first >> 5
    let isIndefinite = first & 31 == 31
    var argument: UInt64 = 0
    if !isIndefinite {
      guard let value = self.argument(first & 31) else { return false }
      argument = value
    }
    // A tag belongs to the item behind it.
    if major == 6 { return !isIndefinite && at < bytes.count }
    separate()
    switch major {
    case 0: string("\(argument)", quoted: isKey)
    case 1: string("-\(argument)", quoted: isKey)
    case 2, 3: return isIndefinite ? chunks(major) : slice(argument).map { text(bytes[$0]) } != nil
    case 4, 5: return open(isMap: major == 5, isIndefinite ? nil : argument)
    default: simple(first, argument)
    }
    return true
  }

  private mutating func argument(_ size: UInt8) -> UInt64? {
    guard size >= 24 else { return UInt64(size) }
    guard size <= 27, at + 1 << (size - 24) <= bytes.count else { return nil }
    var value: UInt64 = 0
    for _ in 0..<1 << (size - 24) {
      value = value << 8 | UInt64(bytes[at])
      at += 1
    }
    return value
  }

  /// Whether the item that was just counted is a key.
  private var isKey: Bool { frames.last.map { $0.isMap && !$0.count.isMultiple(of: 2) } ?? false }

  /// Counts an item, and writes what stands before it.
  private mutating func separate() {
    guard let last = frames.indices.last else { return }
    if frames[last].count > 0 { out.append(frames[last].isMap && !frames[last].count.isMultiple(of: 2) ? 0x3A : 0x2C) }
    frames[last].count += 1
    if let left = frames[last].left { frames[last].left = left - 1 }
  }

  private mutating func open(isMap: Bool, _ count: UInt64?) -> Bool {
    // Every item has a byte at the least.
    guard frames.count < Limits.depth, !isKey, count ?? 0 <= UInt64(bytes.count) else { return false }
    frames.append(Frame(isMap: isMap, left: count.map { Int($0) * (isMap ? 2 : 1) }))
    out.append(isMap ? 0x7B : 0x5B)
    return true
  }

  private mutating func slice(_ count: UInt64) -> Range<Int>? {
    guard count <= UInt64(bytes.count - at) else { return nil }
    let start = at
    at += Int(count)
    return start..<at
  }

  /// The chunks of a string of unknown length, joined.
  private mutating func chunks(_ major: UInt8) -> Bool {
    var joined: [UInt8] = []
    while at < bytes.count, bytes[at] != 0xFF {
      let first = bytes[at]
      at += 1
      guard first >> 5 == major, let count = argument(first & 31), let chunk = slice(count) else { return false }
      joined.append(contentsOf: bytes[chunk])
    }
    guard at < bytes.count else { return false }
    at += 1
    joined.withUnsafeBytes { text($0[...]) }
    return true
  }

  private mutating func simple(_ first: UInt8, _ argument: UInt64) {
    switch first {
    case 0xF4: string("false", quoted: isKey)
    case 0xF5: string("true", quoted: isKey)
    case 0xF9: string("0.0", quoted: isKey)
    case 0xFA: string("\(Float(bitPattern: UInt32(truncatingIfNeeded: argument)))", quoted: true)
    case 0xFB: string("\(Double(bitPattern: argument))", quoted: true)
    default: string("null", quoted: isKey)
    }
  }

  private mutating func string(_ text: String, quoted: Bool) {
    if quoted { out.append(0x22) }
    out.append(contentsOf: text.utf8)
    if quoted { out.append(0x22) }
  }

  private mutating func text(_ content: Slice<UnsafeRawBufferPointer>) {
    out.append(0x22)
    if Layers.isText(UnsafeRawBufferPointer(rebasing: content)) {
      for byte in content {
        if byte == 0x22 || byte == 0x5C { out.append(0x5C) }
        out.append(byte)
      }
    } else {
      out.append(contentsOf: Base64.encode(content))
    }
    out.append(0x22)
  }
}
