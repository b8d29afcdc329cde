// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// The values that the user has pinned: they must be the same in the answers to the same requests.
struct PinComparison {
  private let findings: FindingList
  private let pins: PathSet
  private let oldNormaliser: TextNormaliser
  private let newNormaliser: TextNormaliser

  init(_ findings: FindingList, _ settings: DriftSettings, _ old: TextNormaliser, _ new: TextNormaliser) {
    self.findings = findings
    (oldNormaliser, newNormaliser) = (old, new)
    pins = PathSet(settings.pins.filter { $0.action.matches(anyNameOf: findings.action) }.map(\.path))
  }

  func compare(_ pairs: [SamplePair]) {
    if pins.isEmpty { return }
    var changes: [[DocumentPath.Step]: (old: Evidence, new: Evidence)] = [:]
    for pair in pairs where pair.old.outcome == pair.new.outcome {
      let (before, after) = (pinned(pair.old, oldNormaliser), pinned(pair.new, newNormaliser))
      for steps in Set(before.keys).union(after.keys) {
        let (one, other) = (before[steps], after[steps])
        if one?.forms == other?.forms { continue }
        var change =
          changes[steps] ?? (
            Evidence(example: one?.example, first: pair.old.number),
            Evidence(example: other?.example, first: pair.new.number)
          )
        change.old.seen += 1
        change.new.seen += 1
        (change.old.last, change.new.last) = (pair.old.number, pair.new.number)
        changes[steps] = change
      }
    }
    for (steps, change) in changes {
      var (one, other) = change
      (one.samples, other.samples) = (pairs.count, pairs.count)
      // What is pinned is told as that alone.
      findings.remove([.valueChanged, .enumSeen, .enumUnmodelled, .enumGone], at: Place(.response, steps))
      findings.add(.valuePinned, Place(.response, steps), one, other)
    }
  }

  private struct Pinned {
    var forms: [[UInt8]] = []
    var example: String?
  }

  /// What stands at pinned places, in the order of the document.
  private func pinned(_ sample: Sample, _ normaliser: TextNormaliser) -> [[DocumentPath.Step]: Pinned] {
    var found: [[DocumentPath.Step]: Pinned] = [:]
    let body = Array("body".utf8).withUnsafeBytes { pins.member($0) }
    if let root = sample.body?.root { collect(root, [.name("body")], body, normaliser, &found) }
    return found
  }

  private func collect(
    _ value: DocumentValue, _ steps: [DocumentPath.Step], _ pins: PathSet, _ normaliser: TextNormaliser,
    _ found: inout [[DocumentPath.Step]: Pinned]
  ) {
    if pins.isEmpty { return }
    if pins.isMatch {
      var form: [UInt8] = []
      Self.append(value, normaliser, to: &form)
      found[steps, default: Pinned(example: value.excerpt(Evidence.longestExample - 1))].forms.append(form)
      return
    }
    for member in value.members {
      let below = member.name.withBytes { pins.member($0) }
      collect(member.value, steps + [.name(member.name.string ?? "")], below, normaliser, &found)
    }
    for (index, element) in value.elements.enumerated() {
      collect(element, steps + [.any], pins.element(index), normaliser, &found)
    }
  }

  /// The form of a value in which two recordings of one answer are equal.
  private static func append(_ value: DocumentValue, _ normaliser: TextNormaliser, to form: inout [UInt8]) {
    form.append(value.kind.rawValue)
    switch value.kind {
    case .string: value.withBytes { normaliser.normalise($0, to: &form) }
    case .number:
      value.withBytes { if TextNormaliser.isOwn(number: $0) { form.append(0) } else { form.append(contentsOf: $0) } }
    case .object:
      // In one order, whatever that of the source is.
      for member in value.members.sorted(by: { $0.name.bytes.lexicographicallyPrecedes($1.name.bytes) }) {
        form.append(contentsOf: member.name.bytes)
        append(member.value, normaliser, to: &form)
      }
    case .array: for element in value.elements { append(element, normaliser, to: &form) }
    case .null, .true, .false: break
    }
    form.append(0)
  }
}
