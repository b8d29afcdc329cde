// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Whether what was one value in all samples of one recording is another in the other one.
enum Constants {
  static func differ(_ old: Constant, _ new: Constant) -> Bool {
    guard old.isNormal, new.isNormal else { return false }
    if old.value.kind != new.value.kind { return areBooleans(old.value, new.value) }
    if !areAlike(old.normal, new.normal) { return true }
    // Versions and sizes look like ids where they stand alone; two ids are alike, two versions are not.
    guard old.isLiteral, new.isLiteral, old.value.kind == .string, old.normal != [TextNormaliser.mark],
      let one = old.value.string, let other = new.value.string, one != other, !hasOwnWords(old.normal),
      !hasOwnWords(new.normal),
      !isLongToken(old), !isLongToken(new)
    else { return false }
    var unification = Unification(
      known: Renaming(), clocks: TimestampPair(recorded: 0, live: 0), isSame: { areTimes($0, $1) })
    return !unification.equate(recorded: one, live: other)
  }

  /// The value in words that are the same in every recording.
  static func text(_ constant: Constant) -> String {
    switch constant.value.kind {
    case .true: "true"
    case .false: "false"
    default:
      TextNormaliser.words(Array(constant.normal.prefix(200)))
    }
  }

  /// What only one of two clients sends is marked as its own there, and by its look in the other recording.
  private static func areAlike(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { $0 == $1 || $0 < 0x08 && $1 < 0x08 }
  }

  private static func areBooleans(_ left: DocumentValue, _ right: DocumentValue) -> Bool {
    left.bool != nil && right.bool != nil
  }

  /// An id, or the alias of a secret, whatever its letters.
  private static func isLongToken(_ constant: Constant) -> Bool {
    constant.normal.count == 1 && constant.value.bytes.count >= 20
  }

  private static func hasOwnWords(_ normal: [UInt8]) -> Bool { normal.contains(TextNormaliser.mark) }

  private static func areTimes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    TextFormat(text: left) == .iso8601 && TextFormat(text: right) == .iso8601
  }
}
