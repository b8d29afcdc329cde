// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// A set of names that is asked without regard to ASCII case and without making a string: every header and every member
/// of every recorded body is looked up in one.
struct NameSet: Sendable, ExpressibleByArrayLiteral {
  /// By their length: a bit for the low five of each name's first letter, whatever its case. Most names that are asked
  /// for end here.
  private var firsts = [UInt32](repeating: 0, count: NameSet.longest + 1)
  /// The names in lower case, by length.
  private var names = [[[UInt8]]](repeating: [], count: NameSet.longest + 1)

  /// Longer names are all in the last place.
  private static var longest: Int { 63 }

  init(arrayLiteral elements: String...) {
    self.init(elements)
  }

  init(_ names: [String]) {
    for name in names where !name.isEmpty {
      let name = name.utf8.map(\.asciiLowercased)
      let place = min(name.count, NameSet.longest)
      firsts[place] |= 1 << UInt32(name[0] & 31)
      self.names[place].append(name)
    }
  }

  func contains(_ name: UnsafeRawBufferPointer) -> Bool {
    let place = min(name.count, NameSet.longest)
    guard firsts[place] != 0, firsts[place] >> UInt32(name[0] & 31) & 1 != 0 else { return false }
    return names[place].contains { NameSet.isSame($0, name) }
  }

  func contains(_ name: some Collection<UInt8>) -> Bool {
    (name.withContiguousStorageIfAvailable { contains(UnsafeRawBufferPointer($0)) })
      ?? Array(name).withUnsafeBytes { contains($0) }
  }

  @inline(__always)
  private static func isSame(_ lowercased: [UInt8], _ name: UnsafeRawBufferPointer) -> Bool {
    guard lowercased.count == name.count else { return false }
    for place in 0..<name.count {
      let byte = name[place]
      if (byte &- 0x41 < 26 ? byte | 0x20 : byte) != lowercased[place] { return false }
    }
    return true
  }
}
