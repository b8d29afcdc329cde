// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Engine
import Replay

extension RunReport {
  /// A replay in which everything happened that a report can tell, with what each format has to escape.
  static func sample(
    mode: Mode = .replay, misses: Int = 1, unused: Int = 7, ending: Ending = .finished(command: 0)
  ) -> RunReport {
    let action = Action(service: "codestar-connections", operation: "GetConnection")
    let start = Timestamp(seconds: 1_795_338_487)
    var report = RunReport(
      mode: mode, cassettes: ["a&b.cassette"], startedAt: start,
      endedAt: Timestamp(milliseconds: start.milliseconds + 1050),
      exchanges: 9, summary: RunSummary())
    report.counts.replayed = 2
    report.counts.misses = misses
    report.misses = (0..<misses).map { number in
      Miss(
        action: action, region: "eu-west-1", nearest: ExchangeName(number: 3), nearestAction: action,
        differences: [
          DocumentDifference(kind: .value, pointer: "/Name", left: "\"<old>\"", right: "\"100%, a:b\""),
          DocumentDifference(kind: .added, pointer: "/Tags", left: nil, right: "[]"),
        ],
        message: "\(action): nearest is exchange \(number + 3), but /Name is \"100%\u{1}\r\n\", recorded \"<old>\"")
    }
    report.bindings = [
      Binding(recorded: "tf-acc-8213", live: "tf-acc-5570", exchange: ExchangeName(number: 4), action: action)
    ]
    report.unused = (0..<unused).map { Recorded(ExchangeName(number: $0 + 1), action: action, region: "eu-west-1") }
    report.ending = ending
    return report
  }
}
