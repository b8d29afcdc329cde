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
    var writer = JSONWriter()
    var changed = false
    write(value, member: [], to: &writer, changed: &changed, replace)
    return changed ? writer.bytes : nil
  }

  private static func write(
    _ value: DocumentValue, member: ArraySlice<UInt8>, to writer: inout JSONWriter, changed: inout Bool,
    _ replace: (ArraySlice<UInt8>, DocumentValue) -> [UInt8]?
  ) {
    switch value.kind {
    case .string:
      if let text = replace(member, value) {
        changed = true
        writer.string(utf8: text)
      } else {
        writer.string(utf8: value.bytes)
      }
    case .object:
      writer.object { object in
        for item in value.members {
          object.name(utf8: item.name.bytes)
          write(item.value, member: item.name.bytes, to: &object, changed: &changed, replace)
        }
      }
    case .array:
      writer.array { array in
        for element in value.elements { write(element, member: member, to: &array, changed: &changed, replace) }
      }
    case .null, .true, .false, .number: writer.raw(value.bytes)
    }
  }
}
