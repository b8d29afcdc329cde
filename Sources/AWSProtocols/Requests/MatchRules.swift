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

  /// What of the rules is said of an action, under any of its names. It costs a look at each rule: keep the result.
  func rules(for names: [Action]) -> ActionRules {
    func paths(_ rules: [PathRule]) -> [DocumentPath] {
      rules.filter { rule in names.contains { rule.action.matches($0) } }.map(\.path)
    }
    return ActionRules(
      ignored: PathSet(paths(ignored)), kept: PathSet(paths(kept)), bound: PathSet(paths(bound)),
      boundPaths: paths(bound), unbound: PathSet(paths(unbound)))
  }

  /// What the rules say of what an action does; nil where they say nothing.
  func kind(of names: [Action]) -> ActionKind? {
    func matches(_ patterns: [ActionPattern]) -> Bool {
      patterns.contains { pattern in names.contains { pattern.matches($0) } }
    }
    return matches(mutations) ? .mutation : matches(reads) ? .read : nil
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

  package static let none = ActionRules()
}
