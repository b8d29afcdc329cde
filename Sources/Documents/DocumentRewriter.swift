// SPDX-License-Identifier: Apache-2.0

/// Writes a document again with some strings replaced.
///
/// Names, order, number lexemes and all other strings stay as they were; white space between them is lost.
package enum DocumentRewriter {
  /// The JSON text with replacements, or nil where `replace` wanted none.
  /// - Parameter replace: given the nearest member name above a string, and the string; gives its new text or nil.
  package static func rewrite(
    _ value: DocumentValue, replace: (_ member: ArraySlice<UInt8>, _ string: DocumentValue) -> [UInt8]?
  ) -> [UInt8]? {
    // As a rule there is nothing to replace, and looking costs less than writing.
    guard wantsChange(value, member: [], replace) else { return nil }
    var writer = JSONWriter()
    write(value, member: [], to: &writer, replace)
    return writer.bytes
  }

  private static func wantsChange(
    _ value: DocumentValue, member: ArraySlice<UInt8>,
    _ replace: (ArraySlice<UInt8>, DocumentValue) -> [UInt8]?
  ) -> Bool {
    switch value.kind {
    case .string: replace(member, value) != nil
    case .object: value.members.contains { wantsChange($0.value, member: $0.name.bytes, replace) }
    case .array: value.elements.contains { wantsChange($0, member: member, replace) }
    case .null, .true, .false, .number: false
    }
  }

  private static func write(
    _ value: DocumentValue, member: ArraySlice<UInt8>, to writer: inout JSONWriter,
    _ replace: (ArraySlice<UInt8>, DocumentValue) -> [UInt8]?
  ) {
    switch value.kind {
    case .string: writer.string(utf8: replace(member, value).map { $0[...] } ?? value.bytes)
    case .object:
      writer.object { object in
        for item in value.members {
          object.name(utf8: item.name.bytes)
          write(item.value, member: item.name.bytes, to: &object, replace)
        }
      }
    case .array:
      writer.array { array in
        for element in value.elements { write(element, member: member, to: &array, replace) }
      }
    case .null, .true, .false, .number: writer.raw(value.bytes)
    }
  }
}
