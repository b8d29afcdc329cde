// SPDX-License-Identifier: Apache-2.0

/// How a session replays.
package struct ReplayOptions: Sendable {
  /// Which of several exchanges with one key answers.
  package enum Order: String, Sendable, CaseIterable {
    /// As recorded, with reads held back by the mutations before them.
    case timeline
    /// As recorded, one by one for each request, whatever else was asked.
    case sequential
  }

  /// Whether a request may differ from the recorded one in names that were made up.
  package enum Bind: String, Sendable, CaseIterable {
    case generated, none
  }

  /// What a read that is asked again and again gets.
  package enum Polls: String, Sendable, CaseIterable {
    /// The answers as recorded, one by one.
    case recorded
    /// The last answer of the epoch at once.
    case collapse
  }

  /// Which times in answers are moved to the live clock.
  package enum Time: String, Sendable, CaseIterable {
    /// When credentials end, since clients act on it.
    case recorded
    /// Every time that the service index knows.
    case shift
  }

  package var order = Order.timeline
  package var bind = Bind.generated
  package var polls = Polls.recorded
  /// Each exchange answers exactly once, and in order within its resource.
  package var isStrict = false
  package var time = Time.recorded

  package init() {}
}
