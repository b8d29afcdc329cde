// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFormat
internal import Drift
internal import Engine
internal import Redaction

/// What a live drift compares: the recorded answers to what was asked, and the live ones.
struct LiveComparison {
  /// The exchange lines of the live answers, in the order of the recorded ones; nothing where nothing was answered.
  let live: [[UInt8]]
  /// The places of the recorded ones, in tape order.
  private let places: [Int]
  private let text: CassetteText

  /// Of several recorded answers to one question those count that ended as the live one did; all where none did. The
  /// others show another state of the account.
  init(_ text: CassetteText, _ drift: LiveDrift, _ redactor: Redactor) {
    self.text = text
    let lines = drift.tape.lines(redactor)
    let answered = drift.answered.sorted { $0.number < $1.number }
    live = answered.map { lines[$0.line] }
    places = answered.flatMap { one in
      let recorded = drift.reasking.questions[one.number].places
      let alike = recorded.filter { $0.outcome.isLike(one.outcome) }
      return (alike.isEmpty ? recorded : alike).map(\.place)
    }.sorted()
  }

  /// What the two differ in.
  /// - Parameters:
  ///   - recorded: what the user calls the cassette.
  ///   - upstream: what the user calls who answered.
  func report(
    _ recorded: String, _ upstream: String, context: CanonicalContext, settings: DriftSettings
  ) throws -> DriftReport {
    do throws(CassetteError) {
      let now = try CassetteText(
        CassetteText.write(live, tool: "tapedeck \(toolVersion)", redaction: Redactor.policy))
      return DriftReport(
        comparing: try RecordedSession(name: recorded, text: text, places: places, context: context),
        with: try RecordedSession(name: upstream, text: now, context: context),
        settings: LiveComparison.settings(settings), today: SystemClock().now().day)
    } catch {
      throw Failure(ExitStatus.cassette, Cassettes.message(error, recorded))
    }
  }

  /// What depends on what the account holds rather than on the API.
  private static let stateRules = ["value.changed", "enum.seen", "enum.gone", "null.gone", "number.integer", "page.*"]

  /// The user's settings, over those that leave out what only shows another state.
  private static func settings(_ own: DriftSettings) -> DriftSettings {
    var settings = own
    settings.overrides = stateRules.map { DriftSettings.Override(rule: $0, severity: nil) } + own.overrides
    return settings
  }
}
