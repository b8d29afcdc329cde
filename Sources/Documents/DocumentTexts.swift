// SPDX-License-Identifier: Apache-2.0

extension Document {
  /// Calls `body` with every text and number of the document, names of members included, in their order.
  package func forEachText(_ body: (UnsafeRawBufferPointer) -> Void) {
    for index in nodes.indices where nodes[index].kind == .string || nodes[index].kind == .number {
      DocumentValue(document: self, index: index).withBytes { body($0) }
    }
  }
}
