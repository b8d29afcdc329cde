// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Replay
import Testing

@testable import ProjectFile

@Suite("Choices of how to replay")
struct ReplayChoicesTests {
  private var file: ReplayChoices {
    var choices = ReplayChoices()
    (choices.order, choices.bind, choices.polls, choices.time) = (
      .sequential, ReplayOptions.Bind.none, .collapse, .shift
    )
    (choices.latency, choices.isStrict, choices.failsOnUnused) = (Latency("2s"), true, true)
    return choices
  }

  @Test("made by flags win over those of the file, also where they switch something off")
  func flags() {
    var flags = ReplayChoices()
    (flags.order, flags.bind, flags.polls, flags.time) = (.timeline, .generated, .recorded, .recorded)
    (flags.latency, flags.isStrict, flags.failsOnUnused) = (Latency("none"), false, false)
    #expect(flags.over(file) == flags)
  }

  @Test("left open by the flags are the file's, one by one")
  func inherited() {
    #expect(ReplayChoices().over(file) == file)
    var flags = ReplayChoices()
    flags.polls = .recorded
    var merged = file
    merged.polls = .recorded
    #expect(flags.over(file) == merged)
  }

  @Test("left open by both are the defaults")
  func defaults() {
    let options = ReplayChoices().options
    #expect(options.order == .timeline && options.bind == .generated && options.polls == .recorded && !options.isStrict)
    let chosen = file.options
    #expect(chosen.order == .sequential && chosen.bind == .none && chosen.polls == .collapse && chosen.isStrict)
  }
}
