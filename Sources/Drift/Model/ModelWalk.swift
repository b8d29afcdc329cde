// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// Goes through messages beside their model and notes where they part.
///
/// Its recursion is as deep as the document, which readers bound.
struct ModelWalk {
  /// The exchange that the message is of, from 1.
  let number: Int
  /// Whether it is a request.
  let isSent: Bool
  /// More values of one enumeration are not told apart.
  private static let mostValues = 64

  func check(_ value: DocumentValue, _ node: ModelNode, _ model: ModelCursor) {
    // A member that is null is as one that is not there, and an empty element may be empty of anything.
    if value.isNull || model.isText && value.kind == .string && value.bytes.isEmpty { return }
    if model.kind == .list, model.isText, value.kind != .array {
      // The only one of its name.
      node.seen += 1
      return check(value, node.anyElement(), model.element)
    }
    node.seen += 1
    if let misfit = ModelValue(model: model, isSent: isSent).misfit(value) {
      node.misfits[misfit, default: ShapeNode.Sighting()].note(number, value)
      return
    }
    switch model.kind {
    case .structure, .union: checkMembers(value, node, model)
    case .list: for element in value.elements { check(element, node.anyElement(), model.element) }
    case .map: for member in value.members { check(member.value, node.anyElement(), model.element) }
    case .string: checkEnumeration(value, node, model)
    case .boolean, .integer, .fraction, .timestamp, .blob, .document, .eventStream: break
    }
  }

  /// Notes the members of a message without a body, which are all missing.
  func checkEmpty(_ node: ModelNode, _ model: ModelCursor) {
    node.objects += 1
    for member in model.members where member.isRequired {
      node.member(member.name.utf8).missing.note(number, Document.empty.root)
    }
  }

  private func check(_ value: DocumentValue, _ node: ModelNode, _ model: ModelCursor?) {
    if let model { check(value, node, model) }
  }

  private func checkMembers(_ value: DocumentValue, _ node: ModelNode, _ model: ModelCursor) {
    node.objects += 1
    for member in value.members {
      let name = member.name.bytes
      // Attributes of XML that the model does not have say how to read it: a schema, a language.
      guard let place = model.member(name)?.place else {
        if model.isText, name.first == 0x40 { continue }
        node.member(name).unmodelled.note(number, member.value)
        continue
      }
      check(member.value, node.member(name), place)
    }
    for member in model.members where member.isRequired && value[member.name]?.isNull != false {
      node.member(member.name.utf8).missing.note(number, value)
    }
  }

  private func checkEnumeration(_ value: DocumentValue, _ node: ModelNode, _ model: ModelCursor) {
    guard model.allows(enumerationValue: value.bytes) == false, let text = value.string,
      node.values.count < Self.mostValues || node.values[text] != nil
    else { return }
    node.values[text, default: ShapeNode.Sighting()].note(number, value)
  }
}
