// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Holds a request's input against the model: all violations of one request are told together, as the service does.
struct InputValidator {
  private let model: ServiceModel
  private var violations: [String] = []

  private init(_ model: ServiceModel) {
    self.model = model
  }

  /// Throws `SerializationException` for a value of a wrong type, `ValidationException` for violated constraints.
  static func validate(_ input: DocumentValue, as shape: String, by model: ServiceModel) throws(ServiceError) {
    var validator = InputValidator(model)
    try validator.check(input, shape, at: "")
    let count = validator.violations.count
    guard count > 0 else { return }
    throw .validation(
      "\(count) validation error\(count == 1 ? "" : "s") detected: " + validator.violations.joined(separator: "; "))
  }

  private mutating func check(_ value: DocumentValue, _ shapeName: String, at path: String) throws(ServiceError) {
    guard let shape = model.shapes[shapeName] else { return }
    switch shape {
    case .structure(let members):
      try checkMembers(value, members, at: path)
    case .list(let element, let min, let max):
      try checkList(value, of: element, min: min, max: max, at: path)
    case .string, .enumeration, .integer, .timestamp:
      for constraint in try failures(value, shape) {
        report(value, at: path, constraint)
      }
    }
  }

  private mutating func checkMembers(
    _ value: DocumentValue, _ members: [ModelMember], at path: String
  ) throws(ServiceError) {
    guard value.kind == .object else { throw .serialization(mismatch(value, wanted: nil)) }
    for member in members {
      let memberPath = (path.isEmpty ? "" : path + ".") + member.name.lowerCamel
      if let memberValue = value[member.name], !memberValue.isNull {
        try check(memberValue, member.shape, at: memberPath)
      } else if member.isRequired {
        violations.append("Value null at '\(memberPath)' failed to satisfy constraint: \(Constraint.notNull)")
      }
    }
  }

  private mutating func checkList(
    _ value: DocumentValue, of elementName: String, min: Int?, max: Int?, at path: String
  ) throws(ServiceError) {
    guard value.kind == .array else { throw .serialization(mismatch(value, wanted: nil)) }
    if let min, value.count < min { report(value, at: path, Constraint.longer(min)) }
    if let max, value.count > max {
      // Its elements are not looked at: a message about each would grow past any bound.
      return report(value, at: path, Constraint.shorter(max))
    }
    guard let element = model.shapes[elementName] else { return }
    switch element {
    case .structure, .list:
      for (index, item) in value.elements.enumerated() {
        try check(item, elementName, at: "\(path).\(index + 1).member")
      }
    case .string, .enumeration, .integer, .timestamp:
      var isViolated = false
      for item in value.elements {
        let broken = item.isNull ? [Constraint.notNull] : try failures(item, element)
        if !broken.isEmpty { isViolated = true }
      }
      guard isViolated else { return }
      // Scalars in a list are told as one violation of the list, with all the constraints that an element has.
      let all = (Constraint.all(of: element) + [Constraint.notNull]).joined(separator: ", ")
      report(value, at: path, "Member must satisfy constraint: [\(all)]")
    }
  }

  /// The constraints that a scalar breaks.
  private func failures(_ value: DocumentValue, _ shape: ModelShape) throws(ServiceError) -> [String] {
    switch shape {
    case .string(let min, let max, let pattern):
      let text = try string(value)
      let count = text.unicodeScalars.count
      var broken: [String] = []
      if let pattern, !model.matches(text, pattern) { broken.append(Constraint.pattern(pattern)) }
      if let max, count > max { broken.append(Constraint.shorter(max)) }
      if let min, count < min { broken.append(Constraint.longer(min)) }
      return broken
    case .enumeration(let values):
      return try values.contains(string(value)) ? [] : [Constraint.oneOf(values)]
    case .integer(let min, let max):
      guard let number = value.int else { throw .serialization(mismatch(value, wanted: "Integer")) }
      if let max, number > max { return [Constraint.atMost(max)] }
      if let min, number < min { return [Constraint.atLeast(min)] }
      return []
    case .timestamp:
      guard value.kind == .number else { throw .serialization(mismatch(value, wanted: "Timestamp")) }
      return []
    case .structure, .list:
      return []
    }
  }

  private func string(_ value: DocumentValue) throws(ServiceError) -> String {
    guard let text = value.string else { throw .serialization(mismatch(value, wanted: "String")) }
    return text
  }

  private mutating func report(_ value: DocumentValue, at path: String, _ constraint: String) {
    let shown = shown(value).map { "Value '\($0)'" } ?? "Value"
    violations.append("\(shown) at '\(path)' failed to satisfy constraint: \(constraint)")
  }

  /// The value as a message shows it; nil for a list of structures.
  private func shown(_ value: DocumentValue) -> String? {
    guard value.kind == .array else { return value.string ?? value.numberLexeme }
    var parts: [String] = []
    for item in value.elements {
      guard item.kind == .string || item.isNull else { return nil }
      parts.append(item.string ?? "null")
    }
    return "[" + parts.joined(separator: ", ") + "]"
  }

  private func mismatch(_ value: DocumentValue, wanted: String?) -> String {
    let token: String
    switch value.kind {
    case .object: return "Start of structure or map found where not expected."
    case .array: return "Start of list found where not expected."
    case .string: token = "STRING_VALUE"
    case .number: token = value.int == nil ? "DECIMAL_VALUE" : "NUMBER_VALUE"
    case .true: token = "TRUE_VALUE"
    case .false: token = "FALSE_VALUE"
    case .null: token = "NULL_VALUE"
    }
    return wanted.map { "\(token) can not be converted to \($0)" } ?? "Unexpected field type"
  }
}

extension String {
  /// A member's name as messages write it: `ConnectionName` → `connectionName`.
  fileprivate var lowerCamel: String { prefix(1).lowercased() + dropFirst() }
}
