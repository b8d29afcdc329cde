// SPDX-License-Identifier: Apache-2.0

/// The aliases that were made last, since the same values come again and again. Where two want one place, the later has
/// it.
struct KnownAliases: Sendable {
  private struct Slot {
    var form = AliasForm.text
    var value: [UInt8] = []
    var alias: [UInt8] = []
  }

  private static let count = 1024
  /// Longer values are not kept.
  private static let longest = 128

  private var slots = [Slot](repeating: Slot(), count: KnownAliases.count)

  func alias(of value: ArraySlice<UInt8>, _ form: AliasForm) -> [UInt8]? {
    guard !value.isEmpty, value.count <= KnownAliases.longest else { return nil }
    let place = KnownAliases.place(value)
    guard slots[place].form == form, slots[place].value[...] == value else { return nil }
    return slots[place].alias
  }

  mutating func insert(_ value: ArraySlice<UInt8>, _ form: AliasForm, _ alias: [UInt8]) {
    guard value.count <= KnownAliases.longest else { return }
    slots[KnownAliases.place(value)] = Slot(form: form, value: Array(value), alias: alias)
  }

  private static func place(_ value: ArraySlice<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in value { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int((hash ^ hash >> 32) & UInt64(count - 1))
  }
}
