// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFormat
internal import Documents

extension DriftReport {
  /// Compares two recordings of one client: what has the API changed, and what the client? Linear in both.
  /// - Parameter today: the day on which approvals have to count (UTC), as days since 1970-01-01.
  package init(
    comparing old: RecordedSession, with new: RecordedSession, settings: DriftSettings = .none, today: Int
  ) {
    let left = old.samples.filter { Disturbance($0) == nil }
    let right = new.samples.filter { Disturbance($0) == nil }
    let alignment = Alignment(left, right)
    let (before, after) = (ActionSamples.grouped(old.samples), ActionSamples.grouped(new.samples))
    let pairs = alignment.pairs.map { SamplePair(old: left[$0.old], new: right[$0.new]) }
    let pairsOfAction = Dictionary(grouping: pairs, by: \.old.action)
    let paired = (old: Set(pairs.map(\.old.number)), new: Set(pairs.map(\.new.number)))
    let models = ServiceModels(index: old.context.index)
    let shapes = ShapePairs(
      before, after, paired: paired, normalisers: (alignment.oldNormaliser, alignment.newNormaliser), models: models)
    var findings: [Finding] = []
    for action in Set(before.keys).union(after.keys).sorted(by: { $0.description < $1.description }) {
      let list = FindingList(action: after[action]?.calledAs ?? before[action]?.calledAs ?? action)
      guard let one = before[action], let other = after[action] else {
        CallComparison(list).compareMissing(before[action], after[action])
        findings += list.findings
        continue
      }
      let pairs = pairsOfAction[action] ?? []
      CallComparison(list).compare(one, other)
      let outcomes = OutcomeComparison(list)
      outcomes.compare(pairs)
      outcomes.compareErrors(one, alone: other.telling.filter { !paired.new.contains($0.number) })
      let pages = PageMembers(models.pagination(action))
      shapes.compare(action, pages, list)
      HeaderComparison(list, alignment.oldNormaliser, alignment.newNormaliser, required: models.requiredHeaders(other))
        .compare(one, other)
      RequestComparison(list, alignment.oldNormaliser, alignment.newNormaliser, models, pages).compare(pairs)
      PinComparison(list, settings, alignment.oldNormaliser, alignment.newNormaliser).compare(pairs)
      findings += list.findings
    }
    func recording(_ session: RecordedSession, compared: Int) -> Recording {
      Recording(
        name: session.name, exchanges: session.samples.count, recordedAt: session.header.recordedAt,
        sources: session.header.sources, alone: compared - alignment.pairs.count)
    }
    let told = settings.apply(to: findings, today: today)
    self.init(
      findings: told.findings, muted: told.muted, expired: told.expired,
      old: recording(old, compared: left.count), new: recording(new, compared: right.count),
      aligned: alignment.pairs.count, renamed: alignment.renamed, ignored: told.ignored)
  }
}

/// Two exchanges that stand for each other.
struct SamplePair {
  let old: Sample
  let new: Sample
}

/// The exchanges of one action in one recording.
struct ActionSamples {
  private(set) var all: [Sample] = []
  /// Those that say something of the API.
  private(set) var telling: [Sample] = []
  /// The same by outcome.
  private(set) var byOutcome: [String: [Sample]] = [:]

  /// Under which name the service was called last.
  var calledAs: Action? { all.last?.calledAs }

  /// The exchanges of a recording by action.
  static func grouped(_ samples: [Sample]) -> [Action: ActionSamples] {
    var groups: [Action: ActionSamples] = [:]
    for sample in samples {
      groups[sample.action, default: ActionSamples()].add(sample)
    }
    return groups
  }

  private mutating func add(_ sample: Sample) {
    all.append(sample)
    guard Disturbance(sample) == nil else { return }
    telling.append(sample)
    byOutcome[sample.outcome, default: []].append(sample)
  }
}
