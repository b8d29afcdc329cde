// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// What differs between the shapes of two recordings' answers of one action and outcome.
struct ShapeComparison {
  private let findings: FindingList
  private let outcome: String
  /// Values of modelled enumerations that either recording has anywhere.
  private let enumerations: EnumerationValues
  /// Where a list ends that may have more, and where it says so.
  private let pages: PageMembers

  init(_ findings: FindingList, outcome: String, enumerations: EnumerationValues, pages: PageMembers) {
    self.findings = findings
    self.outcome = outcome
    self.enumerations = enumerations
    self.pages = pages
  }

  /// Compares two places that both recordings have, and all below them.
  /// - Parameter isOfUser: whether it is in a map, whose keys and values users choose.
  func compare(_ old: ShapeNode, _ new: ShapeNode, _ steps: [DocumentPath.Step], isOfUser: Bool = false) {
    if old.isXML || new.isXML {
      compareRepeatable(old, new, steps, isOfUser: isOfUser)
      return
    }
    compareEmptied(old, new, steps)
    if compareKinds(old, new, steps) { return }
    if steps.last.map({ isMessage($0) }) != true {
      if !isOfUser { compareValues(old, new, steps) }
    } else if !outcome.isEmpty {
      compareMessages(old, new, steps)
    }
    compareMembers(old, new, steps, isOfUser: isOfUser)
    if let one = old.element, let other = new.element {
      compare(one, other, steps + [.any], isOfUser: isOfUser || old.model?.kind == .map)
    }
    compareLengths(old, new, steps)
  }

  /// Elements of XML: a list where either recording has several, or the model says so.
  private func compareRepeatable(_ old: ShapeNode, _ new: ShapeNode, _ steps: [DocumentPath.Step], isOfUser: Bool) {
    guard let one = old.element, let other = new.element else { return }
    let isList = [old, new].contains { $0.kinds[.list] != nil || $0.isModelledList }
    compare(one, other, isList ? steps + [.any] : steps, isOfUser: isOfUser)
  }

  /// Whether it says how many there are, which is a matter of data.
  private func isCount(_ node: ShapeNode, _ steps: [DocumentPath.Step]) -> Bool {
    guard case .name(let name) = steps.last, node.valueKinds == [.integer] || node.isXML else { return false }
    return name.hasSuffix("Count") || name == "count"
  }

  private func isMessage(_ step: DocumentPath.Step) -> Bool {
    step == .name("message") || step == .name("Message") || step == .name("errorMessage")
  }

  private func compareMembers(
    _ old: ShapeNode, _ new: ShapeNode, _ steps: [DocumentPath.Step], isOfUser: Bool
  ) {
    guard old.objects > 0, new.objects > 0 else { return }
    for (name, one) in old.members {
      let steps = steps + [.name(String(decoding: name, as: UTF8.self))]
      if let other = new.members[name] {
        if one.isAlways(in: old), new.objects - other.seen.count >= 2 {
          add(.memberOptional, steps, evidence(one, of: old), evidence(other, of: new))
        }
        compare(one, other, steps, isOfUser: isOfUser)
      } else if pages.isToken(steps) {
        add(.pageEnded, steps, evidence(one, of: old), Evidence(of: new.objects))
      } else if one.isAlways(in: old) {
        let rule: DriftRule = one.isRequired ? .memberRequiredRemoved : .memberRemoved
        add(rule, steps, evidence(one, of: old), Evidence(of: new.objects))
      }
    }
    for (name, other) in new.members where old.members[name] == nil {
      let steps = steps + [.name(String(decoding: name, as: UTF8.self))]
      if pages.isToken(steps) {
        add(.pageStarted, steps, Evidence(of: old.objects), evidence(other, of: new))
      } else if new.isModelledStructure, !other.isKnown {
        add(.memberUnmodelled, steps, Evidence(of: old.objects), evidence(other, of: new))
      } else if other.seen.count >= 2 || other.isAlways(in: new) {
        add(.memberAdded, steps, Evidence(of: old.objects), evidence(other, of: new))
      }
    }
  }

  /// The lists of XML, which are texts without anything in them where they are empty.
  private func compareEmptied(_ old: ShapeNode, _ new: ShapeNode, _ steps: [DocumentPath.Step]) {
    func text(_ node: ShapeNode) -> String? {
      if node.emptyTexts == node.seen.count { return "empty" }
      return node.emptyTexts == 0 && node.members.values.contains { $0.kinds[.list] != nil || $0.isModelledList }
        ? "filled" : nil
    }
    guard let before = text(old), let after = text(new), before != after else { return }
    add(.listLength, steps, evidence(old, old.seen, before), evidence(new, new.seen, after))
  }

  private func compareLengths(_ old: ShapeNode, _ new: ShapeNode, _ steps: [DocumentPath.Step]) {
    guard let lists = old.kinds[.list], let others = new.kinds[.list] else { return }
    func text(_ node: ShapeNode, _ lists: Int) -> String? {
      node.emptyLists == 0 ? "filled" : node.emptyLists == lists ? "empty" : nil
    }
    guard let before = text(old, lists.count), let after = text(new, others.count), before != after else { return }
    add(.listLength, steps, evidence(old, lists, before), evidence(new, others, after))
  }

  /// - Returns: whether the values are of so different kinds that there is nothing to compare in them.
  private func compareKinds(_ old: ShapeNode, _ new: ShapeNode, _ steps: [DocumentPath.Step]) -> Bool {
    if let null = new.kinds[.null], old.kinds[.null] == nil, old.seen.count > 0 {
      add(.nullSeen, steps, evidence(old, old.seen, ValueKind.text(old.valueKinds)), evidence(new, null, "null"))
    } else if let null = old.kinds[.null], null.count >= min(2, old.seen.count), new.kinds[.null] == nil,
      new.seen.count >= min(2, old.seen.count)
    {
      add(.nullGone, steps, evidence(old, null, "null"), evidence(new, new.seen, ValueKind.text(new.valueKinds)))
    }
    let (before, after) = (old.valueKinds, new.valueKinds)
    if before.isEmpty || after.isEmpty { return true }
    if compareFormats(old, new, steps) { return true }
    let added = after.subtracting(before)
    if added == [.fraction], before.contains(.integer) {
      if new.model?.kind == .fraction || new.model?.kind == .timestamp { return false }
      add(.numberFraction, steps, old, new, .integer, .fraction)
      return true
    }
    if after == [.integer], before == [.fraction] {
      if new.model?.kind == .fraction || new.model?.kind == .timestamp { return false }
      add(.numberInteger, steps, old, new, .fraction, .integer)
      return true
    }
    guard let kind = added.sorted(by: { $0.rawValue < $1.rawValue }).first,
      added != [.integer] || !before.contains(.fraction)
    else { return false }
    let was = old.kinds.filter { $0.key != .null }.max { $0.value.count < $1.value.count }
    add(
      .kindChanged, steps, evidence(old, was?.value ?? old.seen, ValueKind.text(before)),
      evidence(new, new.kinds[kind] ?? new.seen, ValueKind.text(after)))
    return true
  }

  private func add(
    _ rule: DriftRule, _ steps: [DocumentPath.Step], _ old: ShapeNode, _ new: ShapeNode, _ was: ValueKind,
    _ now: ValueKind
  ) {
    add(
      rule, steps, evidence(old, old.kinds[was] ?? old.seen, was.rawValue),
      evidence(new, new.kinds[now] ?? new.seen, now.rawValue))
  }

  private func compareFormats(_ old: ShapeNode, _ new: ShapeNode, _ steps: [DocumentPath.Step]) -> Bool {
    guard old.formats.count == 1, new.formats.count == 1, let before = old.formats.first, let after = new.formats.first,
      before.key != after.key
    else { return false }
    let isTime = before.key.isTime || after.key.isTime
    let isText = old.valueKinds == [.string] && new.valueKinds == [.string]
    // A number that became a time, or a text that became an id, may be by chance what it is.
    guard before.key.isTime && (after.key.isTime || isText) || isText && isChange(before.key, old, new) else {
      return false
    }
    add(
      isTime ? .formatTimestamp : .formatChanged, steps, evidence(old, before.value, before.key.rawValue),
      evidence(new, after.value, after.key.rawValue))
    return true
  }

  private func isChange(_ before: TextFormat, _ old: ShapeNode, _ new: ShapeNode) -> Bool {
    if before == .text || before == .number { return false }
    let isOfMany = old.constant?.isOfMany == true && new.constant?.isOfMany == true
    return before.isCertain || isOfMany && old.model?.kind != .string
  }

  private func compareValues(_ old: ShapeNode, _ new: ShapeNode, _ steps: [DocumentPath.Step]) {
    if let model = new.model ?? old.model, !model.enumeration.isEmpty {
      compareEnumeration(model, old, new, steps)
      return
    }
    if pages.isMark(steps) || ErrorPlaces.isCode(steps, outcome) || isCount(old, steps) { return }
    guard let one = old.constant, let other = new.constant, one.isOfMany, other.isOfMany,
      Constants.differ(one, other)
    else { return }
    add(
      .valueChanged, steps, evidence(old, old.seen, Constants.text(one)),
      evidence(new, new.seen, Constants.text(other)))
  }

  private func compareMessages(_ old: ShapeNode, _ new: ShapeNode, _ steps: [DocumentPath.Step]) {
    guard let one = old.constant, let other = new.constant, Constants.differ(one, other) else { return }
    // What it says holds names, and is no part of what it is known by.
    add(.errorMessage, steps, evidence(old, old.seen, ""), evidence(new, new.seen, ""))
  }

  private func compareEnumeration(
    _ model: ModelCursor, _ old: ShapeNode, _ new: ShapeNode, _ steps: [DocumentPath.Step]
  ) {
    let (before, after) = (old.steadyValues, new.steadyValues)
    let known = Set(model.enumeration)
    let replaced = before.filter { after[$0.key] == nil }.min { $0.key < $1.key }?.value
    var isTold = false
    for value in new.allValues.subtracting(old.allValues).sorted() {
      let isKnown = known.contains(value)
      // What is known may be seen today and not tomorrow; what is not, is new wherever it stands.
      guard !old.allValues.isEmpty, !isKnown || after[value] != nil && !enumerations.old(model, has: value) else {
        continue
      }
      // What was there before is an example only: another new value is another finding.
      add(
        isKnown ? .enumSeen : .enumUnmodelled, steps, evidence(old, replaced ?? old.seen, ""),
        evidence(new, after[value] ?? new.seen, value))
      isTold = true
    }
    if isTold || after.isEmpty { return }
    for (value, sighting) in before.sorted(by: { $0.key < $1.key }) where !new.allValues.contains(value) {
      if enumerations.new(model, has: value) { continue }
      add(.enumGone, steps, evidence(old, sighting, value), evidence(new, new.seen, ""))
    }
  }

  private func add(_ rule: DriftRule, _ steps: [DocumentPath.Step], _ old: Evidence, _ new: Evidence) {
    findings.add(rule, outcome: outcome, Place(.response, steps), old, new)
  }

  private func evidence(_ node: ShapeNode, of parent: ShapeNode) -> Evidence {
    var evidence = evidence(node, node.seen, "")
    evidence.samples = parent.objects
    return evidence
  }

  private func evidence(_ node: ShapeNode, _ sighting: ShapeNode.Sighting, _ text: String) -> Evidence {
    Evidence(sighting, of: node.seen.count, text)
  }
}

extension Evidence {
  init(_ sighting: ShapeNode.Sighting, of samples: Int, _ text: String = "") {
    self.init(
      seen: sighting.count, of: samples, text: text, example: sighting.value?.excerpt(Evidence.longestExample - 1),
      first: sighting.first, last: sighting.last)
  }
}

extension ShapeNode {
  /// Whether the model says which members there are.
  var isModelledStructure: Bool { model?.kind == .structure || model?.kind == .union }

  /// Whether the model says that the element may stand several times.
  var isModelledList: Bool { model?.kind == .list }
}
