// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// What the samples of one response have in common: each place, with the kinds of values seen there.
///
/// It is inferred from all samples, so that a member that is only sometimes there, or one odd sample, is no drift.
struct Shape {
  struct Place {
    var kinds: Set<String> = []
    /// How often the place was there.
    var seen = 0
  }

  private(set) var places: [String: Place] = [:]
  private(set) var samples = 0

  /// Adds one sample.
  mutating func add(_ value: DocumentValue) {
    samples += 1
    walk(value, "")
  }

  /// How often each object was seen, by its pointer.
  private var containers: [String: Int] = [:]

  private mutating func walk(_ value: DocumentValue, _ pointer: String) {
    switch value.kind {
    case .object:
      containers[pointer, default: 0] += 1
      for member in value.members {
        let name = (member.name.string ?? "").split(separator: "~", omittingEmptySubsequences: false)
          .joined(separator: "~0").split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
        let place = "\(pointer)/\(name)"
        places[place, default: Place()].seen += 1
        places[place]?.kinds.insert(Shape.kindName(member.value))
        walk(member.value, place)
      }
    case .array:
      let place = "\(pointer)/*"
      for element in value.elements {
        places[place, default: Place()].seen += 1
        places[place]?.kinds.insert(Shape.kindName(element))
        walk(element, place)
      }
    default: break
    }
  }

  /// How often the place could have been there: as often as what holds it was an object.
  func possible(_ pointer: String) -> Int {
    let parent = pointer.lastIndex(of: "/").map { String(pointer[..<$0]) } ?? ""
    return containers[parent] ?? 0
  }

  func isAlways(_ pointer: String) -> Bool {
    !pointer.hasSuffix("/*") && (places[pointer]?.seen ?? 0) == possible(pointer)
  }

  static func kindName(_ value: DocumentValue) -> String {
    switch value.kind {
    case .null: "null"
    case .true, .false: "boolean"
    case .number: (value.numberLexeme ?? "").contains { $0 == "." || $0 == "e" || $0 == "E" } ? "fraction" : "integer"
    case .string: "string"
    case .array: "list"
    case .object: "object"
    }
  }
}
