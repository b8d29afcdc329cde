// SPDX-License-Identifier: Apache-2.0

/// A place in what a service's model says a message looks like.
///
/// It is stepped along a document as a reader gives it, beside whoever walks that: what the protocol puts round members is
/// there as structures and lists. In XML and forms a list that is not flattened is a structure of one member, which is
/// the list of its elements, and a map a list of entries, structures of key and value. Shapes may hold themselves: what
/// bounds the walk is the document.
///
/// XML cannot tell a list of one element from the element, nor an empty list or structure from an empty text: the caller
/// takes a value that is no array for the only ``element`` of a list, and an empty string for nothing.
package struct ModelCursor: Sendable {
  /// What the model wants at a place.
  package enum Kind: String, Sendable {
    case structure, union, list, map
    case string, boolean, integer, fraction, timestamp, blob
    /// Anything.
    case document
    case eventStream
  }

  /// How a value is written.
  enum Notation: Sendable {
    case json, cbor, xml
    /// Folded fields of Query, and of EC2, which has names of its own and flattens all lists.
    case form, ec2Form
    /// Labels and parameters of a URI.
    case uri
    case header
  }

  /// What a place holds.
  indirect enum Place: Sendable {
    case shape(Int)
    /// The members of a structure that are bound to one part of the message.
    case bound(Int, ShapeTable.Binding)
    /// The elements of a list side by side.
    case elements(Int)
    /// The entries of a map side by side, and one of them.
    case entries(Int)
    case entry(Int)
    /// What the protocol has, not the model.
    case scalar(Kind)
    case envelope(Envelope)
  }

  /// A structure of the protocol.
  struct Envelope: Sendable {
    var members: [Member] = []
    /// A structure whose members are there as well.
    var inner: ModelCursor?
    /// What a member of any other name is.
    var others: ModelCursor?
  }

  /// A member of a structure or union.
  package struct Member: Sendable {
    /// On the wire; the name of an XML attribute begins with `@`.
    package let name: String
    package let isRequired: Bool
    package let place: ModelCursor
  }

  let table: ShapeTable
  let place: Place
  let notation: Notation

  init(_ table: ShapeTable, _ place: Place, _ notation: Notation) {
    self.table = table
    self.place = place
    self.notation = notation
  }

  package var kind: Kind {
    switch place {
    case .shape(let number): kind(table.shape(number).form)
    case .bound, .entry, .envelope: .structure
    case .elements, .entries: .list
    case .scalar(let kind): kind
    }
  }

  private func kind(_ form: ShapeTable.Form) -> Kind {
    switch form {
    case .structure: .structure
    case .union: .union
    case .list: isTagged ? .structure : .list
    case .flatList: .list
    case .map: isTagged ? .structure : .map
    case .flatMap: isTagged ? .list : .map
    case .string, .enumeration: .string
    case .boolean: .boolean
    case .integer: .integer
    case .fraction: .fraction
    case .timestamp: .timestamp
    case .blob: .blob
    case .document: .document
    case .eventStream: .eventStream
    }
  }

  /// How a timestamp is written here; nil for anything else.
  package var timestampFormat: TimestampMembers.Form? {
    guard case .shape(let number) = place, case .timestamp(let form) = table.shape(number).form else { return nil }
    return switch notation {
    // RPC v2 has one form only, whatever the model says.
    case .cbor: .epochSeconds
    case .json: form ?? .epochSeconds
    case .header: form ?? .httpDate
    case .xml, .form, .ec2Form, .uri: form ?? .iso8601
    }
  }

  /// Whether numbers and booleans are text here.
  package var isText: Bool {
    switch notation {
    case .json, .cbor: false
    case .xml, .form, .ec2Form, .uri, .header: true
    }
  }

  /// What an element of a list is, or a value of a map; nil for anything else.
  package var element: ModelCursor? {
    switch place {
    case .shape(let number):
      let shape = table.shape(number)
      return switch shape.form {
      case .list, .map: isTagged ? nil : at(.shape(shape.inner))
      case .flatList: at(.shape(shape.inner))
      case .flatMap: at(isTagged ? .entry(number) : .shape(shape.inner))
      default: nil
      }
    case .elements(let list): return at(.shape(table.shape(list).inner))
    case .entries(let map): return at(.entry(map))
    case .bound, .entry, .scalar, .envelope: return nil
    }
  }

  /// The values that the model has for a string; empty where it has none.
  package var enumeration: [String] {
    guard let number = enumerationShape else { return [] }
    return table.values(of: number).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether the model has that value; nil where it has none for the place.
  package func allows(enumerationValue value: some Collection<UInt8>) -> Bool? {
    enumerationShape.map { table.values(of: $0).contains { $0.elementsEqual(value) } }
  }

  private var enumerationShape: Int? {
    guard case .shape(let number) = place, case .enumeration = table.shape(number).form else { return nil }
    return number
  }

  func at(_ place: Place) -> ModelCursor { ModelCursor(table, place, notation) }

  /// Whether values have tags or field names, not brackets.
  var isTagged: Bool {
    switch notation {
    case .xml, .form: true
    case .json, .cbor, .ec2Form, .uri, .header: false
    }
  }
}
