// SPDX-License-Identifier: Apache-2.0

internal import Documents

extension JSONWriter {
  /// A member that is null where there is no value.
  mutating func member(_ name: String, optional value: String?) {
    if let value { return member(name, value) }
    self.name(name)
    null()
  }

  /// A member that is null where there is no value.
  mutating func member(_ name: String, optional value: Int?) {
    if let value { return member(name, value) }
    self.name(name)
    null()
  }

  /// A list of objects as a member.
  mutating func member<T>(_ name: String, objects: [T], _ write: (T, inout JSONWriter) -> Void) {
    member(
      name,
      array: { list in
        for object in objects { list.object { write(object, &$0) } }
      })
  }
}
