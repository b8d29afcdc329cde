// SPDX-License-Identifier: Apache-2.0

@testable import AWSProtocols

/// The places of a service's messages as lines of text, as Fixtures/generate-model-walks.py writes them.
struct ModelWalk {
  /// So many places of a message are looked at, those near its root first.
  static let limit = 150

  /// What Query puts beside the members of a request, and EC2 beside those of an answer.
  private static let besideRequest: Set = [
    "Version", "AWSAccessKeyId", "Expires", "SecurityToken", "Signature", "SignatureMethod", "SignatureVersion",
    "Timestamp",
  ]
  private static let besideAnswer: Set = ["requestId", "RequestId"]

  let service: Service
  let dialect: Dialect

  var lines: [String] {
    service.operations.sorted { $0.name < $1.name }.flatMap { operation in
      let name = operation.name
      let errors = service.errors(of: operation, in: dialect).map {
        "\($0.code) \($0.status.map(String.init) ?? "")"
      }
      return places(service.request(of: operation, in: dialect), isForm ? Self.besideRequest : []).map {
        "\(name) request \($0)"
      }
        + places(answer(operation), dialect == .ec2Query ? Self.besideAnswer : []).map { "\(name) answer \($0)" }
        + headers(operation)
        + errors.sorted().map { "\(name) error \($0)" }
    }
  }

  private var isForm: Bool { dialect == .awsQuery || dialect == .ec2Query }

  private var isREST: Bool { dialect == .restJson1 || dialect == .restXml }

  /// The answer without what the protocol has round it.
  private func answer(_ operation: AWSProtocols.Operation) -> ModelCursor? {
    let answer = service.answer(of: operation, in: dialect)
    guard isForm || dialect == .restXml, answer?.kind == .structure else { return answer }
    let root = answer?.member("Root".utf8)?.place
    return dialect == .awsQuery ? root?.member("\(operation.name)Result".utf8)?.place : root
  }

  private func headers(_ operation: AWSProtocols.Operation) -> [String] {
    service.answerHeaders(of: operation).filter { !$0.isPrefix }
      .map { "\(operation.name) header \($0.name)\($0.isRequired ? "!" : "") \(said($0.place))" }.sorted()
  }

  private func places(_ root: ModelCursor?, _ beside: Set<String>) -> [String] {
    guard let root else { return [] }
    var waiting = [(path: "", isRequired: false, place: root)]
    var lines: [String] = []
    while lines.count < min(waiting.count, Self.limit) {
      let (path, isRequired, place) = waiting[lines.count]
      lines.append("\(path.isEmpty ? "/" : path)\(isRequired ? "!" : "") \(said(place))")
      guard waiting.count < Self.limit else { continue }
      if let element = place.element { waiting.append(("\(path)/*", false, element)) }
      for member in place.members.sorted(by: { $0.name < $1.name }) {
        if path.isEmpty, beside.contains(member.name) { continue }
        var (isRequired, inner) = (member.isRequired, member.place)
        if isREST, path.isEmpty, member.name == "body", let root = inner.member("Root".utf8) { inner = root.place }
        // Which of these are required is this project's matter: recordings lack some.
        if isREST, path == "/headers" || (path.isEmpty && member.name == "headers") { isRequired = false }
        waiting.append(("\(path)/\(member.name)", isRequired, inner))
      }
    }
    return lines
  }

  private func said(_ place: ModelCursor) -> String {
    if let format = place.timestampFormat {
      return "timestamp \(format == .epochSeconds ? "unixtimestamp" : format == .httpDate ? "rfc822" : "iso8601")"
    }
    let values = place.enumeration
    return values.isEmpty ? place.kind.rawValue : "string \(values.joined(separator: "|"))"
  }
}
