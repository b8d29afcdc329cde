// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import CassetteFormat
internal import Documents

extension DriftReport {
  /// Compares two recordings. Linear in both.
  /// - Parameter today: the day on which approvals have to count (UTC), as days since 1970-01-01.
  package init(
    comparing old: RecordedSession, with new: RecordedSession, settings: DriftSettings = .none, today: Int
  ) throws(CassetteError) {
    let (left, right) = (try Samples_(old.text, old.context), try Samples_(new.text, new.context))
    var findings: [Finding] = []
    var aligned = 0
    for action in left.order + right.order.filter({ left.samples[$0] == nil }) {
      let (before, after) = (left.samples[action] ?? [], right.samples[action] ?? [])
      if after.isEmpty {
        findings.append(Self.finding(.operationRemoved, action, old: Evidence(seen: before.count, of: before.count)))
      } else if before.isEmpty {
        findings.append(Self.finding(.operationAdded, action, new: Evidence(seen: after.count, of: after.count)))
      } else {
        let pairs = Alignment.pairs(before.map(\.key), after.map(\.key))
        aligned += pairs.count
        findings += Self.outcomes(action, pairs.map { (before[$0.0], after[$0.1]) })
        findings += Self.shapes(action, before, after)
      }
    }
    var seen: Set<Finding> = []
    func recording(_ session: RecordedSession) -> Recording_ {
      Recording_(
        name: session.name, exchanges: session.text.lines.count, recordedAt: session.text.header.recordedAt,
        sources: session.text.header.sources, alone: session.text.lines.count - aligned)
    }
    self.init(
      findings: findings.filter { seen.insert($0).inserted }.sorted(by: Finding.precedes), old: recording(old),
      new: recording(new), aligned: aligned)
  }

  private typealias Recording_ = DriftReport.Recording

  private static func finding(
    _ rule: DriftRule, _ action: Action, pointer: String = "", old: Evidence = .none, new: Evidence = .none
  ) -> Finding {
    Finding(
      rule, severity: rule.severity ?? .info, action: action,
      place: Place(.response, DocumentPath("/body" + pointer)?.steps ?? []), old: old, new: new)
  }

  /// What became of the same request.
  private static func outcomes(_ action: Action, _ pairs: [(Samples_.Sample, Samples_.Sample)]) -> [Finding] {
    pairs.compactMap { old, new in
      if old.status != new.status {
        return finding(
          .outcomeFailed, action,
          old: Evidence(seen: 1, of: 1, text: "\(old.status)\(old.error.map { " \($0)" } ?? "")"),
          new: Evidence(seen: 1, of: 1, text: "\(new.status)\(new.error.map { " \($0)" } ?? "")"))
      }
      if old.error != new.error {
        return finding(
          .errorCode, action, old: Evidence(seen: 1, of: 1, text: old.error ?? "none"),
          new: Evidence(seen: 1, of: 1, text: new.error ?? "none"))
      }
      return nil
    }
  }

  /// What the responses of one action and outcome look like.
  private static func shapes(
    _ action: Action, _ before: [Samples_.Sample], _ after: [Samples_.Sample]
  ) -> [Finding] {
    var findings: [Finding] = []
    let outcomes = Set(before.map(\.outcome)).intersection(after.map(\.outcome))
    for outcome in outcomes.sorted() {
      var (old, new) = (Shape(), Shape())
      for sample in before where sample.outcome == outcome { sample.body.map { old.add($0.root) } }
      for sample in after where sample.outcome == outcome { sample.body.map { new.add($0.root) } }
      guard old.samples > 0, new.samples > 0 else { continue }
      findings += compare(action, old, new)
    }
    return findings
  }

  private static func compare(_ action: Action, _ old: Shape, _ new: Shape) -> [Finding] {
    var findings: [Finding] = []
    for (pointer, place) in old.places {
      if let now = new.places[pointer] {
        // A kind that was never seen before, or a place of one kind that changed it.
        let (was, isNow) = (place.kinds.subtracting(["null"]), now.kinds.subtracting(["null"]))
        if !isNow.subtracting(was).isEmpty, !was.isEmpty {
          findings.append(
            finding(
              .kindChanged, action, pointer: pointer,
              old: Evidence(seen: place.seen, of: place.seen, text: was.sorted().joined(separator: " or ")),
              new: Evidence(seen: now.seen, of: now.seen, text: isNow.sorted().joined(separator: " or "))))
        }
      } else if old.isAlways(pointer), new.possible(pointer) > 0 {
        findings.append(finding(.memberRemoved, action, pointer: pointer, old: Evidence(seen: place.seen, of: place.seen)))
      }
    }
    for (pointer, place) in new.places where old.places[pointer] == nil {
      // Under something that is new itself, the new thing says enough; and an element of a list that was always empty
      // is no member.
      guard !pointer.hasSuffix("/*"), old.possible(pointer) > 0 else { continue }
      findings.append(
        finding(.memberAdded, action, pointer: pointer, new: Evidence(seen: place.seen, of: new.possible(pointer))))
    }
    return findings
  }
}

/// The exchanges of one cassette by action.
private struct Samples_ {
  struct Sample {
    var key: CanonicalKey
    var status: Int
    var error: String?
    var body: Document?

    /// Success, or the error: samples of one outcome share a shape.
    var outcome: String { error ?? (status < 400 ? "" : "\(status)") }
  }

  /// Actions in the order of their first call.
  private(set) var order: [Action] = []
  private(set) var samples: [Action: [Sample]] = [:]

  init(_ text: CassetteText, _ context: CanonicalContext) throws(CassetteError) {
    for place in text.lines.indices {
      let view = try text.view(place)
      let action = view.action
      if samples[action] == nil { order.append(action) }
      let key = CanonicalRequest(
        action: action, head: try view.requestHead(), body: try view.requestBody(), context: context
      ).key
      let body = try? JSONReader.read(Array(try view.responseBody()))
      let error = view.status < 400 ? nil : ErrorCode.of(try view.responseFields(), body: body)
      samples[action, default: []].append(Sample(key: key, status: view.status, error: error, body: body))
    }
  }
}
