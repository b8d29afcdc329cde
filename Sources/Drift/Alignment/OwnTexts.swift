// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// What each of two recordings has alone: words that its client sent and that the other has nowhere, and regions; and
/// the places of requests that both have.
struct OwnTexts {
  let old: TextNormaliser
  let new: TextNormaliser
  /// By action. What only one of two clients sends cannot tell which request stands for which.
  let places: [Action: Set<UInt64>]

  init(_ left: [Sample], _ right: [Sample]) {
    let (one, other) = (Texts(left), Texts(right))
    let names =
      Set(left.map(\.calledAs.service)) != Set(right.map(\.calledAs.service))
      ? Array(
        Set((left + right).filter { $0.action != $0.calledAs }.flatMap { [$0.action.service, $0.calledAs.service] }))
      : []
    let regions = one.regions == other.regions ? [] : one.regions.union(other.regions)
    let partitions = one.partitions == other.partitions ? [] : Self.partitions
    func normaliser(_ texts: Texts, _ others: Texts) -> TextNormaliser {
      let words = texts.sent.lazy.filter { !others.all.contains($0.key) }.map(\.value)
      let hosts = texts.hosts.subtracting(others.hosts)
      return TextNormaliser(regions: regions, words: words, others: names + hosts + partitions)
    }
    old = normaliser(one, other)
    new = normaliser(other, one)
    var places: [Action: Set<UInt64>] = [:]
    for (action, set) in one.places {
      if let others = other.places[action] { places[action] = set.intersection(others) }
    }
    self.places = places
  }

  /// How ARNs of AWS's partitions begin.
  private static let partitions = ["arn:aws", "arn:aws-cn", "arn:aws-us-gov", "arn:aws-iso", "arn:aws-iso-b"]

  /// The texts of one recording.
  private struct Texts {
    /// The names and other words that requests have as a value, or as a part of a path or an ARN, by their hashes.
    var sent: [UInt64: [UInt8]] = [:]
    /// Hashes of all.
    var all: Set<UInt64> = []
    var regions: Set<String> = []
    /// What tells the partitions that the regions are in: `cn`, `us-gov`, or nothing.
    var partitions: Set<String> {
      Set(regions.map { region in ["cn-", "us-gov-", "us-iso"].first { region.hasPrefix($0) } ?? "" })
    }
    /// Those with a port: AWS's have none, and any other is another one each time.
    var hosts: Set<String> = []
    var places: [Action: Set<UInt64>] = [:]

    init(_ samples: [Sample]) {
      for sample in samples {
        if sample.region.contains("-") { regions.insert(sample.region) }
        if sample.host.contains(":") { hosts.insert(sample.host) }
        Frame.places(of: sample.request.root, into: &places[sample.action.group, default: []])
        addSent(sample.request.root)
        sample.body?.forEachText { text in
          all.insert(Mix.bytes(text))
          Self.forEachPart(of: text) { all.insert(Mix.bytes($0)) }
        }
      }
    }

    private mutating func addSent(_ value: DocumentValue) {
      for member in value.members {
        all.insert(member.name.withBytes { Mix.bytes($0) })
        addSent(member.value)
      }
      for element in value.elements { addSent(element) }
      guard value.kind == .string else { return }
      value.withBytes { text in
        addSent(text)
        Self.forEachPart(of: text) { part in
          // An id is told by its look.
          var skeleton: [UInt8] = []
          TextForm.appendSkeleton(part, to: &skeleton)
          if skeleton.contains(where: { ($0 | 0x20) &- 0x61 < 26 }) { addSent(part) }
        }
      }
    }

    private mutating func addSent(_ text: UnsafeRawBufferPointer) {
      let hash = Mix.bytes(text)
      all.insert(hash)
      guard sent[hash] == nil, !text.isEmpty, text.count <= OwnWords.longest, text.allSatisfy(OwnWords.isPart) else {
        return
      }
      sent[hash] = Array(text)
    }

    /// What a path or an ARN is made of; nothing for other texts, whose words are no names.
    private static func forEachPart(of text: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
      func isJoint(_ byte: UInt8) -> Bool { byte == 0x2F || byte == 0x3A }
      guard text.contains(where: isJoint), text.allSatisfy({ isJoint($0) || OwnWords.isPart($0) }) else { return }
      for part in text.split(whereSeparator: isJoint) { body(UnsafeRawBufferPointer(rebasing: part)) }
    }
  }
}
