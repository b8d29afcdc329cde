// SPDX-License-Identifier: Apache-2.0

@testable import Documents

extension DocumentValue {
  /// Reads every value and adds up what it sees.
  func walk() -> Int {
    var seen = 1 + bytes.count + (sourceRange?.count ?? 0)
    for member in members { seen += member.name.walk() + member.value.walk() }
    for element in elements { seen += element.walk() }
    return seen
  }

  /// The value as JSON, whole.
  var json: String { excerpt(100_000_000) }
}
