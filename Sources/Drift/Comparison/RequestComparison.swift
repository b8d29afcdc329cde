// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// What the client sends: the shapes of the requests that stand for each other.
///
/// Only pairs count, so that a call that was dropped or added is no change of what is sent.
struct RequestComparison {
  private let findings: FindingList
  private let oldNormaliser: TextNormaliser
  private let newNormaliser: TextNormaliser
  private let models: ServiceModels
  private let pages: PageMembers

  init(
    _ findings: FindingList, _ old: TextNormaliser, _ new: TextNormaliser, _ models: ServiceModels,
    _ pages: PageMembers
  ) {
    self.findings = findings
    (oldNormaliser, newNormaliser) = (old, new)
    self.models = models
    self.pages = pages
  }

  func compare(_ pairs: [SamplePair]) {
    guard let first = pairs.first else { return }
    // A client that writes its requests otherwise writes nothing at the same places.
    let form = first.old.isBodyOnly
    let alike = pairs.filter { $0.old.isBodyOnly == form && $0.new.isBodyOnly == form }
    let (old, new) = (shape(alike.map(\.old), oldNormaliser), shape(alike.map(\.new), newNormaliser))
    if !form { addParts(old, new) }
    compare(old, new, form ? [.name("body")] : [])
  }

  /// Gives both the parts of a request that one of them has: a query that is empty is no query.
  private func addParts(_ old: ShapeNode, _ new: ShapeNode) {
    for (one, other) in [(old, new), (new, old)] {
      for (name, part) in one.members where part.objects > 0 && other.members[name] == nil {
        other.addMember(name, ShapeNode(objects: other.objects))
      }
    }
  }

  private func shape(_ samples: [Sample], _ normaliser: TextNormaliser) -> ShapeNode {
    let root = ShapeNode()
    var builder = ShapeBuilder(normaliser: normaliser)
    builder.isRequest = true
    for sample in samples {
      builder.number = sample.number
      builder.unsaid = sample.unsaid
      builder.source = sample.source
      builder.add(sample.request.root, to: root, models.request(sample))
    }
    return root
  }

  private func compare(_ old: ShapeNode, _ new: ShapeNode, _ steps: [DocumentPath.Step]) {
    let (before, after) = (old.valueKinds, new.valueKinds)
    if before.isEmpty || after.isEmpty { return }
    let added = after.subtracting(before).subtracting(before.contains(.fraction) ? [.integer] : [])
    if let kind = added.sorted(by: { $0.rawValue < $1.rawValue }).first {
      add(
        .requestKind, steps, Evidence(old.seen, of: old.seen.count, ValueKind.text(before)),
        Evidence(new.kinds[kind] ?? new.seen, of: new.seen.count, ValueKind.text(after)))
      return
    }
    compareEnumeration(old, new, steps)
    if old.objects > 0, new.objects > 0 { compareMembers(old, new, steps) }
    if let one = old.element, let other = new.element { compare(one, other, steps + [.any]) }
  }

  private func compareMembers(_ old: ShapeNode, _ new: ShapeNode, _ steps: [DocumentPath.Step]) {
    for (name, one) in old.members {
      let steps = steps + [.name(String(decoding: name, as: UTF8.self))]
      if let other = new.members[name] {
        compare(one, other, steps)
      } else if !pages.isInput(steps) {
        add(
          one.isRequired ? .requestRequiredRemoved : .requestMemberRemoved, steps,
          Evidence(one.seen, of: old.objects), Evidence(of: new.objects))
      }
    }
    for (name, other) in new.members where old.members[name] == nil {
      let steps = steps + [.name(String(decoding: name, as: UTF8.self))]
      if pages.isInput(steps) { continue }
      add(.requestMemberAdded, steps, Evidence(of: old.objects), Evidence(other.seen, of: new.objects))
    }
  }

  private func compareEnumeration(_ old: ShapeNode, _ new: ShapeNode, _ steps: [DocumentPath.Step]) {
    guard let model = new.model, !model.enumeration.isEmpty else { return }
    let known = Set(model.enumeration)
    for (value, sighting) in new.values.sorted(by: { $0.key < $1.key })
    where old.values[value] == nil && !known.contains(value) {
      add(
        .requestEnum, steps, Evidence(old.seen, of: old.seen.count),
        Evidence(sighting, of: new.seen.count, value))
    }
  }

  private func add(_ rule: DriftRule, _ steps: [DocumentPath.Step], _ old: Evidence, _ new: Evidence) {
    findings.add(rule, Place(.request, steps), old, new)
  }
}
