// SPDX-License-Identifier: Apache-2.0

/// What is sensitive in one message of an operation, by the names that are on the wire, in any case.
///
/// Asking makes no copy and takes time that does not grow with the model, so that it can be done for each value of a
/// body. What cannot be a secret is never sensitive: booleans, enumerations and timestamps that the model has as such.
///
/// Of a list's elements the member is the one that holds the list, but in XML the element round each, and in a form the
/// last word of a field that is no number. An event's payload is the value of a member named like the event.
package struct SensitiveMembers: Sendable {
  /// Who says that it is.
  package enum Mark: Sendable {
    /// The service's model.
    case model
    /// This project, of a service whose model marks nothing there.
    case overlay
  }

  let table: SensitiveTable
  private let numbers: SensitiveNumbers

  init(_ table: SensitiveTable, _ numbers: SensitiveNumbers) {
    self.table = table
    self.numbers = table.entries.isEmpty ? .none : numbers
  }

  /// Whether nothing in the message is.
  package var isEmpty: Bool { numbers.isEmpty }

  /// Whether the whole payload is, where that is bytes or text as they are.
  package var payload: Mark? { table.mark(.payload, EmptyCollection(), in: EmptyCollection(), among: numbers) }

  /// Whether text or a number under a member is.
  ///
  /// Where one name has two meanings in an operation, its parent tells them apart; where that does not, it is sensitive.
  /// - Parameter parent: the member above the nearest one; empty at the root of the body.
  package func mark(_ member: ArraySlice<UInt8>, in parent: ArraySlice<UInt8>) -> Mark? {
    if isEmpty { return nil }
    return table.mark(.member, member, in: parent, among: numbers) ?? mark(beneath: parent)
  }

  /// Whether everything is that is beneath a member at any depth: a map with keys of the user, or a free document.
  package func mark(beneath member: ArraySlice<UInt8>) -> Mark? {
    if isEmpty { return nil }
    return table.mark(.beneath, member, in: EmptyCollection(), among: numbers)
  }

  package func mark(header name: String) -> Mark? {
    table.mark(.header, name.utf8, in: EmptyCollection(), among: numbers)
  }

  /// - Parameter name: decoded.
  package func mark(query name: ArraySlice<UInt8>) -> Mark? {
    table.mark(.query, name, in: EmptyCollection(), among: numbers)
  }

  /// - Parameter name: of a ``RoutedOperation/Label``.
  package func mark(label name: String) -> Mark? {
    table.mark(.label, name.utf8, in: EmptyCollection(), among: numbers)
  }
}

extension SensitiveMembers {
  /// Which of an operation's messages.
  package enum Direction: Sendable {
    case request
    /// The modelled errors are among them.
    case response
  }
}
