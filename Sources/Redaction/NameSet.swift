// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// A set of names that is asked without regard to ASCII case and without making a string: every header and every member
/// of every recorded body is looked up in one.
struct NameSet: Sendable, ExpressibleByArrayLiteral {
  /// The names in lower case, by their length.
  private var byCount: [[[UInt8]]] = []

  init(arrayLiteral elements: String...) {
    insert(elements)
  }

  private mutating func insert(_ names: [String]) {
    for name in names {
      let name = name.utf8.map(\.asciiLowercased)
      while byCount.count <= name.count { byCount.append([]) }
      byCount[name.count].append(name)
    }
  }

  /// These names and others.
  func union(_ names: [String]) -> NameSet {
    var union = self
    union.insert(names)
    return union
  }

  func contains(_ name: some Collection<UInt8>) -> Bool {
    let count = name.count
    guard count < byCount.count else { return false }
    return byCount[count].contains { other in
      var at = 0
      for byte in name {
        if byte.asciiLowercased != other[at] { return false }
        at += 1
      }
      return true
    }
  }
}
