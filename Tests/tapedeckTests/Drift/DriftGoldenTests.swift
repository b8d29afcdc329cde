// SPDX-License-Identifier: Apache-2.0

import Drift
import Foundation
import Testing

@testable import tapedeck

/// Golden files. `TAPEDECK_RENEW_GOLDEN=1 swift test --filter DriftGoldenTests` writes them anew; such a run fails, so
/// that none passes unseen.
@Suite("Drift's output, as a whole")
struct DriftGoldenTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Fixtures/drift").standardizedFileURL
  private static let isRenewing = ProcessInfo.processInfo.environment["TAPEDECK_RENEW_GOLDEN"] != nil

  @Test("is what the golden file of its format holds", arguments: DriftFormat.allCases)
  func formats(_ format: DriftFormat) throws {
    try expect("report.\(format)", DriftOutput(threshold: .warning).render(.sample(), as: format))
  }

  @Test("holds nothing that acts, in any format", arguments: DriftFormat.allCases)
  func hostile(_ format: DriftFormat) throws {
    try expect("hostile.\(format)", DriftOutput(threshold: .warning).render(.hostile(), as: format))
  }

  @Test("of nothing says so", arguments: DriftFormat.allCases)
  func clean(_ format: DriftFormat) throws {
    try expect("clean.\(format)", DriftOutput(threshold: .info).render(.clean(), as: format))
  }

  @Test("on a terminal has colours")
  func colours() throws {
    try expect("report.colour", DriftOutput(hasColor: true, columns: 60).render(.sample(), as: .text))
  }

  @Test("as a summary is a table")
  func summary() throws {
    try expect("report.summary", DriftOutput(isSummary: true).render(.sample(), as: .text))
  }

  @Test("names the sides as what they are", arguments: [DriftSubject.live, .model])
  func subjects(_ subject: DriftSubject) throws {
    try expect("\(subject).text", DriftOutput(subject: subject).render(.sample(), as: .text))
  }

  private func expect(_ name: String, _ text: String) throws {
    let file = Self.folder.appending(path: name)
    if Self.isRenewing {
      try Data(text.utf8).write(to: file)
      Issue.record("\(name) is written anew; look at the difference and run again without TAPEDECK_RENEW_GOLDEN")
      return
    }
    let golden = try String(decoding: Data(contentsOf: file), as: UTF8.self)
    #expect(text == golden, "TAPEDECK_RENEW_GOLDEN=1 writes \(name) anew")
  }
}
