// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// What all samples of one message have at one place.
final class ShapeNode {
  /// How often something was seen, where, and what it looked like.
  struct Sighting {
    var count = 0
    var first = 0
    var last = 0
    var value: DocumentValue?

    mutating func note(_ number: Int, _ value: DocumentValue) {
      if count == 0 { (first, self.value) = (number, value) }
      count += 1
      last = number
    }
  }

  /// How often the place was there, null or not.
  var seen = Sighting()
  /// How often it was an object: as often could its members have been there.
  var objects = 0
  var kinds: [ValueKind: Sighting] = [:]
  var formats: [TextFormat: Sighting] = [:]
  var emptyLists = 0
  /// How often it was an element of XML without anything in it.
  var emptyTexts = 0
  /// Whether one value and a list of one are the same here, as in XML.
  var isXML = false
  var constant: Constant?
  /// The values of a modelled enumeration.
  var values: [String: Sighting] = [:]
  /// Those of requests that were asked only in this recording.
  var passingValues: Set<String> = []
  /// Those of requests that were asked again until the answer changed, by the request.
  var polledValues: [UInt64: PolledValue] = [:]
  /// What the model says of it; nil where it says nothing.
  var model: ModelCursor?
  var isRequired = false
  /// Whether the model has a member of that name.
  var isKnown = false
  private(set) var members: [[UInt8]: ShapeNode] = [:]
  /// Any element of a list, any value of a map.
  private(set) var element: ShapeNode?

  /// - Parameter objects: how often it was an object without members.
  init(objects: Int = 0) {
    self.objects = objects
    if objects > 0 { kinds[.object] = Sighting(count: objects) }
  }

  func addMember(_ name: [UInt8], _ node: ShapeNode) { members[name] = node }

  func member(_ name: DocumentValue) -> ShapeNode {
    let key = Array(name.bytes)
    if let node = members[key] { return node }
    let node = ShapeNode()
    members[key] = node
    return node
  }

  func anyElement() -> ShapeNode {
    if let element { return element }
    let node = ShapeNode()
    element = node
    return node
  }

  /// Whether the place was there in all samples that could have had it.
  func isAlways(in parent: ShapeNode) -> Bool { seen.count > 0 && seen.count >= parent.objects }

  /// The kinds that are no null.
  var valueKinds: Set<ValueKind> { Set(kinds.keys).subtracting([.null]) }
}

/// What one request was answered at a place, again and again.
struct PolledValue {
  let text: String
  /// All of them, where they differ.
  var others: Set<String> = []
  var sighting: ShapeNode.Sighting
}

extension ShapeNode {
  /// The values that are no matter of when they were looked at: polls that all say the same count once.
  var steadyValues: [String: Sighting] {
    var steady = values
    for polled in polledValues.values where polled.others.isEmpty && steady[polled.text] == nil {
      steady[polled.text] = polled.sighting
    }
    return steady
  }

  /// All values of the enumeration that were seen.
  var allValues: Set<String> {
    polledValues.values.reduce(passingValues.union(values.keys)) { $0.union($1.others).union([$1.text]) }
  }
}

/// Whether all samples have one value at a place.
struct Constant {
  let value: DocumentValue
  /// The value without what is of the recording alone.
  let normal: [UInt8]
  /// All are equal as they stand, or without what is of the recording alone.
  private(set) var isLiteral = true
  private(set) var isNormal = true
  /// Whether it is that of two things at least, not of one that was asked for twice.
  private(set) var isOfMany = false
  private let source: UInt64

  init(_ value: DocumentValue, normal: [UInt8], source: UInt64) {
    self.value = value
    self.normal = normal
    self.source = source
  }

  mutating func add(_ other: DocumentValue, normal: [UInt8], source: UInt64) {
    if source != self.source { isOfMany = true }
    if isLiteral { isLiteral = value.kind == other.kind && value.bytes == other.bytes }
    if isNormal { isNormal = value.kind == other.kind && self.normal == normal }
  }
}
