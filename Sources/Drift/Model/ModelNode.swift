// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// What all samples of one message have at one place that the model has otherwise.
final class ModelNode {
  /// How often the place was there.
  var seen = 0
  /// How often it was an object: as often could its members have been there.
  var objects = 0
  /// Where the model does not have it.
  var unmodelled = ShapeNode.Sighting()
  /// Where it should have been: in these objects.
  var missing = ShapeNode.Sighting()
  /// What the model says instead of what was there, in words, by both.
  var misfits: [Misfit: ShapeNode.Sighting] = [:]
  /// The values that the model's enumeration does not have.
  var values: [String: ShapeNode.Sighting] = [:]
  private(set) var members: [[UInt8]: ModelNode] = [:]
  /// Any element of a list, any value of a map.
  private(set) var element: ModelNode?

  /// A value of another kind than the model says.
  struct Misfit: Hashable {
    let wanted: String
    let found: String
  }

  func member(_ name: some Collection<UInt8>) -> ModelNode {
    let key = Array(name)
    if let node = members[key] { return node }
    let node = ModelNode()
    members[key] = node
    return node
  }

  func anyElement() -> ModelNode {
    if let element { return element }
    let node = ModelNode()
    element = node
    return node
  }
}
