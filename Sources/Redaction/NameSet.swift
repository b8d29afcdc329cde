// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// A set of names that is asked without regard to ASCII case and without making a string: every header and every member
/// of every recorded body is looked up in one.
struct NameSet: Sendable, ExpressibleByArrayLiteral {
  /// The names in lower case, by their length and first letter.
  private var bySize: [Int: [[UInt8]]] = [:]

  init(arrayLiteral elements: String...) {
    self.init(elements)
  }

  init(_ names: [String]) {
    for name in names where !name.isEmpty {
      let name = name.utf8.map(\.asciiLowercased)
      bySize[NameSet.size(name.count, name[0]), default: []].append(name)
    }
  }

  private static func size(_ count: Int, _ first: UInt8) -> Int { count << 8 | Int(first) }

  func contains(_ name: some Collection<UInt8>) -> Bool {
    guard let first = name.first, let names = bySize[NameSet.size(name.count, first.asciiLowercased)] else {
      return false
    }
    return names.contains { other in
      var at = 0
      for byte in name {
        if byte.asciiLowercased != other[at] { return false }
        at += 1
      }
      return true
    }
  }
}
