// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Redaction

/// What each rule changed: how often, and where.
struct RedactionTally {
  /// What one rule changed.
  struct Row {
    /// A place in what an action asks or answers.
    struct Place: Hashable {
      let action: String
      let place: String
    }

    let rule: RedactionRule
    private(set) var count = 0
    /// The first places, each once.
    private(set) var places: [Place] = []
    /// Whether there are more places than those.
    private(set) var hasMore = false

    init(_ rule: RedactionRule) {
      self.rule = rule
    }

    fileprivate mutating func add(_ place: Place) {
      count += 1
      if places.contains(place) { return }
      if places.count < RedactionTally.mostPlaces { places.append(place) } else { hasMore = true }
    }
  }

  /// How many places of a rule are told.
  static let mostPlaces = 5

  private var byRule: [RedactionRule: Row] = [:]

  /// The rules that changed something, in the registry's order.
  var rows: [Row] { RedactionRule.allCases.compactMap { byRule[$0] } }

  /// How many changes there were in all.
  var count: Int { byRule.values.reduce(0) { $0 + $1.count } }

  /// - Parameter action: as it stands in the redacted exchange.
  mutating func add(_ changes: [RedactionChange], in action: Action) {
    for change in changes {
      byRule[change.rule, default: Row(change.rule)].add(
        Row.Place(action: action.description, place: change.place))
    }
  }
}
