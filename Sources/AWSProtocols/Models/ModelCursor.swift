// SPDX-License-Identifier: Apache-2.0
package struct ModelCursor: Sendable {
  package enum Kind: Sendable { case structure, union, list, map, string, boolean, integer, fraction, timestamp, blob, document, eventStream }
  package var kind: Kind
  package func member(_ name: UnsafeRawBufferPointer) -> (place: ModelCursor, isRequired: Bool)? { nil }
  package var element: ModelCursor? { nil }
  package var enumeration: [String] { [] }
}
