// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// Adds samples of one recording to shapes.
struct ShapeBuilder {
  let normaliser: TextNormaliser
  /// The exchange that the next sample is of, from 1.
  var number = 0
  /// Who asked for it: the same for the same request.
  var source: UInt64 = 0
  /// Whether the same request was answered otherwise, too: what is seen may be a matter of when.
  var isPolled = false
  /// Whether it stands for none of the other recording: what is seen may be a matter of what was asked.
  var isAlone = false
  /// Whether the sample is a request: what the client sends is of interest although it is the client's own.
  var isRequest = false
  /// Whether the sample is XML, where a list of one looks like its element.
  var isXML = false
  /// Places that do not count.
  var unsaid: CanonicalPaths?

  func add(_ value: DocumentValue, to node: ShapeNode, _ model: ModelCursor?) {
    add(value, to: node, model, unsaid, source)
  }

  private func add(
    _ value: DocumentValue, to node: ShapeNode, _ model: ModelCursor?, _ unsaid: CanonicalPaths?, _ source: UInt64
  ) {
    if let unsaid, unsaid.isOmitted || unsaid.isPlaceholder { return }
    node.seen.note(number, value)
    if node.model == nil { node.model = model }
    switch value.kind {
    case .object:
      node.kinds[.object, default: ShapeNode.Sighting()].note(number, value)
      node.objects += 1
      addMembers(value, to: node, model, unsaid, source)
    case .array:
      node.kinds[.list, default: ShapeNode.Sighting()].note(number, value)
      if value.count == 0 { node.emptyLists += 1 }
      for (index, element) in value.elements.enumerated() {
        add(
          element, to: node.anyElement(), model?.element, unsaid?.element(index), Mix.pair(source, UInt64(index)))
      }
    default:
      // An empty element is a list, structure or text without anything in it.
      if isXML, value.kind == .string, value.bytes.isEmpty {
        node.emptyTexts += 1
        return
      }
      node.kinds[ValueKind(value), default: ShapeNode.Sighting()].note(number, value)
      addScalar(value, to: node, model, source)
    }
  }

  private func addMembers(
    _ value: DocumentValue, to node: ShapeNode, _ model: ModelCursor?, _ unsaid: CanonicalPaths?, _ source: UInt64
  ) {
    let isMap = model?.kind == .map
    for member in value.members {
      let below = unsaid.flatMap { paths in member.name.withBytes { paths.member($0) } }
      if isMap || model == nil && isGenerated(member.name) {
        let key = Mix.pair(source, member.name.withBytes { Mix.bytes($0) })
        add(member.value, to: node.anyElement(), model?.element, below, key)
        continue
      }
      if let below, below.isOmitted || below.isPlaceholder { continue }
      let child = node.member(member.name)
      if child.seen.count == 0, let modelled = member.name.withBytes({ model?.member($0) }) {
        // What may be anything is as good as not modelled, but known.
        child.isKnown = true
        child.isRequired = modelled.isRequired
        if modelled.place.kind != .document { child.model = modelled.place }
      }
      if isXML {
        addRepeatable(member.value, to: child, child.model, below, source)
      } else {
        add(member.value, to: child, child.model, below, source)
      }
    }
  }

  /// Adds an element of XML, or several of one name, as a list.
  private func addRepeatable(
    _ value: DocumentValue, to node: ShapeNode, _ model: ModelCursor?, _ unsaid: CanonicalPaths?, _ source: UInt64
  ) {
    node.isXML = true
    node.seen.note(number, value)
    if node.model == nil { node.model = model }
    // A list that lies side by side with the members round it, or one element.
    let model = model?.kind == .list ? model?.element : model
    guard value.kind == .array else {
      add(value, to: node.anyElement(), model, unsaid, source)
      return
    }
    node.kinds[.list, default: ShapeNode.Sighting()].note(number, value)
    for (index, element) in value.elements.enumerated() {
      add(element, to: node.anyElement(), model, unsaid?.element(index), Mix.pair(source, UInt64(index)))
    }
  }

  private func isGenerated(_ name: DocumentValue) -> Bool {
    name.withBytes { text in
      var normal: [UInt8] = []
      normaliser.normalise(text, to: &normal)
      return !normal.elementsEqual(text)
    }
  }

  private func addScalar(_ value: DocumentValue, to node: ShapeNode, _ model: ModelCursor?, _ source: UInt64) {
    var normal: [UInt8] = []
    if value.kind == .string {
      value.withBytes { text in
        normaliser.normalise(text, to: &normal)
        // What the client made up may have any form.
        let isOwn = normal == [TextNormaliser.mark]
        if !isOwn || isRequest {
          node.formats[TextFormat(text: text), default: ShapeNode.Sighting()].note(number, value)
          if let model, !model.enumeration.isEmpty, let text = value.string {
            addEnumerated(text, value, to: node, source)
          }
        }
      }
    } else if value.kind == .number {
      value.withBytes { lexeme in
        node.formats[TextFormat(number: lexeme), default: ShapeNode.Sighting()].note(number, value)
        normal = TextNormaliser.isOwn(number: lexeme) ? [TextNormaliser.mark] : Array(lexeme)
      }
    }
    if node.constant == nil {
      node.constant = Constant(value, normal: normal, source: source)
    } else {
      node.constant?.add(value, normal: normal, source: source)
    }
  }

  /// No more values of an enumeration are kept.
  private static let mostValues = 256

  private func addEnumerated(_ text: String, _ value: DocumentValue, to node: ShapeNode, _ source: UInt64) {
    if isAlone {
      if node.passingValues.count < Self.mostValues { node.passingValues.insert(text) }
    } else if isPolled {
      if let known = node.polledValues[source] {
        if known.text != text, known.others.count < Self.mostValues { node.polledValues[source]?.others.insert(text) }
      } else if node.polledValues.count < Self.mostValues {
        var sighting = ShapeNode.Sighting()
        sighting.note(number, value)
        node.polledValues[source] = PolledValue(text: text, sighting: sighting)
      }
    } else if node.values.count < Self.mostValues {
      node.values[text, default: ShapeNode.Sighting()].note(number, value)
    }
  }
}
