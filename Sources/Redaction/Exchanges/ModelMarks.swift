// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// What the model of a service, or our overlay of it, says of the members of one operation.
struct ModelMarks: Sendable {
  static let none = ModelMarks()

  private init() {}

  init(_ action: Action, _ index: ServiceIndex) {
    self.init()
  }

  func rule(
    ofMember member: UnsafeRawBufferPointer, beneath parent: UnsafeRawBufferPointer, of part: ExchangeHalf
  ) -> RedactionRule? { nil }

  func rule(ofHeader name: String, of part: ExchangeHalf) -> RedactionRule? { nil }

  func rule(ofParameter name: [UInt8]) -> RedactionRule? { nil }
}
