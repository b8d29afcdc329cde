// SPDX-License-Identifier: Apache-2.0

/// What names say of their values, as far as they were asked for: documents repeat few names many times. Holds some
/// hundred short ones; where two want one place, the later has it.
struct NameKinds: Sendable {
  private struct Slot {
    var name: [UInt8] = []
    var kind: NameKind = []
  }

  private static let count = 256
  private static let longest = 64

  /// Made with the first name.
  private var slots: [Slot] = []

  mutating func kind(of name: UnsafeRawBufferPointer) -> NameKind {
    guard let first = name.first, let last = name.last, name.count <= NameKinds.longest else { return NameKind(name) }
    if slots.isEmpty { slots = [Slot](repeating: Slot(), count: NameKinds.count) }
    let place = (name.count &* 31 &+ Int(first) &* 3 &+ Int(last) &* 7 &+ Int(name[name.count / 2]) &* 17) & 255
    if slots[place].name.withUnsafeBytes({ $0.hasSameBytes(as: name) }) { return slots[place].kind }
    let kind = NameKind(name)
    slots[place] = Slot(name: Array(name), kind: kind)
    return kind
  }
}
