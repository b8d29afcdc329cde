// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// The headers of answers, and how bodies are written.
struct HeaderComparison {
  private let findings: FindingList
  private let oldNormaliser: TextNormaliser
  private let newNormaliser: TextNormaliser
  private let required: Set<String>

  /// - Parameter required: the headers that the model requires of a success.
  init(_ findings: FindingList, _ old: TextNormaliser, _ new: TextNormaliser, required: Set<String>) {
    self.findings = findings
    self.required = required
    (oldNormaliser, newNormaliser) = (old, new)
  }

  func compare(_ old: ActionSamples, _ new: ActionSamples) {
    let others = new.byOutcome
    for (outcome, samples) in old.byOutcome.sorted(by: { $0.key < $1.key }) {
      guard let other = others[outcome] else { continue }
      compareForms(outcome, samples, other)
      compareMedia(outcome, samples, other)
      compareEncodings(outcome, samples, other)
      let (before, after) = (Headers(samples, oldNormaliser), Headers(other, newNormaliser))
      for (name, one) in before.fields.sorted(by: { $0.key < $1.key }) {
        if let now = after.fields[name] {
          compareValues(outcome, name, one, now)
        } else if one.count == before.samples {
          add(
            Self.needed.contains(name) || outcome.isEmpty && required.contains(name)
              ? .headerRequiredRemoved : .headerRemoved, outcome, name,
            one.evidence(of: before.samples, ""), Evidence(of: after.samples))
        }
      }
      for (name, now) in after.fields.sorted(by: { $0.key < $1.key }) where before.fields[name] == nil {
        guard now.count >= 2 || now.count == after.samples else { continue }
        add(.headerAdded, outcome, name, Evidence(of: before.samples), now.evidence(of: after.samples, ""))
      }
    }
  }

  private func compareValues(_ outcome: String, _ name: String, _ old: Headers.Field, _ new: Headers.Field) {
    guard !Self.passing.contains(name), old.isOne, new.isOne, old.normal != new.normal, old.isOfMany, new.isOfMany
    else { return }
    add(.headerChanged, outcome, name, old.evidence(of: old.count, old.text), new.evidence(of: new.count, new.text))
  }

  /// The same error code, with another name space or suffix.
  private func compareForms(_ outcome: String, _ old: [Sample], _ new: [Sample]) {
    guard !outcome.isEmpty else { return }
    func forms(_ samples: [Sample]) -> Set<String> { Set(samples.compactMap { $0.errorForm?.text }) }
    let (before, after) = (forms(old), forms(new))
    guard !before.isEmpty, !after.isEmpty, before.isDisjoint(with: after), let place = new.first?.errorForm?.place
    else {
      return
    }
    findings.add(
      .errorForm, outcome: outcome, Place(.response, place), Self.evidence(old, before), Self.evidence(new, after))
  }

  private func compareMedia(_ outcome: String, _ old: [Sample], _ new: [Sample]) {
    func media(_ samples: [Sample]) -> Set<String> {
      Set(
        samples.compactMap {
          $0.fields["Content-Type"]?.asciiLowercased.split(separator: ";").first?.filter { $0 != " " }
        })
    }
    let (before, after) = (media(old), media(new))
    guard !before.isEmpty, !after.isEmpty, before.isDisjoint(with: after) else { return }
    add(.mediaChanged, outcome, "content-type", Self.evidence(old, before), Self.evidence(new, after))
  }

  private func compareEncodings(_ outcome: String, _ old: [Sample], _ new: [Sample]) {
    func encodings(_ samples: [Sample]) -> Set<String> {
      Set(samples.map { $0.fields["Content-Encoding"]?.asciiLowercased ?? "identity" })
    }
    let (before, after) = (encodings(old), encodings(new))
    guard before.isDisjoint(with: after) else { return }
    add(.encodingChanged, outcome, "content-encoding", Self.evidence(old, before), Self.evidence(new, after))
  }

  /// What all of the samples say.
  private static func evidence(_ samples: [Sample], _ texts: Set<String>) -> Evidence {
    Evidence(
      seen: samples.count, of: samples.count, text: texts.sorted().joined(separator: ", "),
      first: samples.first?.number, last: samples.last?.number)
  }

  private func add(_ rule: DriftRule, _ outcome: String, _ name: String, _ old: Evidence, _ new: Evidence) {
    findings.add(rule, outcome: outcome, Place(.response, [.name("headers"), .name(name)]), old, new)
  }

  /// What clients need to read an answer, and to tell AWS which one they mean.
  private static let needed: Set<String> = ["content-type", "x-amz-request-id", "x-amzn-requestid"]

  /// What says something of one answer, or what other rules are about: that it is there counts, what it says does not.
  private static let passing: Set<String> = [
    "content-type", "etag", "expires", "last-modified", "vary", "x-amz-crc32", "x-amz-version-id",
  ]
}
