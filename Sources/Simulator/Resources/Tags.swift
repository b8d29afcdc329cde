// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// The tags of a resource, in the order in which their keys came.
struct Tags: Sendable {
  private var list: [Pair] = []

  init() {}

  /// Reads a tag list that keeps the model's constraints; none is an empty one.
  init(_ input: DocumentValue?) throws(ServiceError) {
    for tag in [Pair](input) {
      guard !tag.key.lowercased().hasPrefix("aws:") else {
        throw .validation("Tag keys that begin with 'aws:' are reserved: '\(tag.key)'.")
      }
      guard !list.contains(where: { $0.key == tag.key }) else {
        throw .validation("The tag key '\(tag.key)' is given more than once.")
      }
      list.append(tag)
    }
    try checkCount()
  }

  var isEmpty: Bool { list.isEmpty }

  /// Adds tags; a key that is there gets the new value. Changes nothing where the limit would be passed.
  mutating func merge(_ other: Tags) throws(ServiceError) {
    var merged = self
    for tag in other.list {
      if let index = merged.list.firstIndex(where: { $0.key == tag.key }) {
        merged.list[index].value = tag.value
      } else {
        merged.list.append(tag)
      }
    }
    try merged.checkCount()
    self = merged
  }

  /// Keys that are not there do not matter.
  mutating func remove(_ keys: [String]) {
    list.removeAll { keys.contains($0.key) }
  }

  func write(to writer: inout JSONWriter) { list.write(to: &writer) }

  private func checkCount() throws(ServiceError) {
    guard list.count <= Quota.tagsPerResource else {
      throw ServiceError(.limitExceeded, "A resource can have at most \(Quota.tagsPerResource) tags.")
    }
  }
}

extension Tags: Dumped {
  init(dumped value: AdminValue) throws(AdminError) {
    list = try value.list { item throws(AdminError) in try Pair(dumped: item) }
  }

  func dump(to writer: inout JSONWriter) { write(to: &writer) }
}
