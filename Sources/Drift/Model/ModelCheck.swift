// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import CassetteFormat
internal import Documents

/// Recordings against the service models: what do they hold that the models do not have, and what do they lack?
///
/// Requests that were refused are not looked at: what AWS refuses says nothing of the model. Neither are answers that
/// are no document of their protocol, and services that the index does not have.
package struct ModelCheck {
  private let context: CanonicalContext
  private let models: ServiceModels
  private var messages: [Message: ModelNode] = [:]
  private var unknownOperations: [Action: ShapeNode.Sighting] = [:]
  private var unknownErrors: [Message: ShapeNode.Sighting] = [:]
  private var tallies: [String: CoverageTally] = [:]
  private var recording = DriftReport.Recording(name: "", exchanges: 0, recordedAt: nil, sources: [], alone: 0)
  /// Exchanges with no service of AWS, or with one that the index does not have in that form.
  package private(set) var unmodelled = 0

  private struct Message: Hashable {
    let action: Action
    let side: Place.Side
    let outcome: String
  }

  /// - Parameter context: undoes gzip; says what the index is.
  package init(context: CanonicalContext) {
    self.context = context
    models = ServiceModels(index: context.index)
  }

  /// Adds a cassette; its exchanges are counted on from those before. Errors: those of ``CassetteText/view(_:)``.
  package mutating func add(_ text: CassetteText, named name: String) throws(CassetteError) {
    recording.name += recording.name.isEmpty ? name : ", \(name)"
    recording.recordedAt = recording.recordedAt ?? text.header.recordedAt
    recording.sources += text.header.sources.filter { !recording.sources.contains($0) }
    for place in text.places {
      recording.exchanges += 1
      add(try Sample(text.view(place), number: recording.exchanges, context))
    }
  }

  /// - Parameter today: the day on which approvals have to count (UTC), as days since 1970-01-01.
  package func report(settings: DriftSettings = .none, today: Int) -> DriftReport {
    let told = settings.apply(to: findings, today: today)
    let models = DriftReport.Recording(
      name: "service models", exchanges: 0, recordedAt: nil, sources: [], alone: 0)
    return DriftReport(
      findings: told.findings, muted: told.muted, expired: told.expired, old: models, new: recording, aligned: 0,
      ignored: told.ignored)
  }

  /// What the cassettes hold of each service that they call, sorted by name.
  package var coverage: [ServiceCoverage] {
    tallies.sorted { $0.key < $1.key }.compactMap { name, tally in
      context.index.service(named: name).map { tally.coverage(of: $0) }
    }
  }

  private var findings: [Finding] {
    var findings: [Finding] = []
    for (message, node) in messages {
      let list = FindingList(action: message.action)
      // The members of some messages are the body's, those of the others parts of the request.
      ModelFindings(list: list, outcome: message.outcome, side: message.side).add(node, [], of: node.objects)
      findings += list.findings
    }
    for (action, sighting) in unknownOperations {
      let list = FindingList(action: action)
      list.add(.modelOperation, Place(.call), .none, Self.evidence(sighting, ""))
      findings += list.findings
    }
    for (message, sighting) in unknownErrors {
      let list = FindingList(action: message.action)
      list.add(
        .modelError, outcome: message.outcome, Place(.response), .none, Self.evidence(sighting, message.outcome))
      findings += list.findings
    }
    return findings
  }

  private static func evidence(_ sighting: ShapeNode.Sighting, _ text: String) -> Evidence {
    Evidence(seen: sighting.count, of: sighting.count, text: text, first: sighting.first, last: sighting.last)
  }

  private mutating func add(_ sample: Sample) {
    guard let service = context.index.service(named: sample.calledAs.service) else {
      unmodelled += 1
      return
    }
    tally(sample)
    guard service.operation(named: sample.calledAs.operation) != nil else {
      unknownOperations[sample.calledAs, default: ShapeNode.Sighting()].note(sample.number, sample.request.root)
      return
    }
    guard let model = models.model(of: sample) else {
      unmodelled += 1
      return
    }
    if sample.status < 300 {
      checkRequest(sample)
      checkAnswer(sample, model)
    } else if sample.status >= 400 {
      checkError(sample, model)
    }
  }

  private mutating func tally(_ sample: Sample) {
    let name = sample.action.service
    tallies[name, default: CoverageTally()].exchanges += 1
    tallies[name]?.calledAs.insert(sample.calledAs.service)
    tallies[name]?.dialects.insert(sample.dialect)
    tallies[name]?.operations.insert(sample.calledAs.operation)
    if let error = sample.error { tallies[name]?.errors.insert(error) }
  }

  private mutating func node(_ sample: Sample, _ side: Place.Side) -> ModelNode {
    let message = Message(action: sample.calledAs, side: side, outcome: side == .request ? "" : sample.outcome)
    if let node = messages[message] { return node }
    let node = ModelNode()
    messages[message] = node
    return node
  }

  private mutating func checkRequest(_ sample: Sample) {
    guard let request = models.request(sample) else { return }
    let walk = ModelWalk(number: sample.number, isSent: true)
    let node = node(sample, .request)
    if sample.isBodyOnly { node.objects += 1 }
    walk.check(
      sample.request.root, sample.isBodyOnly ? node.member("body".utf8) : node, request)
  }

  private mutating func checkAnswer(_ sample: Sample, _ model: ActionModel) {
    let walk = ModelWalk(number: sample.number, isSent: false)
    let node = node(sample, .response)
    node.objects += 1
    checkHeaders(sample, model, node.member("headers".utf8), walk)
    let body = node.member("body".utf8)
    if sample.size == 0, !model.answer.isText, model.answer.kind == .structure {
      walk.checkEmpty(body, model.answer)
    } else {
      checkBody(sample, model.answer, body, walk)
    }
  }

  private func checkBody(_ sample: Sample, _ model: ModelCursor, _ node: ModelNode, _ walk: ModelWalk) {
    guard let body = sample.body, sample.media == sample.dialect.media else { return }
    walk.check(body.root, node, model)
  }

  private func checkHeaders(_ sample: Sample, _ model: ActionModel, _ node: ModelNode, _ walk: ModelWalk) {
    node.objects += 1
    for header in model.headers where !header.isPrefix {
      guard let value = sample.fields[header.name] else {
        // How long a body is may be said by the way it is sent.
        if header.isRequired, header.name != "content-length" {
          node.member(header.name.utf8).missing.note(sample.number, sample.request.root)
        }
        continue
      }
      // A list is one text here.
      if header.place.kind == .list { continue }
      var text = JSONWriter()
      text.string(value)
      guard let document = try? JSONReader.read(text.bytes) else { continue }
      walk.check(document.root, node.member(header.name.utf8), header.place)
    }
  }

  private mutating func checkError(_ sample: Sample, _ model: ActionModel) {
    guard let code = sample.error, Disturbance(sample) == nil else { return }
    if let error = model.errors[code] {
      let node = node(sample, .response)
      node.objects += 1
      checkBody(sample, error.body, node.member("body".utf8), ModelWalk(number: sample.number, isSent: false))
      return
    }
    // An answer without a body has no code, and a model without errors says nothing of them.
    if model.errors.isEmpty || Int(code) != nil || CommonErrors.contains(code) { return }
    let message = Message(action: sample.calledAs, side: .response, outcome: code)
    unknownErrors[message, default: ShapeNode.Sighting()].note(sample.number, sample.request.root)
  }
}
