// SPDX-License-Identifier: Apache-2.0

/// The shapes of one service: what its messages look like, as the index has it.
///
/// Every number that it is asked with may be any: one that stands for nothing stands for the empty structure.
final class ShapeTable: Sendable {
  enum Form: Sendable {
    case structure, union
    case list, flatList, map, flatMap
    case string, boolean, integer, fraction, blob, document, eventStream
    /// Its form is nil where the protocol says which.
    case timestamp(TimestampMembers.Form?)
    case enumeration
  }

  struct Shape: Sendable {
    var form: Form
    /// The members of a structure; the bytes of an enumeration's values.
    var range = 0..<0
    /// Of a list's elements or a map's values.
    var inner = 0
    /// The names that the elements of a list, or key and value of a map, have in XML, where they are no usual ones.
    var names: [Int] = []
  }

  /// Where a member of a message stands.
  enum Binding: UInt8, Sendable {
    case body = 0
    case header = 0x3A
    case headers = 0x2A
    case query = 0x3F
    case label = 0x2F
    case status = 0x3D
    case payload = 0x2E
  }

  struct Member: Sendable {
    var name: Int
    var shape: Int
    var isRequired = false
    /// Whether the list is flattened here.
    var isFlat = false
    var binding = Binding.body
    /// The name in EC2's requests, where that is not ``name`` with a capital letter.
    var formName: Int?
  }

  struct ErrorShape: Sendable {
    var shape: Int
    var name: String
    var status: Int?
    var code: String
  }

  struct Operation: Sendable {
    var input = 0
    var output = 0
    var errors: [Int] = []
    var results: [WirePlace] = []
    var more: WirePlace?
  }

  /// Its block of the index.
  let source: IndexText
  private let names: [Range<Int>]
  private let shapes: [Shape]
  private let members: [Member]
  private let operations: [Operation]
  let errors: [ErrorShape]

  init(_ text: IndexText) {
    var reader = ShapeTableReader(text)
    reader.read()
    source = text
    names = reader.names
    shapes = reader.shapes
    members = reader.members
    operations = reader.operations
    errors = reader.errors
  }

  func shape(_ number: Int) -> Shape {
    shapes.indices.contains(number) ? shapes[number] : Shape(form: .structure)
  }

  func members(of shape: Int) -> ArraySlice<Member> { members[self.shape(shape).range.clamped(to: members.indices)] }

  func operation(_ number: Int) -> Operation {
    operations.indices.contains(number) ? operations[number] : Operation()
  }

  /// The bytes of a name.
  func name(_ number: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: names.indices.contains(number) ? source.bytes[names[number]] : source.bytes[0..<0])
  }

  /// The values of an enumeration.
  func values(of shape: Int) -> [Slice<UnsafeRawBufferPointer>] {
    source.bytes[self.shape(shape).range].split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
  }
}
