// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// A part of the service's state, which is dumped as JSON and loaded again: `init(dumped:)` reads what `dump` wrote.
protocol Dumped {
  init(dumped value: AdminValue) throws(AdminError)
  func dump(to writer: inout JSONWriter)
}

extension JSONWriter {
  mutating func member(_ name: String, dumped value: some Dumped) {
    self.name(name)
    value.dump(to: &self)
  }

  mutating func member(_ name: String, dumped values: [some Dumped]) {
    self.name(name)
    array {
      for value in values { value.dump(to: &$0) }
    }
  }

  /// A member only where there is a value.
  mutating func member(_ name: String, ifGiven value: String?) {
    if let value { member(name, value) }
  }
}

extension AdminValue {
  func dumped<Value: Dumped>(_: Value.Type, _ name: String) throws(AdminError) -> Value {
    try Value(dumped: member(name))
  }

  func dumped<Value: Dumped>(listOf _: Value.Type, _ name: String) throws(AdminError) -> [Value] {
    try member(name).list { item throws(AdminError) in try Value(dumped: item) }
  }

  func text(_ name: String) throws(AdminError) -> String { try member(name).string() }

  func optionalText(_ name: String) throws(AdminError) -> String? {
    guard let value = optional(name) else { return nil }
    return try value.string()
  }
}
