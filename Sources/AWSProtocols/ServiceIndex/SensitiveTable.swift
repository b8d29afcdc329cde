// SPDX-License-Identifier: Apache-2.0

/// What is sensitive in one service's messages: the entries of the index, found by sign and name.
///
/// Which of them hold in a message is said by ``SensitiveNumbers``.
struct SensitiveTable: Sendable {
  /// What an entry says of its name.
  enum Sign: UInt8 {
    case member = 0
    /// Everything beneath a member.
    case beneath = 0x2A
    case header = 0x3A
    case query = 0x3F
    case label = 0x2F
    case payload = 0x2E
  }

  struct Entry: Sendable {
    let mark: SensitiveMembers.Mark
    let sign: Sign
    /// In lower case.
    let name: [UInt8]
    /// The parents under which it does not hold, in lower case; an empty one is the root.
    let exceptions: [[UInt8]]
  }

  private(set) var entries: [Entry] = []
  /// Open addressing: numbers of entries, or -1. Entries of one name follow each other up to a free slot.
  private var slots: [Int32] = []

  /// Adds the entries of a line of the index that begins with `!`; their numbers go on from those before.
  mutating func add(_ line: IndexFields) {
    var line = line
    let names = line.words(separator: UInt8(ascii: ","))
    entries += names.enumerated().map { Entry($1.utf8.dropFirst($0 == 0 ? 1 : 0)) }
    var count = 4
    while count < entries.count * 2 { count *= 2 }
    slots = Array(repeating: -1, count: count)
    for (number, entry) in entries.enumerated() {
      var slot = SensitiveTable.hash(entry.sign, entry.name) & (count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (count - 1) }
      slots[slot] = Int32(truncatingIfNeeded: number)
    }
  }

  /// The mark of the entries for that name, in any case, that hold under that parent; the model's before ours.
  func mark(
    _ sign: Sign, _ name: some Collection<UInt8>, in parent: some Collection<UInt8>, among numbers: SensitiveNumbers
  ) -> SensitiveMembers.Mark? {
    guard !slots.isEmpty else { return nil }
    var mark: SensitiveMembers.Mark?
    var slot = SensitiveTable.hash(sign, name) & (slots.count - 1)
    while slots[slot] >= 0, mark != .model {
      let number = Int(slots[slot])
      if entries[number].holds(sign, name, in: parent), numbers.contains(number) { mark = entries[number].mark }
      slot = (slot + 1) & (slots.count - 1)
    }
    return mark
  }

  /// FNV-1a without regard to ASCII case.
  private static func hash(_ sign: Sign, _ name: some Collection<UInt8>) -> Int {
    var hash: UInt32 = 2_166_136_261
    hash = (hash ^ UInt32(sign.rawValue)) &* 16_777_619
    for byte in name { hash = (hash ^ UInt32(byte.asciiLowercased)) &* 16_777_619 }
    return Int(hash)
  }
}

extension SensitiveTable.Entry {
  /// `[+][SIGN]NAME[!PARENT…]`; scripts/generate-service-index describes it.
  init(_ text: Substring.UTF8View) {
    let isOurs = text.first == UInt8(ascii: "+")
    let rest = text.dropFirst(isOurs ? 1 : 0)
    mark = isOurs ? .overlay : .model
    sign = rest.first.flatMap(SensitiveTable.Sign.init) ?? .member
    let words = rest.dropFirst(sign == .member ? 0 : 1)
      .split(separator: UInt8(ascii: "!"), omittingEmptySubsequences: false).map(Array.init)
    name = words.first ?? []
    exceptions = Array(words.dropFirst())
  }

  func holds(
    _ sign: SensitiveTable.Sign, _ name: some Collection<UInt8>, in parent: some Collection<UInt8>
  ) -> Bool {
    self.sign == sign && Self.isSame(self.name, name) && !exceptions.contains { Self.isSame($0, parent) }
  }

  private static func isSame(_ lowercased: [UInt8], _ name: some Collection<UInt8>) -> Bool {
    lowercased.elementsEqual(name, by: { $0 == $1.asciiLowercased })
  }
}

/// Numbers of entries of a ``SensitiveTable``, as ranges in ascending order.
struct SensitiveNumbers: Sendable {
  static let none = SensitiveNumbers("")
  /// What holds in any message.
  static let all = SensitiveNumbers(ranges: [0...Int.max])

  let ranges: [ClosedRange<Int>]

  var isEmpty: Bool { ranges.isEmpty }

  private init(ranges: [ClosedRange<Int>]) {
    self.ranges = ranges
  }

  /// `0,3-7`; what is no number is left out.
  init(_ text: Substring) {
    ranges = text.split(separator: ",").compactMap { part in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, first <= last else { return nil }
      return first...last
    }
  }

  func contains(_ number: Int) -> Bool { ranges.contains { $0.contains(number) } }
}
