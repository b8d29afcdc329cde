// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// The tags of a resource, in the order in which their keys came.
struct Tags: Sendable {
  private var list: [(key: String, value: String)] = []

  init() {}

  /// Reads a tag list that keeps the model's constraints; none is an empty one.
  init(_ input: DocumentValue?) throws(ServiceError) {
    for tag in input.map({ Array($0.elements) }) ?? [] {
      guard let key = tag["Key"]?.string, let value = tag["Value"]?.string else { continue }
      guard !key.lowercased().hasPrefix("aws:") else {
        throw .validation("Tag keys that begin with 'aws:' are reserved: '\(key)'.")
      }
      guard !list.contains(where: { $0.key == key }) else {
        throw .validation("The tag key '\(key)' is given more than once.")
      }
      list.append((key, value))
    }
    try checkCount()
  }

  var isEmpty: Bool { list.isEmpty }

  /// Adds tags; a key that is there gets the new value. Changes nothing where the limit would be passed.
  mutating func merge(_ other: Tags) throws(ServiceError) {
    var merged = self
    for (key, value) in other.list {
      if let index = merged.list.firstIndex(where: { $0.key == key }) {
        merged.list[index].value = value
      } else {
        merged.list.append((key, value))
      }
    }
    try merged.checkCount()
    self = merged
  }

  /// Keys that are not there do not matter.
  mutating func remove(_ keys: [String]) {
    list.removeAll { keys.contains($0.key) }
  }

  func write(to writer: inout JSONWriter) {
    writer.array {
      for (key, value) in list {
        $0.object {
          $0.member("Key", key)
          $0.member("Value", value)
        }
      }
    }
  }

  private func checkCount() throws(ServiceError) {
    guard list.count <= Quota.tagsPerResource else {
      throw ServiceError(.limitExceeded, "A resource can have at most \(Quota.tagsPerResource) tags.")
    }
  }
}
