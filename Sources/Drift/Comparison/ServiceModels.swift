// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// What the service index says of the messages of actions. Keeps what it has looked up.
final class ServiceModels {
  private struct Key: Hashable {
    var action: Action
    var outcome: String
    var dialect: Dialect
  }

  private let index: ServiceIndex
  private var answers: [Key: ModelCursor?] = [:]
  private var requests: [Key: ModelCursor?] = [:]

  init(index: ServiceIndex) {
    self.index = index
  }

  /// What a body of an answer may look like; nil where there is no model, or where anything may stand.
  func answer(_ sample: Sample) -> ModelCursor? {
    let key = Key(action: sample.action, outcome: sample.outcome, dialect: sample.dialect)
    if let known = answers[key] { return known }
    let model = find(sample.action).flatMap { service, operation -> ModelCursor? in
      if sample.outcome.isEmpty { return service.answer(of: operation, in: sample.dialect) }
      let error = service.errors(of: operation, in: sample.dialect).first { $0.code == sample.outcome }
      return error?.body ?? service.errorBody(in: sample.dialect)
    }
    answers[key] = .some(model)
    return model
  }

  /// What a request may look like, as its canonical document has it; nil where there is no model.
  func request(_ sample: Sample) -> ModelCursor? {
    let key = Key(action: sample.action, outcome: "", dialect: sample.dialect)
    if let known = requests[key] { return known }
    let model = find(sample.action).flatMap { $0.service.request(of: $0.operation, in: sample.dialect) }
    requests[key] = .some(model)
    return model
  }

  /// The headers that an answer has to have, in lower case.
  func requiredHeaders(_ action: Action) -> Set<String> {
    let headers = find(action).map { $0.service.answerHeaders(of: $0.operation) } ?? []
    return Set(headers.filter(\.isRequired).map(\.name))
  }

  /// How the answers of an action make a chain.
  func pagination(_ action: Action) -> Pagination? { find(action).flatMap { $0.service.pagination(of: $0.operation) } }

  private func find(_ action: Action) -> (service: Service, operation: Operation)? {
    guard let service = index.service(named: action.service),
      let operation = service.operation(named: action.operation)
    else { return nil }
    return (service, operation)
  }
}
