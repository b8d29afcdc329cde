// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// Makes findings of what was noted of one message.
struct ModelFindings {
  let list: FindingList
  let outcome: String
  let side: Place.Side

  /// - Parameter parents: how often the place could have been there.
  func add(_ node: ModelNode, _ steps: [DocumentPath.Step], of parents: Int) {
    let isRequest = side == .request
    if node.unmodelled.count > 0 {
      add(isRequest ? .modelRequestMember : .modelMember, steps, Evidence(node.unmodelled, of: parents))
    }
    if node.missing.count > 0 {
      let missing = node.missing
      add(
        isRequest ? .modelRequestRequired : .modelRequired, steps,
        Evidence(seen: missing.count, of: parents, first: missing.first, last: missing.last))
    }
    for (misfit, sighting) in node.misfits {
      add(
        isRequest ? .modelRequestKind : .modelKind, steps, Evidence(sighting, of: node.seen, misfit.found),
        wanted: misfit.wanted)
    }
    for (value, sighting) in node.values {
      let text = String(value.unicodeScalars.prefix(Evidence.longestExample))
      add(isRequest ? .modelRequestEnum : .modelEnum, steps, Evidence(sighting, of: node.seen, text))
    }
    for (name, member) in node.members {
      add(member, steps + [.name(String(decoding: name, as: UTF8.self))], of: node.objects)
    }
    if let element = node.element { add(element, steps + [.any], of: element.seen) }
  }

  private func add(_ rule: DriftRule, _ steps: [DocumentPath.Step], _ found: Evidence, wanted: String = "") {
    list.add(rule, outcome: outcome, Place(side, steps), Evidence(text: wanted), found)
  }
}
