// SPDX-License-Identifier: Apache-2.0

package import Documents

/// What a user says of how requests are compared, beyond what the service index says.
package struct MatchRules: Sendable {
  /// A path in the compared document of the actions that a pattern names.
  package struct PathRule: Hashable, Sendable {
    package var action: ActionPattern
    package var path: DocumentPath

    package init(action: ActionPattern, path: DocumentPath) {
      self.action = action
      self.path = path
    }
  }

  /// What is at these paths does not count.
  package var ignored: [PathRule] = []
  /// What is at these paths or below counts after all, be it ignored or an idempotency token.
  package var kept: [PathRule] = []
  /// Any value at these paths may bind.
  package var bound: [PathRule] = []
  /// Nothing at these paths binds.
  package var unbound: [PathRule] = []
  /// Actions that change nothing.
  package var reads: [ActionPattern] = []
  /// Actions that may change state.
  package var mutations: [ActionPattern] = []

  package static let none = MatchRules()

  package init() {}

  /// What of the rules is said of one action. It costs a look at each rule: keep the result.
  package func rules(for action: Action) -> ActionRules {
    func paths(_ rules: [PathRule]) -> PathSet {
      PathSet(rules.filter { $0.action.matches(action) }.map(\.path))
    }
    return ActionRules(
      ignored: paths(ignored), kept: paths(kept), bound: paths(bound),
      boundPaths: bound.filter { $0.action.matches(action) }.map(\.path), unbound: paths(unbound),
      isRead: reads.contains { $0.matches(action) }, isMutation: mutations.contains { $0.matches(action) })
  }

  /// What the rules say of what an action does; nil where they say nothing.
  package func kind(of action: Action) -> ActionKind? {
    if mutations.contains(where: { $0.matches(action) }) { return .mutation }
    return reads.contains { $0.matches(action) } ? .read : nil
  }
}

/// ``MatchRules`` for one action, ready for use.
package struct ActionRules: Sendable {
  package var ignored = PathSet.none
  package var kept = PathSet.none
  package var bound = PathSet.none
  /// The same as a list.
  package var boundPaths: [DocumentPath] = []
  package var unbound = PathSet.none
  package var isRead = false
  package var isMutation = false

  package static let none = ActionRules()
}
