// SPDX-License-Identifier: Apache-2.0

/// Reads JSON, and what only looks like it, for the scan: names, strings and bare values with their way from the root.
///
/// It never fails: quotes and brackets that do not pair leave the way wrong, but no byte unread. One pass, no
/// recursion.
struct JSONEvents {
  enum Event {
    /// Between the quotes.
    case name(Range<Int>)
    /// Between the quotes.
    case string(Range<Int>, hasEscapes: Bool)
    /// A number, a literal name, or what has no place in JSON.
    case bare(Range<Int>)
  }

  struct Frame {
    let isObject: Bool
    /// The member that is being read; empty in a list.
    var name: Range<Int> = 0..<0
    /// What that name says about its value.
    var kind: NameKind
    /// What the name of the object itself says.
    let outer: NameKind
    /// How many values there were.
    var count = 0
  }

  private static let deepest = 512

  private let text: UnsafeRawBufferPointer
  private var at = 0
  private(set) var frames: [Frame] = []
  private var hidden = 0
  /// Whether all of it was JSON so far.
  private(set) var isClean = true

  /// What is known of names; who made this takes it back.
  var names: NameKinds

  init(_ text: UnsafeRawBufferPointer, names: NameKinds) {
    self.text = text
    self.names = names
  }

  /// What the name of the current value says about it.
  var kind: NameKind { frames.last?.kind ?? [] }

  mutating func next() -> Event? {
    while at < text.count {
      let byte = text[at]
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: at += 1
      case 0x3A:
        // The one behind a name was read with it.
        isClean = false
        at += 1
      case 0x2C:
        at += 1
        if let last = frames.indices.last {
          frames[last].count += 1
          if frames[last].isObject { (frames[last].name, frames[last].kind) = (0..<0, []) }
        }
      case 0x7B, 0x5B:
        at += 1
        open(isObject: byte == 0x7B)
      case 0x7D, 0x5D:
        at += 1
        close(isObject: byte == 0x7D)
      case 0x22: return quoted()
      default: return bare()
      }
    }
    if !frames.isEmpty { isClean = false }
    return nil
  }

  private mutating func open(isObject: Bool) {
    guard frames.count < JSONEvents.deepest else {
      hidden += 1
      return
    }
    frames.append(Frame(isObject: isObject, kind: isObject ? [] : kind, outer: kind))
  }

  private mutating func close(isObject: Bool) {
    if hidden > 0 {
      hidden -= 1
    } else if frames.popLast()?.isObject != isObject {
      isClean = false
    }
  }

  private mutating func quoted() -> Event {
    let start = at + 1
    var end = start
    var hasEscapes = false
    while true {
      end = signOfString(from: end)
      guard end < text.count, text[end] == 0x5C else { break }
      hasEscapes = true
      end += 2
    }
    if end >= text.count { isClean = false }
    end = min(end, text.count)
    at = min(end + 1, text.count)
    var after = at
    while after < text.count, ByteClass.isSpace(text[after]) { after += 1 }
    guard after < text.count, text[after] == 0x3A else { return .string(start..<end, hasEscapes: hasEscapes) }
    at = after + 1
    name(start..<end)
    return .name(start..<end)
  }

  /// The next quote or backslash, eight bytes at a time.
  private func signOfString(from start: Int) -> Int {
    var at = start
    while at + 8 <= text.count {
      let bytes = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      let (quotes, slashes) = (bytes ^ 0x2222_2222_2222_2222, bytes ^ 0x5C5C_5C5C_5C5C_5C5C)
      // The highest bit of each byte that is zero; the lowest one that is set is right.
      let zeros =
        ((quotes &- 0x0101_0101_0101_0101) & ~quotes | (slashes &- 0x0101_0101_0101_0101) & ~slashes)
        & 0x8080_8080_8080_8080
      if zeros != 0 { return at + zeros.trailingZeroBitCount / 8 }
      at += 8
    }
    while at < text.count, text[at] != 0x22, text[at] != 0x5C { at += 1 }
    return at
  }

  private mutating func name(_ name: Range<Int>) {
    if frames.isEmpty { frames.append(Frame(isObject: true, kind: [], outer: [])) }
    let last = frames.count - 1
    frames[last].name = name
    frames[last].kind = names.kind(of: UnsafeRawBufferPointer(rebasing: text[name]))
      .resolved(inside: frames[last].outer)
  }

  private mutating func bare() -> Event {
    let start = at
    while at < text.count {
      switch text[at] {
      case 0x20, 0x09, 0x0A, 0x0D, 0x22, 0x2C, 0x3A, 0x5B, 0x5D, 0x7B, 0x7D:
        return finish(start..<at)
      default: at += 1
      }
    }
    return finish(start..<at)
  }

  private mutating func finish(_ range: Range<Int>) -> Event {
    let value = UnsafeRawBufferPointer(rebasing: text[range])
    let isNumber = value.allSatisfy { JSONEvents.isNumeral($0) }
    if !isNumber, !value.equals("true"), !value.equals("false"), !value.equals("null") { isClean = false }
    return .bare(range)
  }

  private static func isNumeral(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: true
    default: false
    }
  }
}
