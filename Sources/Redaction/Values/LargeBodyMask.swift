// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Takes secrets out of a body that is too large to be held, in one pass over windows of it.
///
/// What is found is overwritten in place, with zeros where it is digits and else with `x`, so that lengths stay: aliases
/// would make two recordings of one file differ. In bytes that are no text only known values are found, and what is a
/// secret by its look. The same bytes always give the same ones, however they are cut when they come.
package struct LargeBodyMask: Sendable {
  /// How the body is cut, in bytes.
  struct Window: Sendable {
    /// How much is looked at and passed on at once.
    var length = 1 << 20
    /// How far behind a window it is looked: no secret with a known form is longer.
    var overlap = 16 << 10
    /// How far before its end a window is cut where a word ends.
    var slack = 4 << 10
  }

  /// Printable bytes in a row that may be more than chance.
  private static let shortestText = 16
  /// Rules that only name somebody; ids stay in files.
  private static let ids: [RedactionRule] = [.uuid, .resourceID]
  private static let identities: [RedactionRule] =
    ids + [.account, .principal, .email, .address, .privateAddress]

  private let window: Window
  private let pass: @Sendable (RuleBook) -> RedactionPass
  private let textRules: RuleBook
  private let byteRules: RuleBook
  private var buffer: [UInt8] = []
  /// The rules that have changed something.
  package private(set) var changed: Set<RedactionRule> = []

  init(
    _ settings: RedactionSettings, window: Window = Window(), pass: @escaping @Sendable (RuleBook) -> RedactionPass
  ) {
    self.window = window
    self.pass = pass
    textRules = RuleBook(settings.without(LargeBodyMask.ids))
    byteRules = RuleBook(settings.without(LargeBodyMask.identities))
  }

  /// Takes a part of the body; calls `sink` with what is done.
  package mutating func take(_ part: UnsafeRawBufferPointer, _ sink: (UnsafeRawBufferPointer) -> Void) {
    let whole = window.length + window.overlap
    var rest = part[...]
    while buffer.count + rest.count >= whole {
      let next = rest.prefix(whole - buffer.count)
      buffer.append(contentsOf: next)
      rest = rest.dropFirst(next.count)
      pass(on: cut(), sink)
    }
    buffer.append(contentsOf: rest)
  }

  /// The body has ended.
  package mutating func finish(_ sink: (UnsafeRawBufferPointer) -> Void) {
    if !buffer.isEmpty { pass(on: buffer.count, sink) }
  }

  /// Where the window ends: where a word does, if that is near.
  private func cut() -> Int {
    let range = window.length - window.slack..<window.length
    let isEnd: (UInt8) -> Bool = { $0 <= 0x20 || $0 == 0x2C || $0 == 0x3B || $0 == 0x22 }
    return buffer[range].lastIndex(where: isEnd).map { $0 + 1 } ?? window.length
  }

  private mutating func pass(on count: Int, _ sink: (UnsafeRawBufferPointer) -> Void) {
    for range in buffer.withUnsafeBytes({ ranges($0) }) where range.lowerBound < count {
      let isNumber = buffer[range].allSatisfy(ByteKind.isDigit)
      for at in range where buffer[at] != 0x0A && buffer[at] != 0x0D { buffer[at] = isNumber ? 0x30 : 0x78 }
    }
    buffer.withUnsafeBytes { sink(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    buffer.removeFirst(count)
  }

  /// What is to be overwritten.
  private mutating func ranges(_ bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    let isText = firstInvalidUTF8(LargeBodyMask.wholeCharacters(bytes)) == nil
    let pass = pass(isText ? textRules : byteRules)
    let place = TextPlace(.response, .word("/body"), isPart: true)
    defer { changed.formUnion(pass.changed) }
    if isText { return pass.edits(bytes, place, depth: 0).map(\.range) }
    var ranges = pass.knownValues(bytes, place).map(\.range)
    var start = 0
    for at in 0...bytes.count where at == bytes.count || bytes[at] &- 0x20 >= 0x5F {
      if at - start >= LargeBodyMask.shortestText {
        ranges += pass.edits(bytes.from(start..<at), place, depth: RedactionPass.deepest).map { edit in
          edit.range.lowerBound + start..<edit.range.upperBound + start
        }
      }
      start = at + 1
    }
    return ranges
  }

  /// Without the parts of characters at both ends.
  private static func wholeCharacters(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let start = bytes.prefix(3).prefix { $0 & 0xC0 == 0x80 }.count
    var end = bytes.count
    while end > start, bytes.count - end < 3, bytes[end - 1] & 0xC0 == 0x80 { end -= 1 }
    if end > start, bytes[end - 1] >= 0xC0 { end -= 1 } else { end = bytes.count }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }
}

extension RedactionSettings {
  fileprivate func without(_ rules: [RedactionRule]) -> RedactionSettings {
    var settings = self
    settings.off.formUnion(rules)
    return settings
  }
}
