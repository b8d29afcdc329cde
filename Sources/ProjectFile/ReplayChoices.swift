// SPDX-License-Identifier: Apache-2.0

package import Replay

/// What somebody chose of how to replay: the flags of a command line, or the section of a project's file. Whatever was
/// left open is nil.
package struct ReplayChoices: Hashable, Sendable {
  package var order: ReplayOptions.Order?
  package var bind: ReplayOptions.Bind?
  package var polls: ReplayOptions.Polls?
  package var time: ReplayOptions.Time?
  package var latency: Latency?
  package var isStrict: Bool?
  package var failsOnUnused: Bool?

  package init() {}

  /// These choices, and where they leave something open, the others.
  package func over(_ others: ReplayChoices) -> ReplayChoices {
    var merged = self
    merged.order = order ?? others.order
    merged.bind = bind ?? others.bind
    merged.polls = polls ?? others.polls
    merged.time = time ?? others.time
    merged.latency = latency ?? others.latency
    merged.isStrict = isStrict ?? others.isStrict
    merged.failsOnUnused = failsOnUnused ?? others.failsOnUnused
    return merged
  }

  /// The options of a session, with the defaults for what is open.
  package var options: ReplayOptions {
    var options = ReplayOptions()
    options.order = order ?? options.order
    options.bind = bind ?? options.bind
    options.polls = polls ?? options.polls
    options.isStrict = isStrict ?? options.isStrict
    options.time = time ?? options.time
    return options
  }
}
