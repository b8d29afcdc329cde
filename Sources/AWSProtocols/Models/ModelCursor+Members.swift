// SPDX-License-Identifier: Apache-2.0

extension ModelCursor {
  /// The member of that name of a structure or union, and whether the model requires it; nil where it has no such member.
  package func member(_ name: some Collection<UInt8>) -> (place: ModelCursor, isRequired: Bool)? {
    switch place {
    case .shape(let number): return member(name, ofShape: number)
    case .bound(let number, let binding):
      return table.members(of: number).first { $0.binding == binding && isNamed($0, name) }.map(found)
        ?? entry(name, of: number, binding) ?? protocols(name)
    case .entry(let map):
      for (part, inner) in [0, 1].map({ (entryName(map, $0), entryPlace(map, $0)) }) where part.utf8.elementsEqual(name)
      {
        return (inner, true)
      }
      return nil
    case .envelope(let envelope):
      if let member = envelope.members.first(where: { $0.name.utf8.elementsEqual(name) }) {
        return (member.place, member.isRequired)
      }
      return envelope.inner?.member(name) ?? envelope.others.map { ($0, false) }
    case .elements, .entries, .scalar: return nil
    }
  }

  /// The members that the model has for a structure or union, in no particular order.
  package var members: [Member] {
    switch place {
    case .shape(let number):
      let shape = table.shape(number)
      switch shape.form {
      case .structure, .union: return table.members(of: number).map(member)
      case .list, .map: return isTagged ? [wrapped(number, shape)] : []
      default: return []
      }
    case .bound(let number, let binding):
      return table.members(of: number).filter { $0.binding == binding && !table.name($0.name).isEmpty }.map(member)
    case .entry(let map):
      return [0, 1].map { Member(name: entryName(map, $0), isRequired: true, place: entryPlace(map, $0)) }
    case .envelope(let envelope):
      let inner = envelope.inner?.members ?? []
      return envelope.members + inner.filter { one in !envelope.members.contains { $0.name == one.name } }
    case .elements, .entries, .scalar: return []
    }
  }

  private func member(
    _ name: some Collection<UInt8>, ofShape number: Int
  ) -> (place: ModelCursor, isRequired: Bool)? {
    let shape = table.shape(number)
    switch shape.form {
    case .structure, .union: return table.members(of: number).first { isNamed($0, name) }.map(found) ?? protocols(name)
    case .list, .map:
      guard isTagged else { return nil }
      let wrapped = wrapped(number, shape)
      return wrapped.name.utf8.elementsEqual(name) ? (wrapped.place, false) : nil
    default: return nil
    }
  }

  /// An entry of a map that is bound to all parameters, or to all headers that begin so.
  private func entry(
    _ name: some Collection<UInt8>, of number: Int, _ binding: ShapeTable.Binding
  ) -> (place: ModelCursor, isRequired: Bool)? {
    let map = table.members(of: number).first { member in
      let own = table.name(member.name)
      return switch member.binding {
      case .query: binding == .query && own.isEmpty
      case .headers: binding == .header && name.starts(with: own)
      default: false
      }
    }
    return map.map { (at(.shape(table.shape($0.shape).inner)), false) }
  }

  /// Any structure may name its shape (Smithy, "awsJson protocols").
  private func protocols(_ name: some Collection<UInt8>) -> (place: ModelCursor, isRequired: Bool)? {
    guard !isText, name.elementsEqual("__type".utf8) else { return nil }
    return (at(.scalar(.string)), false)
  }

  private func found(_ member: ShapeTable.Member) -> (place: ModelCursor, isRequired: Bool) {
    (at(place(of: member)), member.isRequired)
  }

  private func member(_ member: ShapeTable.Member) -> Member {
    Member(name: name(of: member), isRequired: member.isRequired, place: at(place(of: member)))
  }

  private func place(of member: ShapeTable.Member) -> Place {
    member.isFlat && isTagged ? .elements(member.shape) : .shape(member.shape)
  }

  /// What stands round the elements of a list or the entries of a map.
  private func wrapped(_ number: Int, _ shape: ShapeTable.Shape) -> Member {
    if case .map = shape.form { return Member(name: "entry", isRequired: false, place: at(.entries(number))) }
    let name = shape.names.first.map { String(decoding: table.name($0), as: UTF8.self) }
    return Member(name: name ?? "member", isRequired: false, place: at(.elements(number)))
  }

  /// The name of a map's key (0) or value (1) in XML.
  private func entryName(_ map: Int, _ part: Int) -> String {
    let names = table.shape(map).names
    guard names.count == 2 else { return ["key", "value"][part] }
    return String(decoding: table.name(names[part]), as: UTF8.self)
  }

  private func entryPlace(_ map: Int, _ part: Int) -> ModelCursor {
    at(part == 0 ? .scalar(.string) : .shape(table.shape(map).inner))
  }

  func name(of member: ShapeTable.Member) -> String {
    let name = String(
      decoding: table.name(member.formName.flatMap { isEC2Form ? $0 : nil } ?? member.name), as: UTF8.self)
    return isEC2Form && member.formName == nil ? name.prefix(1).uppercased() + name.dropFirst() : name
  }

  private func isNamed(_ member: ShapeTable.Member, _ name: some Collection<UInt8>) -> Bool {
    guard isEC2Form else { return table.name(member.name).elementsEqual(name) }
    if let formName = member.formName { return table.name(formName).elementsEqual(name) }
    let own = table.name(member.name)
    guard let first = name.first, own.first?.asciiLowercased == first.asciiLowercased else { return false }
    return first.asciiLowercased != first && own.dropFirst().elementsEqual(name.dropFirst())
  }

  private var isEC2Form: Bool {
    if case .ec2Form = notation { true } else { false }
  }
}
