// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// Which calls there are, how they were disturbed, how long they took and how large their answers are.
struct CallComparison {
  private let findings: FindingList

  init(_ findings: FindingList) {
    self.findings = findings
  }

  /// What only one recording calls.
  func compareMissing(_ old: ActionSamples?, _ new: ActionSamples?) {
    if let old { findings.add(.operationRemoved, Place(.call), Self.evidence(old.all, of: old.all)) }
    if let new { findings.add(.operationAdded, Place(.call), .none, Self.evidence(new.all, of: new.all)) }
  }

  func compare(_ old: ActionSamples, _ new: ActionSamples) {
    compareServices(old, new)
    compareDisturbances(old, new)
    compareMedians(.timingSlower, old, new, factor: 2, least: 500, unit: "ms", of: \.took)
    compareMedians(.sizeGrown, old, new, factor: 2, least: 4096, unit: "bytes", of: \.size)
  }

  private func compareServices(_ old: ActionSamples, _ new: ActionSamples) {
    let (before, after) = (Set(old.all.map(\.calledAs.service)), Set(new.all.map(\.calledAs.service)))
    guard before != after else { return }
    func text(_ names: Set<String>) -> String { names.sorted().joined(separator: " and ") }
    findings.add(
      .requestService, Place(.call), Self.evidence(old.all, of: old.all, text(before)),
      Self.evidence(new.all, of: new.all, text(after)))
  }

  private func compareDisturbances(_ old: ActionSamples, _ new: ActionSamples) {
    for kind in [Disturbance.throttled, .failed] {
      func disturbed(_ samples: ActionSamples) -> [Sample] { samples.all.filter { Disturbance($0) == kind } }
      let met = disturbed(new)
      guard !met.isEmpty, disturbed(old).isEmpty else { continue }
      let codes = Set(met.map { $0.error ?? "\($0.status)" }).sorted().joined(separator: ", ")
      findings.add(
        kind == .throttled ? .environmentThrottled : .environmentFailed, Place(.response, [.name("status")]),
        Evidence(of: old.all.count), Self.evidence(met, of: new.all, codes))
    }
  }

  private func compareMedians(
    _ rule: DriftRule, _ old: ActionSamples, _ new: ActionSamples, factor: Int, least: Int, unit: String,
    of value: (Sample) -> Int
  ) {
    func median(_ samples: ActionSamples) -> Int? {
      let values = samples.telling.filter { $0.error == nil }.map(value).sorted()
      return values.isEmpty ? nil : values[values.count / 2]
    }
    guard let before = median(old), let after = median(new), after > factor * before, after - before > least else {
      return
    }
    var (one, other) = (Self.evidence(old.telling, of: old.telling), Self.evidence(new.telling, of: new.telling))
    // The numbers are no part of the finding's identity: they are others in every recording.
    (one.example, other.example) = ("\(before) \(unit)", "\(after) \(unit)")
    findings.add(rule, Place(.call), one, other)
  }

  private static func evidence(_ samples: [Sample], of all: [Sample], _ text: String = "") -> Evidence {
    Evidence(
      seen: samples.count, of: all.count, text: text,
      example: samples.first?.error == nil ? nil : samples.first?.body?.root.excerpt(Evidence.longestExample - 1),
      first: samples.first?.number, last: samples.last?.number)
  }
}
