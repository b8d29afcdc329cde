// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// The shapes of all answers that two recordings have of the same actions with the same outcomes.
struct ShapePairs {
  private struct Pair {
    let outcome: String
    let old: ShapeNode
    let new: ShapeNode
    /// The new answers without a document, where all of the old ones had one.
    let unreadable: [Sample]
  }

  private var pairs: [Action: [Pair]] = [:]
  private var enumerations = EnumerationValues()

  init(
    _ before: [Action: ActionSamples], _ after: [Action: ActionSamples],
    paired: (old: Set<Int>, new: Set<Int>), normalisers: (old: TextNormaliser, new: TextNormaliser),
    models: ServiceModels
  ) {
    let old = Self.shapes(before, paired.old, normalisers.old, models)
    let new = Self.shapes(after, paired.new, normalisers.new, models)
    for shape in old.values.joined() { enumerations.add(shape.value, isOld: true) }
    for shape in new.values.joined() { enumerations.add(shape.value, isOld: false) }
    for (action, shapes) in new {
      for (outcome, shape) in shapes {
        // A body in another format is one finding, and nothing in it is to be compared with what was.
        let (media, others) = (Self.media(before[action], outcome), Self.media(after[action], outcome))
        guard let other = old[action]?[outcome], media == others || others.isEmpty else { continue }
        let unreadable = Self.unreadable(before[action], after[action], outcome)
        pairs[action, default: []].append(Pair(outcome: outcome, old: other, new: shape, unreadable: unreadable))
      }
    }
  }

  private static func unreadable(_ old: ActionSamples?, _ new: ActionSamples?, _ outcome: String) -> [Sample] {
    let before = old?.byOutcome[outcome] ?? []
    guard before.allSatisfy({ $0.body != nil }) else { return [] }
    // One that says to be of another format is told as that.
    let media = Set(before.map { "\($0.media)" })
    return (new?.byOutcome[outcome] ?? []).filter { $0.body == nil && media.contains("\($0.media)") }
  }

  func compare(_ action: Action, _ pages: PageMembers, _ findings: FindingList) {
    for pair in (pairs[action] ?? []).sorted(by: { $0.outcome < $1.outcome }) {
      if let first = pair.unreadable.first {
        findings.add(
          .bodyUnreadable, outcome: pair.outcome, Place(.response, [.name("body")]),
          Evidence(pair.old.seen, of: pair.old.seen.count),
          Evidence(
            seen: pair.unreadable.count, of: pair.new.seen.count + pair.unreadable.count, first: first.number,
            last: pair.unreadable.last?.number))
      }
      ShapeComparison(findings, outcome: pair.outcome, enumerations: enumerations, pages: pages)
        .compare(pair.old, pair.new, [.name("body")])
    }
  }

  private static func media(_ samples: ActionSamples?, _ outcome: String) -> Set<String> {
    Set((samples?.byOutcome[outcome] ?? []).filter { $0.body != nil }.map { "\($0.media)" })
  }

  private static func shapes(
    _ samples: [Action: ActionSamples], _ paired: Set<Int>, _ normaliser: TextNormaliser, _ models: ServiceModels
  ) -> [Action: [String: ShapeNode]] {
    var shapes: [Action: [String: ShapeNode]] = [:]
    for (action, samples) in samples {
      for (outcome, samples) in samples.byOutcome {
        shapes[action, default: [:]][outcome] = shape(samples, paired, normaliser, models)
      }
    }
    return shapes
  }

  private static func shape(
    _ samples: [Sample], _ paired: Set<Int>, _ normaliser: TextNormaliser, _ models: ServiceModels
  ) -> ShapeNode {
    let root = ShapeNode()
    var builder = ShapeBuilder(normaliser: normaliser)
    let passing = passing(samples, normaliser)
    for sample in samples {
      guard let body = sample.body else { continue }
      builder.number = sample.number
      builder.source = sample.source
      builder.isPolled = passing.contains(sample.key)
      builder.isAlone = !paired.contains(sample.number)
      builder.isXML = sample.media == .xml
      builder.add(body.root, to: root, models.answer(sample))
    }
    return root
  }

  /// The requests that were answered in more than one way.
  private static func passing(_ samples: [Sample], _ normaliser: TextNormaliser) -> Set<CanonicalKey> {
    var first: [CanonicalKey: UInt64] = [:]
    var passing: Set<CanonicalKey> = []
    var units = Units()
    for sample in samples {
      guard let body = sample.body else { continue }
      let answer = Frame(body.root, normaliser, &units).hash
      if first[sample.key, default: answer] != answer { passing.insert(sample.key) }
      first[sample.key] = answer
    }
    return passing
  }
}
