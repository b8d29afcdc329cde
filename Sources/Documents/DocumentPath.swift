// SPDX-License-Identifier: Apache-2.0

/// A pattern of places in documents: the steps of a JSON pointer (RFC 6901), where `*` is any one step and `**` any
/// number of them, none included.
package struct DocumentPath: Hashable, Sendable, CustomStringConvertible {
  package enum Step: Hashable, Sendable {
    /// The member of that name, or the element of a list at that index.
    case name(String)
    case any
    case anyDepth
  }

  /// No path in text has more steps than this.
  static let longest = 64

  package let steps: [Step]

  /// - Returns: nil for a text without a step, that begins with anything but `/`, has an escape other than `~0` and
  ///   `~1`, or more than 64 steps.
  package init?(_ text: String) {
    guard text.utf8.first == 0x2F, text.utf8.count > 1 else { return nil }
    var steps: [Step] = []
    for token in text.utf8.dropFirst().split(separator: 0x2F, omittingEmptySubsequences: false) {
      guard steps.count < Self.longest, let step = Self.step(Array(token)) else { return nil }
      steps.append(step)
    }
    self.steps = steps
  }

  package init(steps: [Step]) {
    self.steps = steps
  }

  private static func step(_ token: [UInt8]) -> Step? {
    if token == [0x2A] { return .any }
    if token == [0x2A, 0x2A] { return .anyDepth }
    var name: [UInt8] = []
    var rest = token[...]
    while let byte = rest.popFirst() {
      guard byte == 0x7E else {
        name.append(byte)
        continue
      }
      switch rest.popFirst() {
      case 0x30: name.append(0x7E)
      case 0x31: name.append(0x2F)
      default: return nil
      }
    }
    return .name(String(decoding: name, as: UTF8.self))
  }

  package var description: String {
    steps.map { step in
      switch step {
      case .any: "/*"
      case .anyDepth: "/**"
      case .name(let name): "/\(JSONPointer.token(name))"
      }
    }.joined()
  }
}

/// The text of JSON pointers (RFC 6901).
enum JSONPointer {
  /// A name with `~` and `/` escaped.
  static func token(_ name: String) -> String {
    guard name.utf8.contains(where: { $0 == 0x7E || $0 == 0x2F }) else { return name }
    var out: [UInt8] = []
    for byte in name.utf8 {
      switch byte {
      case 0x7E: out += [0x7E, 0x30]
      case 0x2F: out += [0x7E, 0x31]
      default: out.append(byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
