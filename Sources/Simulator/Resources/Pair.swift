// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// A key and its value: a tag, or a part of a blocker's context.
struct Pair: Hashable, Sendable {
  let key: String
  var value: String
}

extension [Pair] {
  /// The pairs of a list of `Key` and `Value`; what is no such pair is left out.
  init(_ list: DocumentValue?) {
    self =
      list?.elements.compactMap { item in
        guard let key = item["Key"]?.string, let value = item["Value"]?.string else { return nil }
        return Pair(key: key, value: value)
      } ?? []
  }

  func write(to writer: inout JSONWriter) {
    writer.array {
      for pair in self { pair.dump(to: &$0) }
    }
  }
}

extension Pair: Dumped {
  init(dumped value: AdminValue) throws(AdminError) {
    key = try value.text("Key")
    self.value = try value.text("Value")
  }

  func dump(to writer: inout JSONWriter) {
    writer.object {
      $0.member("Key", key)
      $0.member("Value", value)
    }
  }
}
