// SPDX-License-Identifier: Apache-2.0

/// Identifiers of AWS that can be told by their look (IAM user guide, "IAM identifiers").
enum AWSIdentifier {
  /// What the ids of access keys begin with.
  private static let keys: Set<[UInt8]> = Set(["AKIA", "ASIA", "ABIA", "ACCA"].map { Array($0.utf8) })
  /// What the unique ids of users, groups, roles, instance profiles, policies, certificates and context begin with.
  private static let principals: Set<[UInt8]> = Set(
    ["AIDA", "AGPA", "AROA", "AIPA", "ANPA", "ANVA", "ASCA", "APKA"].map { Array($0.utf8) })

  /// `AKIA` or the like, and 16 capitals and digits.
  static func isAccessKey(_ value: some RandomAccessCollection<UInt8>) -> Bool {
    value.count == 20 && isCapitals(value) && keys.contains(Array(value.prefix(4)))
  }

  /// `AROA` or the like, and 12 to 28 capitals and digits. One digit at least is among them, but for the lengths that
  /// AWS gives out now: of a hundred of those some have none.
  static func isPrincipal(_ value: some RandomAccessCollection<UInt8>) -> Bool {
    (16...32).contains(value.count) && isCapitals(value) && principals.contains(Array(value.prefix(4)))
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
    return digits.allSatisfy { $0 == first } || examples.contains(Array(digits))
  }

  private static let examples: Set<[UInt8]> = Set(
    ["123456789012", "111122223333", "444455556666", "777788889999", "210987654321", "012345678901"].map {
      Array($0.utf8)
    })
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
