// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
internal import CassetteFormat
package import Documents
package import Replay

/// What a run came to, for people and for CI. Renderers turn it into text; it holds no secret that its makers left out.
package struct RunReport: Sendable {
  package enum Mode: String, Sendable {
    case replay, record, auto
  }

  package struct Counts: Hashable, Sendable {
    package var replayed = 0
    /// Answers that were replaced or delayed on purpose.
    package var faults = 0
    package var recorded = 0
    /// Forwarded and not kept.
    package var passed = 0
    package var misses = 0
    /// Requests whose recorded answer could not be read.
    package var unreadable = 0
    /// Requests that the upstream or the credentials failed.
    package var failed = 0
    package var refused = 0
    package var heldBack = 0
    /// Answers that the client did not wait for.
    package var abandoned = 0

    package init() {}
  }

  /// A live value that stood for a recorded one.
  package struct Binding: Hashable, Sendable {
    package var recorded: String
    package var live: String
    /// The exchange that it was made with, and its action.
    package var exchange: ExchangeName
    package var action: Action

    package init(recorded: String, live: String, exchange: ExchangeName, action: Action) {
      self.recorded = recorded
      self.live = live
      self.exchange = exchange
      self.action = action
    }
  }

  /// An exchange of a cassette.
  package struct Recorded: Hashable, Sendable {
    package var name: ExchangeName
    package var action: Action
    package var region: String

    package init(_ name: ExchangeName, action: Action, region: String) {
      self.name = name
      self.action = action
      self.region = region
    }
  }

  /// A request that the cassette had no answer for.
  package struct Miss: Hashable, Sendable {
    package var action: Action
    package var region: String
    /// The exchange that is most like it, and its action.
    package var nearest: ExchangeName?
    package var nearestAction: Action?
    /// Left is what was recorded, right what was asked.
    package var differences: [DocumentDifference]
    /// Why there is no nearest one, in words.
    package var hint: String
    /// All of it in one line.
    package var message: String

    package init(
      action: Action, region: String, nearest: ExchangeName? = nil, nearestAction: Action? = nil,
      differences: [DocumentDifference] = [], hint: String = "", message: String
    ) {
      self.action = action
      self.region = region
      self.nearest = nearest
      self.nearestAction = nearestAction
      self.differences = differences
      self.hint = hint
      self.message = message
    }
  }

  /// Something that happened one or more times.
  package struct Event: Hashable, Sendable {
    package var message: String
    package var count: Int

    package init(_ message: String, _ count: Int) {
      self.message = message
      self.count = count
    }
  }

  package var mode: Mode
  /// The paths of the cassettes as they were given.
  package var cassettes: [String]
  /// All of those, as a line of text names them.
  package var title: String { cassettes.joined(separator: " ") }
  package var startedAt: Timestamp
  /// In milliseconds.
  package var duration: Int
  /// How many exchanges the cassettes hold at the end; nil where there is no cassette, or none that can be read.
  package var exchanges: Int?
  package var counts: Counts
  package var bindings: [Binding] = []
  /// No more than ``RunLog/kept``; `counts.misses` tells how many there were.
  package var misses: [Miss]
  /// The exchanges of the cassettes that were never asked for, in tape order.
  package var unused: [Recorded] = []
  /// Where requests went that the cassettes had no answer for: `simulator`, `aws` or a URL; nil where they were misses.
  package var fallback: String?
  /// The actions of the requests that went there; no more than ``RunLog/kept``.
  package var forwarded: [Event]
  /// Exchanges whose answers could not be read any more, each with its cause; no more than ``RunLog/kept``.
  package var unreadable: [Event]
  package var upstreamFailures: [Event]
  package var refusals: [Event]
  /// Exchanges that were not written because a secret was left in them.
  package var heldBack: [Event]
  /// Why the journal took no more.
  package var journalFailure: String?
  package var failsOnUnused = false
  /// Whether the recording differs from an earlier one, by findings that are to fail the run.
  package var hasDrifted = false
  package var ending: Ending = .finished(command: nil)

  package init(
    mode: Mode, cassettes: [String], startedAt: Timestamp, endedAt: Timestamp, exchanges: Int?, summary: RunSummary
  ) {
    self.mode = mode
    self.cassettes = cassettes
    self.startedAt = startedAt
    duration = Int(max(0, endedAt.milliseconds - startedAt.milliseconds))
    self.exchanges = exchanges
    counts = summary.counts
    misses = summary.misses.map { miss in
      Miss(
        action: miss.action, region: miss.region, nearest: miss.nearest?.name,
        nearestAction: miss.nearest?.action, differences: miss.nearest?.differences ?? [], hint: miss.hint,
        message: miss.explanation)
    }
    forwarded = RunReport.events(summary.forwarded)
    unreadable = RunReport.events(summary.unreadable)
    upstreamFailures = RunReport.events(summary.upstreamFailures)
    refusals = RunReport.events(summary.refusals)
    heldBack = RunReport.events(summary.heldBack)
    journalFailure = summary.journalFailure
  }

  private static func events(_ counted: [String: Int]) -> [Event] {
    counted.sorted { $0.key < $1.key }.map { Event($0.key, $0.value) }
  }
}

extension RunSummary {
  package var counts: RunReport.Counts {
    var counts = RunReport.Counts()
    counts.replayed = hits
    counts.faults = faults
    counts.recorded = recorded
    counts.passed = passed
    counts.misses = missCount
    counts.unreadable = unreadable.values.reduce(0, +)
    counts.failed = upstreamFailures.values.reduce(0, +)
    counts.refused = refusals.values.reduce(0, +)
    counts.heldBack = heldBack.values.reduce(0, +)
    counts.abandoned = abandoned
    return counts
  }
}

extension Tape {
  /// Exchanges as a report names them. Reads each of their lines.
  func reported(_ places: [Int]) -> [RunReport.Recorded] {
    places.map { RunReport.Recorded(name($0), action: action($0), region: region($0)) }
  }

  /// Bindings as a report names them.
  func reported(_ bindings: [ReplaySession.Binding]) -> [RunReport.Binding] {
    bindings.map { binding in
      RunReport.Binding(
        recorded: binding.recorded, live: binding.live, exchange: name(binding.place), action: binding.action)
    }
  }
}
