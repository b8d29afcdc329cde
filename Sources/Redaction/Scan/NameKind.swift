// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// What the name of a member, element, field or header says about its value.
struct NameKind: OptionSet {
  let rawValue: UInt8

  /// The value is a secret.
  static let secret = NameKind(rawValue: 1)
  /// Twelve digits are an account id.
  static let account = NameKind(rawValue: 2)
  /// Four numbers with dots are no address.
  static let version = NameKind(rawValue: 4)
  /// A value of forty characters may be an AWS secret key.
  static let secretHint = NameKind(rawValue: 8)
  /// The path of a request to a queue: an account id stands first.
  static let queuePath = NameKind(rawValue: 16)
  /// A piece of text in bytes that are none: only what cannot be there by chance counts.
  static let fragment = NameKind(rawValue: 32)
  /// It says what the name of the object says that it stands in: `UserData: {Value: …}`.
  static let inherited = NameKind(rawValue: 64)
}

extension NameKind {
  private static let longest = 64

  init(_ name: UnsafeRawBufferPointer) {
    let part = NameKind.lastPart(name)
    self = withUnsafeTemporaryAllocation(byteCount: NameKind.longest, alignment: 1) { buffer in
      var count = 0
      for byte in part.suffix(NameKind.longest) where byte != 0x5F && byte != 0x2D {
        buffer[count] = byte.asciiLowercased
        count += 1
      }
      return NameKind(plain: UnsafeRawBufferPointer(rebasing: buffer[..<count]), whole: part)
    }
  }

  /// - Parameter outer: what the name of the object says that the member stands in.
  func resolved(inside outer: NameKind) -> NameKind { contains(.inherited) ? outer : self }

  private init(plain: UnsafeRawBufferPointer, whole: UnsafeRawBufferPointer) {
    self = []
    if plain.equals("value") { insert(.inherited) }
    if SensitiveNames.members.contains(plain) || plain.count < whole.count && SensitiveNames.members.contains(whole) {
      insert(.secret)
    }
    let letters = NameKind.letters(of: plain)
    if letters.isSuperset(of: .secret), plain.includes("secret") { insert(.secretHint) }
    if letters.isSuperset(of: .account) && plain.includes("account") || plain.ends("owner") || plain.ends("owners")
      || plain.ends("ownerid")
      || plain.ends("ownerids") || plain.ends("userid") || plain.equals("aws") || plain.equals("principal")
    {
      insert(.account)
    }
    if plain.ends("version") || plain.ends("versions") || plain.ends("release") || plain.ends("oid")
      || plain.ends("objectidentifier")
    {
      insert(.version)
    }
  }

  /// The letters of a name: a word of which one is missing does not stand in it.
  private struct Letters: OptionSet {
    let rawValue: UInt32

    /// a, c, n, o, t, u
    static let account = Letters(rawValue: 1 << 1 | 1 << 3 | 1 << 14 | 1 << 15 | 1 << 20 | 1 << 21)
    /// c, e, r, s, t
    static let secret = Letters(rawValue: 1 << 3 | 1 << 5 | 1 << 18 | 1 << 19 | 1 << 20)
  }

  private static func letters(of name: UnsafeRawBufferPointer) -> Letters {
    var letters: UInt32 = 0
    for byte in name { letters |= 1 << UInt32(byte & 31) }
    return Letters(rawValue: letters)
  }

  /// Of a flattened name (`Credentials.1.SecretKey`, `UserData.Value`, `Owner.1`), the word that tells.
  private static func lastPart(_ name: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var end = name.count
    while end > 0 {
      var start = end
      while start > 0, name[start - 1] != 0x2E { start -= 1 }
      let part = UnsafeRawBufferPointer(rebasing: name[start..<end])
      let tellsNothing =
        part.allSatisfy { (0x30...0x39).contains($0) } || part.equals("member") || part.equals("Value")
      if !tellsNothing || start == 0 { return part }
      end = start - 1
    }
    return name
  }
}

extension UnsafeRawBufferPointer {
  /// Whether `prefix` stands at a place.
  func starts(_ prefix: [UInt8], at start: Int) -> Bool {
    guard start >= 0, start + prefix.count <= count else { return false }
    for offset in prefix.indices where self[start + offset] != prefix[offset] { return false }
    return true
  }

  func starts(_ prefix: StaticString, at start: Int) -> Bool {
    guard start >= 0, start + prefix.utf8CodeUnitCount <= count else { return false }
    for offset in 0..<prefix.utf8CodeUnitCount where self[start + offset] != prefix.utf8Start[offset] { return false }
    return true
  }

  func hasSameBytes(as other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    for at in 0..<count where self[at] != other[at] { return false }
    return true
  }

  func equals(_ other: StaticString) -> Bool { count == other.utf8CodeUnitCount && starts(other, at: 0) }

  func ends(_ suffix: StaticString) -> Bool { starts(suffix, at: count - suffix.utf8CodeUnitCount) }

  func includes(_ part: StaticString) -> Bool {
    var at = 0
    while at + part.utf8CodeUnitCount <= count {
      if self[at] == part.utf8Start[0], starts(part, at: at) { return true }
      at += 1
    }
    return false
  }
}
