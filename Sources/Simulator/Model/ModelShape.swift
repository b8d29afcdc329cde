// SPDX-License-Identifier: Apache-2.0

/// One shape of a service model, with its constraints. Shapes name each other, as they do in the model.
enum ModelShape: Equatable, Sendable {
  /// Lengths count Unicode scalars; the pattern has to match all of the text.
  case string(min: Int? = nil, max: Int? = nil, pattern: String? = nil)
  case enumeration([String])
  case integer(min: Int? = nil, max: Int? = nil)
  case timestamp
  case list(of: String, min: Int? = nil, max: Int? = nil)
  case structure([ModelMember])
}

/// A member of a structure.
struct ModelMember: Equatable, Sendable {
  let name: String
  let shape: String
  let isRequired: Bool

  static func required(_ name: String, _ shape: String) -> Self { Self(name: name, shape: shape, isRequired: true) }
  static func optional(_ name: String, _ shape: String) -> Self { Self(name: name, shape: shape, isRequired: false) }
}

/// What a service model says of an operation; input and output name shapes, `errors` what it declares to answer.
struct OperationFacts: Equatable, Sendable {
  let input: String
  let output: String
  let errors: [String]
}
