// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFormat
internal import Drift

/// Two cassettes compared, and what is odd about comparing them.
struct DriftComparison {
  /// One of the two.
  struct Recording {
    /// What messages and reports call it.
    let name: String
    let text: CassetteText

    /// Whether one of its exchanges is of such an action.
    func holds(anyOf patterns: [ActionPattern]) -> Bool {
      text.places.contains { place in
        guard let action = (try? text.view(place))?.action else { return false }
        return patterns.contains { $0.matches(anyNameOf: action) }
      }
    }
  }

  let report: DriftReport
  /// What the user may not know of the two and has to, a line each.
  let doubts: [String]

  init(
    _ old: Recording, with new: Recording, context: CanonicalContext, settings: DriftSettings
  ) throws {
    Terminal.progress("comparing \(old.name) with \(new.name)")
    defer { Terminal.progress("") }
    let (left, right) = (try Self.session(old, context), try Self.session(new, context))
    report = DriftReport(comparing: left, with: right, settings: settings, today: SystemClock().now().day)
    doubts = DriftDoubts(old: old.text.header, new: new.text.header, report: report).lines
  }

  private static func session(_ cassette: Recording, _ context: CanonicalContext) throws -> RecordedSession {
    do throws(CassetteError) {
      return try RecordedSession(name: cassette.name, text: cassette.text, context: context)
    } catch {
      throw Failure(ExitStatus.cassette, Cassettes.message(error, cassette.name))
    }
  }
}

/// What makes one doubt that two recordings are to be compared, or in this order.
struct DriftDoubts {
  let old: CassetteHeader
  let new: CassetteHeader
  let report: DriftReport

  var lines: [String] {
    let (older, newer) = (report.old.name, report.new.name)
    var lines = [report.old, report.new].filter { $0.exchanges == 0 }.map { "\($0.name) holds no exchange" }
    if lines.isEmpty, report.aligned == 0 {
      lines.append("no exchange of \(older) stands for one of \(newer): are they recordings of the same session?")
    }
    if let before = new.recordedAt, let after = old.recordedAt, before < after {
      lines.append("\(newer) was recorded before \(older): the older one comes first; did you swap them?")
    }
    if old.redaction != new.redaction {
      func policy(_ header: CassetteHeader) -> String {
        header.redaction.isEmpty ? "no policy that it names" : "policy \(header.redaction)"
      }
      lines.append(
        "\(older) was redacted by \(policy(old)), \(newer) by \(policy(new)): "
          + "aliases of one may be values of the other; 'tapedeck redact' brings a cassette up to date")
    }
    return lines
  }
}
