// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// What became of the same requests.
struct OutcomeComparison {
  private let findings: FindingList

  init(_ findings: FindingList) {
    self.findings = findings
  }

  /// One finding for each way in which outcomes changed, however many requests it happened to.
  func compare(_ pairs: [SamplePair]) {
    var changes: [Change: (old: Evidence, new: Evidence)] = [:]
    for pair in pairs {
      guard let change = Change(pair) else { continue }
      var evidence =
        changes[change] ?? (
          Evidence(of: pairs.count, text: change.before, example: Self.example(pair.old), first: pair.old.number),
          Evidence(of: pairs.count, text: change.after, example: Self.example(pair.new), first: pair.new.number)
        )
      evidence.old.seen += 1
      evidence.new.seen += 1
      evidence.old.last = pair.old.number
      evidence.new.last = pair.new.number
      changes[change] = evidence
    }
    for (change, evidence) in changes.sorted(by: { ($0.key.before, $0.key.after) < ($1.key.before, $1.key.after) }) {
      findings.add(
        change.rule, outcome: change.outcome, Place(.response, change.steps), evidence.old, evidence.new)
    }
  }

  /// Errors that are new to the action, of requests that stand for none of the old recording.
  /// - Parameter alone: those requests.
  func compareErrors(_ old: ActionSamples, alone: [Sample]) {
    let known = Set(old.telling.map(\.outcome))
    let errors = Dictionary(grouping: alone.filter { !known.contains($0.outcome) }, by: \.outcome)
    for (code, samples) in errors.sorted(by: { $0.key < $1.key }) where !code.isEmpty {
      findings.add(
        .errorSeen, outcome: code, Place(.response, samples[0].errorForm?.place ?? [.name("status")]), .none,
        Evidence(
          seen: samples.count, of: alone.count, text: code, example: Self.example(samples[0]),
          first: samples.first?.number, last: samples.last?.number))
    }
  }

  private static func example(_ sample: Sample) -> String? { sample.body?.root.excerpt(Evidence.longestExample - 1) }

  private struct Change: Hashable {
    let rule: DriftRule
    let outcome: String
    var steps: [DocumentPath.Step]
    let before: String
    let after: String

    init?(_ pair: SamplePair) {
      let (old, new) = (pair.old, pair.new)
      func text(_ sample: Sample) -> String {
        sample.error.map { $0 == "\(sample.status)" ? $0 : "\(sample.status) \($0)" } ?? "\(sample.status)"
      }
      (before, after) = (text(old), text(new))
      steps = [.name("status")]
      switch (old.error, new.error) {
      case (nil, .some): (rule, outcome) = (.outcomeFailed, "")
      case (.some(let code), nil): (rule, outcome) = (.outcomeSucceeded, code)
      case (.some(let code), .some(let other)) where code != other:
        (rule, outcome) = (.errorCode, code)
        steps = new.errorForm?.place ?? steps
      default:
        guard old.status != new.status else { return nil }
        (rule, outcome) = (.outcomeStatus, old.outcome)
      }
    }
  }
}
