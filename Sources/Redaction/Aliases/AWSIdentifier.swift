// SPDX-License-Identifier: Apache-2.0

/// Identifiers of AWS that can be told by their look (IAM user guide, "IAM identifiers").
enum AWSIdentifier {
  /// Whether four bytes are what the ids of access keys begin with.
  private static func isKey(_ start: UInt32) -> Bool {
    switch start {
    // AKIA, ASIA, ABIA, ACCA
    case 0x414B_4941, 0x4153_4941, 0x4142_4941, 0x4143_4341: true
    default: false
    }
  }

  /// Whether four bytes are what the unique ids of users, groups, roles, instance profiles, policies, certificates and
  /// context begin with.
  private static func isPrincipal(_ start: UInt32) -> Bool {
    switch start {
    // AIDA, AGPA, AROA, AIPA, ANPA, ANVA, ASCA, APKA
    case 0x4149_4441, 0x4147_5041, 0x4152_4F41, 0x4149_5041, 0x414E_5041, 0x414E_5641, 0x4153_4341, 0x4150_4B41: true
    default: false
    }
  }

  private static func start(_ value: some RandomAccessCollection<UInt8>) -> UInt32 {
    value.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// `AKIA` or the like, and 16 capitals and digits.
  static func isAccessKey(_ value: some RandomAccessCollection<UInt8>) -> Bool {
    value.count == 20 && value.first == 0x41 && isKey(start(value)) && isCapitals(value)
  }

  /// `AROA` or the like, and 12 to 28 capitals and digits. One digit at least is among them, but for the lengths that
  /// AWS gives out now: of a hundred of those some have none.
  static func isPrincipal(_ value: some RandomAccessCollection<UInt8>) -> Bool {
    (16...32).contains(value.count) && value.first == 0x41 && isPrincipal(start(value)) && isCapitals(value)
      && ((20...21).contains(value.count) || value.contains { ByteKind.isDigit($0) })
  }

  private static func isCapitals(_ value: some RandomAccessCollection<UInt8>) -> Bool {
    value.allSatisfy { ByteKind.isDigit($0) || $0 &- 0x41 < 26 }
  }

  /// The account that an access key belongs to, which its id tells: five bits a character (RFC 4648 §6), the account in
  /// the 40 bits behind the first. Nil for ids of the old form, which tell none.
  static func account(ofAccessKey id: some RandomAccessCollection<UInt8>) -> [UInt8]? {
    guard isAccessKey(id) else { return nil }
    var bits: UInt64 = 0
    for byte in id.dropFirst(4).prefix(10) {
      switch byte {
      case 0x41...0x5A: bits = bits << 5 | UInt64(byte - 0x41)
      case 0x32...0x37: bits = bits << 5 | UInt64(byte - 0x32 + 26)
      default: return nil
      }
    }
    // 50 bits: the first 48 are six bytes, of which 40 from the second bit on are the account.
    let account = (bits >> 9) & 0xFF_FFFF_FFFF
    guard account > 0, account < 1_000_000_000_000 else { return nil }
    let digits = Array(String(account).utf8)
    return [UInt8](repeating: 0x30, count: 12 - digits.count) + digits
  }

  /// Twelve digits.
  static func isAccount(_ value: some RandomAccessCollection<UInt8>) -> Bool {
    value.count == 12 && value.allSatisfy(ByteKind.isDigit)
  }

  /// The number that twelve digits are.
  static func number(_ digits: some Sequence<UInt8>) -> UInt64 { digits.reduce(0) { $0 * 10 + UInt64($1 & 15) } }

  /// Accounts that documentation and test servers use, which are nobody's: their ids stay.
  static func isExampleAccount(_ digits: some RandomAccessCollection<UInt8>) -> Bool {
    guard let first = digits.first else { return false }
    if digits.allSatisfy({ $0 == first }) { return true }
    return isAccount(digits) && examples.contains(number(digits))
  }

  private static let examples: [UInt64] = [
    123_456_789_012, 111_122_223_333, 444_455_556_666, 777_788_889_999, 210_987_654_321, 12_345_678_901,
  ]
}

/// ASCII by ranges.
enum ByteKind {
  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  @inline(__always)
  static func isHex(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }

  @inline(__always)
  static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 26 }

  @inline(__always)
  static func isWord(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == 0x5F }
}
