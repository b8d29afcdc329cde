// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// Which values of modelled enumerations each of two recordings has, wherever they stand: one that is seen at another
/// place only is a matter of when it was looked at.
struct EnumerationValues {
  private var before: [[String]: Set<String>] = [:]
  private var after: [[String]: Set<String>] = [:]

  /// Adds what is at a place and below it.
  mutating func add(_ node: ShapeNode, isOld: Bool) {
    let values = node.allValues
    if let model = node.model, !values.isEmpty {
      if isOld {
        before[model.enumeration, default: []].formUnion(values)
      } else {
        after[model.enumeration, default: []].formUnion(values)
      }
    }
    for member in node.members.values { add(member, isOld: isOld) }
    if let element = node.element { add(element, isOld: isOld) }
  }

  func old(_ model: ModelCursor, has value: String) -> Bool { before[model.enumeration]?.contains(value) == true }

  func new(_ model: ModelCursor, has value: String) -> Bool { after[model.enumeration]?.contains(value) == true }
}
