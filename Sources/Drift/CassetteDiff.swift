// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import CassetteFormat
internal import Documents

/// The differences between two recordings of one client that are not explained by its inputs.
package struct CassetteDiff: Sendable {
  /// Worst first, then by action and place.
  package let findings: [Finding]
  package let oldCount: Int
  package let newCount: Int
  /// How many exchanges of the two stand for each other.
  package let aligned: Int

  /// Compares two cassettes. Linear in both.
  package init(old: CassetteText, new: CassetteText, index: ServiceIndex = .standard) throws(CassetteError) {
    let (left, right) = (try Recording(old, index), try Recording(new, index))
    var findings: [Finding] = []
    var aligned = 0
    for action in left.order + right.order.filter({ left.samples[$0] == nil }) {
      let (before, after) = (left.samples[action] ?? [], right.samples[action] ?? [])
      if after.isEmpty {
        findings.append(Self.finding(.operationRemoved, action, old: Self.times(before.count)))
      } else if before.isEmpty {
        findings.append(Self.finding(.operationAdded, action, new: Self.times(after.count)))
      } else {
        let pairs = Alignment.pairs(before.map(\.key), after.map(\.key))
        aligned += pairs.count
        findings += Self.outcomes(action, pairs.map { (before[$0.0], after[$0.1]) })
        findings += Self.shapes(action, before, after)
      }
    }
    var seen: Set<Finding> = []
    self.findings = findings.filter { seen.insert($0).inserted }.sorted {
      ($1.severity, $0.action.description, $0.pointer) < ($0.severity, $1.action.description, $1.pointer)
    }
    self.aligned = aligned
    oldCount = old.lines.count
    newCount = new.lines.count
  }

  private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }

  private static func samples(_ count: Int) -> String { count == 1 ? "1 sample" : "\(count) samples" }

  private static func finding(
    _ rule: Finding.Rule, _ action: Action, pointer: String = "", old: String = "", new: String = ""
  ) -> Finding {
    Finding(rule: rule, action: action, pointer: pointer, old: old, new: new)
  }

  /// What became of the same request.
  private static func outcomes(_ action: Action, _ pairs: [(Recording.Sample, Recording.Sample)]) -> [Finding] {
    pairs.compactMap { old, new in
      if old.status != new.status {
        return finding(
          .statusChanged, action, old: "\(old.status)\(old.error.map { " \($0)" } ?? "")",
          new: "\(new.status)\(new.error.map { " \($0)" } ?? "")")
      }
      if old.error != new.error {
        return finding(.errorChanged, action, old: old.error ?? "none", new: new.error ?? "none")
      }
      return nil
    }
  }

  /// What the responses of one action and outcome look like.
  private static func shapes(
    _ action: Action, _ before: [Recording.Sample], _ after: [Recording.Sample]
  ) -> [Finding] {
    var findings: [Finding] = []
    let outcomes = Set(before.map(\.outcome)).intersection(after.map(\.outcome))
    for outcome in outcomes.sorted() {
      var (old, new) = (Shape(), Shape())
      for sample in before where sample.outcome == outcome { sample.body.map { old.add($0.root) } }
      for sample in after where sample.outcome == outcome { sample.body.map { new.add($0.root) } }
      guard old.samples > 0, new.samples > 0 else { continue }
      findings += compare(action, old, new)
    }
    return findings
  }

  private static func compare(_ action: Action, _ old: Shape, _ new: Shape) -> [Finding] {
    var findings: [Finding] = []
    for (pointer, place) in old.places {
      if let now = new.places[pointer] {
        // A kind that was never seen before, or a place of one kind that changed it.
        let (was, isNow) = (place.kinds.subtracting(["null"]), now.kinds.subtracting(["null"]))
        if !isNow.subtracting(was).isEmpty, !was.isEmpty {
          findings.append(
            finding(
              .kindChanged, action, pointer: pointer, old: was.sorted().joined(separator: " or "),
              new: isNow.sorted().joined(separator: " or ")))
        }
      } else if old.isAlways(pointer), new.possible(pointer) > 0 {
        findings.append(finding(.memberRemoved, action, pointer: pointer, old: samples(place.seen)))
      }
    }
    for (pointer, place) in new.places where old.places[pointer] == nil {
      // Under something that is new itself, the new thing says enough; and an element of a list that was always empty
      // is no member.
      guard !pointer.hasSuffix("/*"), old.possible(pointer) > 0 else { continue }
      findings.append(
        finding(.memberAdded, action, pointer: pointer, new: "\(place.seen) of \(samples(new.possible(pointer)))"))
    }
    return findings
  }
}

/// The exchanges of one cassette by action.
private struct Recording {
  struct Sample {
    var key: CanonicalKey
    var status: Int
    var error: String?
    var body: Document?

    /// Success, or the error: samples of one outcome share a shape.
    var outcome: String { error ?? (status < 400 ? "" : "\(status)") }
  }

  /// Actions in the order of their first call.
  private(set) var order: [Action] = []
  private(set) var samples: [Action: [Sample]] = [:]

  init(_ text: CassetteText, _ index: ServiceIndex) throws(CassetteError) {
    let context = CanonicalContext(index: index)
    for place in text.lines.indices {
      let view = try text.view(place)
      let action = view.action
      if samples[action] == nil { order.append(action) }
      let key = CanonicalRequest(
        action: action, head: try view.requestHead(), body: try view.requestBody(), context: context
      ).key
      let body = try? JSONReader.read(Array(try view.responseBody()))
      let error = view.status < 400 ? nil : ErrorCode.of(try view.responseFields(), body: body)
      samples[action, default: []].append(Sample(key: key, status: view.status, error: error, body: body))
    }
  }
}
