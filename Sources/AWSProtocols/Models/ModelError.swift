// SPDX-License-Identifier: Apache-2.0

/// An error that the model has for an operation.
package struct ModelError: Sendable {
  /// On the wire, as ``ErrorCode`` finds it.
  package let code: String
  /// The status of its response; nil where the model does not say.
  package let status: Int?
  /// Its body, with what the protocol puts round it.
  package let body: ModelCursor
}

extension Service {
  /// The errors that the model has for an operation. It has none for any of EC2's and most of S3's.
  package func errors(of operation: Operation, in dialect: Dialect) -> [ModelError] {
    shapes.operation(operation.number).errors.compactMap { error(shapes.errors[$0], dialect) }
  }

  /// The errors that the model has for any operation.
  package func errors(in dialect: Dialect) -> [ModelError] { shapes.errors.compactMap { error($0, dialect) } }

  /// The body of an error that the model does not have: what the protocol says of any, and anything in it; nil where the
  /// model does not know the form.
  package func errorBody(in dialect: Dialect) -> ModelCursor? {
    notation(dialect).map { errorBody(inner: nil, $0) }
  }

  private func error(_ error: ShapeTable.ErrorShape, _ dialect: Dialect) -> ModelError? {
    guard let notation = notation(dialect) else { return nil }
    let inner = ModelCursor(shapes, .bound(error.shape, .body), notation)
    return ModelError(
      code: inner.isText ? error.code : error.name, status: error.status, body: errorBody(inner: inner, notation))
  }

  private func errorBody(inner: ModelCursor?, _ notation: ModelCursor.Notation) -> ModelCursor {
    let anything = ModelCursor(shapes, .scalar(.document), notation)
    func structure(
      _ names: [String], _ more: [ModelCursor.Member] = [], inner: ModelCursor? = nil, others: ModelCursor? = nil
    ) -> ModelCursor {
      let own = names.map { member($0, text(notation)) }
      return ModelCursor(
        shapes, .envelope(.init(members: own + more, inner: inner, others: others)), notation)
    }
    let others = inner == nil ? anything : nil
    if !anything.isText {
      return structure(["__type", "message", "Message", "code"], inner: inner, others: others)
    }
    let fields = ["Type", "Code", "Message", "Detail"]
    let error = member("Error", structure(fields, inner: inner, others: others))
    let ids = ["RequestId", "RequestID", "requestId"]
    let response = structure(ids, [error, member("Errors", structure([], [error]))])
    // S3's root is the error itself, and holds more than any model says.
    let bare = structure(fields + ["RequestId", "HostId"], inner: inner, others: anything)
    return structure([], [member("Error", bare)], others: response)
  }
}
