// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// A value in the body of an admin call, and where it stands there.
struct AdminValue {
  let value: DocumentValue
  /// For messages: `regions.eu-west-1.hosts[0]`; empty for the body itself.
  let path: String

  init(_ value: DocumentValue, path: String = "") {
    self.value = value
    self.path = path
  }

  /// A member that has to be there.
  func member(_ name: String) throws(AdminError) -> AdminValue {
    guard let found = optional(name) else { throw AdminError(.malformed, "\(place(of: name)) is missing") }
    return found
  }

  /// Nil where the member is missing or null.
  func optional(_ name: String) -> AdminValue? {
    guard let found = value[name], !found.isNull else { return nil }
    return AdminValue(found, path: place(of: name))
  }

  func string() throws(AdminError) -> String {
    guard let text = value.string else { throw unexpected("a string") }
    return text
  }

  /// A string of so many Unicode scalars: one that the model bounds where an answer has it.
  func string(ofLength lengths: ClosedRange<Int>) throws(AdminError) -> String {
    let text = try string()
    guard lengths.contains(text.unicodeScalars.count) else {
      throw unexpected("a string of \(lengths.lowerBound) to \(lengths.upperBound) characters")
    }
    return text
  }

  func bool() throws(AdminError) -> Bool {
    guard let bool = value.bool else { throw unexpected("true or false") }
    return bool
  }

  /// A whole number in bounds.
  func int(_ bounds: ClosedRange<Int>) throws(AdminError) -> Int {
    guard let number = value.int, bounds.contains(number) else {
      throw unexpected("a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
    }
    return number
  }

  /// A count: small enough that it can be counted on.
  func count() throws(AdminError) -> Int { try int(0...1 << 40) }

  /// A moment as RFC 3339 writes it, in UTC.
  func time() throws(AdminError) -> Timestamp {
    guard let time = value.string.flatMap({ Timestamp(rfc3339: $0) }) else {
      throw unexpected("a time like 2026-11-22T09:08:07Z")
    }
    return time
  }

  /// Sixteen hexadecimal digits.
  func bits() throws(AdminError) -> UInt64 {
    guard let text = value.string, text.utf8.count == 16, let bits = UInt64(text, radix: 16) else {
      throw unexpected("sixteen hexadecimal digits")
    }
    return bits
  }

  /// A string that stands for a case.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _: Choice.Type
  ) throws(AdminError) -> Choice where Choice.RawValue == String {
    guard let choice = value.string.flatMap(Choice.init(rawValue:)) else {
      throw unexpected("one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }

  func list<Element>(
    _ read: (AdminValue) throws(AdminError) -> Element
  ) throws(AdminError) -> [Element] {
    guard value.kind == .array else { throw unexpected("a list") }
    var elements: [Element] = []
    for item in value.elements { elements.append(try read(AdminValue(item, path: "\(path)[\(elements.count)]"))) }
    return elements
  }

  func unexpected(_ wanted: String) -> AdminError {
    AdminError(.malformed, "\(path.isEmpty ? "the body" : path) has to be \(wanted)")
  }

  private func place(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
