// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Replay

@Suite struct LatencyTests {
  @Test(
    "is read as the manual says",
    arguments: [
      ("none", .none), ("recorded", .recorded(factor: 1)), ("0.5x", .recorded(factor: 0.5)),
      ("10x", .recorded(factor: 10)), ("0x", .recorded(factor: 0)), ("250ms", .fixed(.milliseconds(250))),
      ("2s", .fixed(.seconds(2))), ("1.5s", .fixed(.milliseconds(1500))), ("10m", .fixed(.seconds(600))),
    ] as [(String, Latency)])
  func reads(_ text: String, _ latency: Latency) {
    #expect(Latency(text) == latency)
  }

  @Test(
    "is not read from anything else",
    arguments: [
      "", "x", "s", "ms", "-1s", "1", "1e3s", "infx", "nanx", "+1x", "1.2.3s", ".s", "1 s", "601s", "11m", "1h",
      "RECORDED", "9999999999x", "0x1s",
    ])
  func refuses(_ text: String) {
    #expect(Latency(text) == nil)
  }

  @Test("is none, so many times the recorded one, or always the same")
  func delays() throws {
    let tape = try SampleTape(calls: [SampleTape.Call(took: 80)]).tape()
    #expect(tape.took(0) == 80)
    #expect(Latency.none.delay { 80 } == .zero)
    #expect(Latency.recorded(factor: 2.5).delay { tape.took(0) } == .milliseconds(200))
    #expect(Latency.recorded(factor: 0.001).delay { 80 } == .microseconds(80))
    #expect(Latency.fixed(.seconds(2)).delay { 80 } == .seconds(2))
  }

  @Test("has an upper bound, and no answer comes before it was asked for")
  func bounds() {
    #expect(Latency.recorded(factor: 999_999_999).delay { .max } == .seconds(600))
    #expect(Latency.recorded(factor: 1).delay { -5 } == .zero)
  }
}
