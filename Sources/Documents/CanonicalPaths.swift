// SPDX-License-Identifier: Apache-2.0

/// Which places of a document its normal form does not tell as they are, as seen from one of them.
package struct CanonicalPaths: Sendable {
  /// Places whose value stands for itself, whatever it is: that there is one is all that counts.
  package private(set) var placeholders: PathSet
  /// Places that do not count.
  package private(set) var omitted: PathSet
  /// Places that count after all, with all below them.
  package private(set) var kept: PathSet
  /// Whether this place does not count: it is omitted, or below such a place, and not kept.
  package private(set) var isOmitted = false

  package static let none = CanonicalPaths()

  package init(placeholders: PathSet = .none, omitted: PathSet = .none, kept: PathSet = .none) {
    self.placeholders = placeholders
    self.omitted = omitted
    self.kept = kept
    settle()
  }

  /// Whether all of this place counts.
  package var isEmpty: Bool { placeholders.isEmpty && omitted.isEmpty && !isOmitted }

  /// Whether the value here stands for itself.
  package var isPlaceholder: Bool { placeholders.isMatch }

  /// The same as seen from the member of that name.
  package func member(_ name: UnsafeRawBufferPointer) -> CanonicalPaths {
    stepped { $0.member(name) }
  }

  /// The same as seen from the element of a list at that index, from 0.
  package func element(_ index: Int) -> CanonicalPaths {
    stepped { $0.element(index) }
  }

  private func stepped(_ step: (PathSet) -> PathSet) -> CanonicalPaths {
    if isEmpty { return .none }
    var next = self
    next.placeholders = step(placeholders)
    next.omitted = step(omitted)
    next.kept = step(kept)
    next.settle()
    return next
  }

  private mutating func settle() {
    if kept.isMatch {
      (placeholders, omitted, kept, isOmitted) = (.none, .none, .none, false)
    } else if omitted.isMatch {
      isOmitted = true
    }
  }
}
