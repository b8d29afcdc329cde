// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// What the service index says of actions.
struct ServiceModels {
  let index: ServiceIndex

  /// What a body of an answer may look like; nil where there is no model.
  func answer(_ action: Action, outcome: String, _ dialect: Dialect) -> ModelCursor? { nil }

  /// What a request may look like, as its canonical document has it; nil where there is no model.
  func request(_ action: Action, _ dialect: Dialect) -> ModelCursor? { nil }
}
