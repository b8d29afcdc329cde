// SPDX-License-Identifier: Apache-2.0

/// Which places of a document its normal form does not tell as they are, as seen from one of them.
///
/// A class, since it goes down a document with whoever walks it: only a step that leads on makes another.
package final class CanonicalPaths: Sendable {
  /// Places whose value stands for itself, whatever it is: that there is one is all that counts.
  package let placeholders: PathSet
  /// Places that do not count.
  package let omitted: PathSet
  /// Places that count after all, with all below them.
  package let kept: PathSet
  /// Whether this place does not count: it is omitted, or below such a place, and not kept.
  package let isOmitted: Bool

  /// - Returns: nil where all of a document counts.
  package convenience init?(placeholders: PathSet = .none, omitted: PathSet = .none, kept: PathSet = .none) {
    self.init(placeholders, omitted, kept, isBelowOmitted: false)
  }

  private init?(_ placeholders: PathSet, _ omitted: PathSet, _ kept: PathSet, isBelowOmitted: Bool) {
    if placeholders.isEmpty, omitted.isEmpty, !isBelowOmitted { return nil }
    if kept.isMatch { return nil }
    self.placeholders = placeholders
    self.omitted = omitted
    self.kept = kept
    isOmitted = isBelowOmitted || omitted.isMatch
  }

  /// Whether the value here stands for itself.
  package var isPlaceholder: Bool { placeholders.isMatch }

  /// The same as seen from the member of that name; nil where all of it counts.
  package func member(_ name: UnsafeRawBufferPointer) -> CanonicalPaths? {
    CanonicalPaths(
      placeholders.member(name), omitted.member(name), kept.member(name), isBelowOmitted: isOmitted)
  }

  /// The same as seen from the element of a list at that index, from 0; nil where all of it counts.
  package func element(_ index: Int) -> CanonicalPaths? {
    CanonicalPaths(
      placeholders.element(index), omitted.element(index), kept.element(index), isBelowOmitted: isOmitted)
  }

  /// Whether all members of an object do not count: such a one counts as absent itself.
  func empties(_ value: DocumentValue) -> Bool {
    guard !omitted.isEmpty, value.kind == .object, value.count > 0 else { return false }
    return value.members.allSatisfy { member in
      guard !member.value.isNull else { return true }
      let isContainer = member.value.kind == .object || member.value.kind == .array
      let place = member.name.withBytes { self.member($0) }
      return place.map { $0.isOmitted && ($0.kept.isEmpty || !isContainer) } ?? false
    }
  }
}
