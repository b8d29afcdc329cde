// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents
internal import Redaction

/// Learns from two answers to one question which live values stand for recorded ones.
///
/// Members of one name are the same member; elements of lists are paired by ``ElementPairing``, so that what was learnt
/// from the names of resources holds for their ids.
struct AnswerPairing {
  private(set) var values: LiveValues

  /// Learns all that the two answers tell. Linear but for sorting.
  static func learn(recorded: HTTPResponse, live: HTTPResponse, into values: inout LiveValues) {
    guard let before = recorded.answerDocument, let now = live.answerDocument else { return }
    var pairing = AnswerPairing(values: values)
    pairing.pair(before.root, now.root, named: "")
    values = pairing.values
  }

  /// Documents are bounded in depth by their readers.
  private mutating func pair(_ recorded: DocumentValue, _ live: DocumentValue, named name: String) {
    switch (recorded.kind, live.kind) {
    case (.object, .object):
      let others = Dictionary(live.members.map { ($0.name.bytes, $0.value) }) { first, _ in first }
      for member in recorded.members {
        if let other = others[member.name.bytes] { pair(member.value, other, named: member.name.string ?? "") }
      }
    // XML writes a list of one element as that element.
    case (.array, .array), (.array, .object), (.object, .array):
      let (left, right) = (AnswerPairing.elements(recorded), AnswerPairing.elements(live))
      for pair in ElementPairing.pairs(left, right, values) {
        self.pair(left[pair.recorded], right[pair.live], named: name)
      }
      pairTexts(left, right, named: name)
    case (.string, .string): learn(Array(recorded.bytes), Array(live.bytes), named: name)
    default: break
    }
  }

  private static func elements(_ value: DocumentValue) -> [DocumentValue] {
    value.kind == .array ? Array(value.elements) : [value]
  }

  /// Lists of texts: those that end in one name stand for each other (`…/queue-a` of two accounts).
  private mutating func pairTexts(_ recorded: [DocumentValue], _ live: [DocumentValue], named name: String) {
    func byName(_ list: [DocumentValue]) -> [[UInt8]: [UInt8]?] {
      var names: [[UInt8]: [UInt8]?] = [:]
      for element in list where element.kind == .string {
        let text = Array(element.bytes)
        let last = text.lastIndex { $0 == 0x2F || $0 == 0x3A }.map { Array(text[($0 + 1)...]) } ?? []
        // An id says nothing of who it is.
        let isGenerated = last.withUnsafeBytes { bytes in
          var isGenerated = false
          Renaming.tokens(of: bytes) { isGenerated = isGenerated || $0.count >= 8 }
          return isGenerated
        }
        guard last.count >= 2, !isGenerated else { continue }
        names.updateValue(names[last] == nil ? text : nil, forKey: last)
      }
      return names
    }
    let others = byName(live)
    for case let (last, text?) in byName(recorded) {
      if case let other?? = others[last] { learn(text, other, named: name) }
    }
  }

  private mutating func learn(_ recorded: [UInt8], _ live: [UInt8], named name: String) {
    guard recorded != live, recorded.count <= 2048, live.count <= 2048 else { return }
    let known = values.live(recorded)
    if known.text == live { return }
    let isARN = recorded.starts(with: "arn:".utf8) && live.starts(with: "arn:".utf8)
    if AliasMark.isAlias(recorded) {
      values.learn(recorded, is: live)
    } else if isARN || ElementFacts.Weight(name) == .id {
      if isARN { learn(parts: recorded, live) }
      learnTokens(recorded, live)
      if recorded.count >= 8 { values.learn(recorded, is: live) }
    } else if !known.unknown.isEmpty {
      learnTokens(recorded, live)
    }
  }

  /// The accounts of two ARNs, which others have, too.
  private mutating func learn(parts recorded: [UInt8], _ live: [UInt8]) {
    let left = recorded.split(separator: 0x3A, maxSplits: 5, omittingEmptySubsequences: false)
    let right = live.split(separator: 0x3A, maxSplits: 5, omittingEmptySubsequences: false)
    guard left.count == 6, right.count == 6, left[4].count == 12, right[4].count == 12,
      (left[4] + right[4]).allSatisfy({ $0 &- 0x30 < 10 })
    else { return }
    values.learn(Array(left[4]), is: Array(right[4]))
  }

  /// The ids that two texts have in one place, where they are equal otherwise.
  private mutating func learnTokens(_ recorded: [UInt8], _ live: [UInt8]) {
    var unification = Unification(known: Renaming(), clocks: TimestampPair(recorded: 0, live: 0))
    guard
      unification.equate(
        recorded: String(decoding: recorded, as: UTF8.self), live: String(decoding: live, as: UTF8.self))
    else { return }
    for pair in unification.added.pairs where !pair.isLoose && pair.recorded.count >= 8 {
      values.learn(pair.recorded, is: pair.live)
    }
  }
}
