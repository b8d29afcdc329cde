// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// What the service index says of one action in one form.
struct ActionModel: Sendable {
  let request: ModelCursor
  let answer: ModelCursor
  let headers: [ModelHeader]
  /// By their codes. Empty where the model says nothing of the errors of the operation, as of all of EC2's.
  let errors: [String: ModelError]
  /// The body of any other error.
  let errorBody: ModelCursor?

  /// - Returns: nil where the service has no such operation, or no model of the form.
  init?(_ service: Service, operation name: String, _ dialect: Dialect) {
    guard let operation = service.operation(named: name), let request = service.request(of: operation, in: dialect),
      let answer = service.answer(of: operation, in: dialect)
    else { return nil }
    self.request = request
    self.answer = answer
    errorBody = service.errorBody(in: dialect)
    headers = service.answerHeaders(of: operation)
    errors = Dictionary(service.errors(of: operation, in: dialect).map { ($0.code, $0) }) { first, _ in first }
  }
}
