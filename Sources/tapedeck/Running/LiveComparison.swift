// SPDX-License-Identifier: Apache-2.0

internal import CassetteFormat
internal import Drift
internal import Engine
internal import Redaction

/// The two sessions that a live drift compares: the recorded answers to what was asked, and the live ones.
struct LiveComparison {
  /// Exchange lines; nothing where nothing was answered.
  let recorded: [[UInt8]]
  let live: [[UInt8]]

  /// Of several recorded answers to one question those count that ended as the live one did; all where none did. The
  /// others show another state of the account.
  init(_ text: CassetteText, _ drift: LiveDrift, _ redactor: Redactor) {
    let lines = drift.tape.lines(redactor)
    let answered = drift.answered.sorted { $0.number < $1.number }
    live = answered.map { lines[$0.line] }
    var places: Set<Int> = []
    for one in answered {
      let recorded = drift.reasking.questions[one.number].places
      let alike = recorded.filter { $0.outcome.isLike(one.outcome) }
      places.formUnion((alike.isEmpty ? recorded : alike).map(\.place))
    }
    recorded = places.sorted().map { Array(text.bytes[text.lines[$0]]) }
  }

  /// What depends on what the account holds rather than on the API.
  private static let stateRules = ["value.changed", "enum.seen", "enum.gone", "null.gone", "number.integer", "page.*"]

  /// The settings of the project, over those that leave out what only shows another state.
  static func settings(_ own: DriftSettings) -> DriftSettings {
    var settings = own
    settings.overrides = stateRules.map { DriftSettings.Override(rule: $0, severity: nil) } + own.overrides
    return settings
  }

  /// A cassette of exchange lines.
  static func text(_ lines: [[UInt8]]) throws -> CassetteText {
    do throws(CassetteError) {
      return try CassetteText(
        CassetteText.write(lines, tool: "tapedeck \(toolVersion)", redaction: Redactor.policy))
    } catch {
      throw Failure(ExitStatus.cassette, "\(error)")
    }
  }
}
