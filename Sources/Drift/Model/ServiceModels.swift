// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// What the service index says of the messages of exchanges. Keeps what it has looked up.
final class ServiceModels {
  private let index: ServiceIndex
  private var models: [Action: [Dialect: ActionModel?]] = [:]

  init(index: ServiceIndex) {
    self.index = index
  }

  /// What the index says of an exchange's action in its form; nil where it says nothing.
  func model(of sample: Sample) -> ActionModel? {
    if let known = models[sample.calledAs]?[sample.dialect] { return known }
    let model = index.service(named: sample.calledAs.service).flatMap {
      ActionModel($0, operation: sample.calledAs.operation, sample.dialect)
    }
    models[sample.calledAs, default: [:]][sample.dialect] = .some(model)
    return model
  }

  /// What the body of the answer may look like; nil where there is no model, or it is of another form.
  func answer(_ sample: Sample) -> ModelCursor? {
    guard sample.media == sample.dialect.media, let model = model(of: sample) else { return nil }
    return sample.error == nil ? model.answer : model.errors[sample.outcome]?.body ?? model.errorBody
  }

  /// What the request may look like, as its canonical document has it; nil where there is no model.
  ///
  /// A request that is not in the form of its protocol is compared as it stands, by method and path: it has no model.
  func request(_ sample: Sample) -> ModelCursor? {
    guard sample.isBodyOnly != sample.dialect.isREST, sample.isBodyOnly || sample.request.root["method"] == nil else {
      return nil
    }
    return model(of: sample)?.request
  }

  /// How the answers of an action make a chain.
  func pagination(_ action: Action) -> Pagination? {
    guard let service = index.service(named: action.service),
      let operation = service.operation(named: action.operation)
    else { return nil }
    return service.pagination(of: operation)
  }

  /// The headers that an answer of the action has to have, in lower case.
  func requiredHeaders(_ samples: ActionSamples) -> Set<String> {
    let headers = samples.all.first.flatMap { model(of: $0) }?.headers ?? []
    return Set(headers.filter(\.isRequired).map(\.name))
  }
}
