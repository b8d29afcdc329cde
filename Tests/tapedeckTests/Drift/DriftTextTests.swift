// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Drift
import Testing

@testable import tapedeck

@Suite("Drift as text")
struct DriftTextTests {
  private func lines(_ report: DriftReport, _ output: DriftOutput = DriftOutput()) -> [String] {
    output.render(report, as: .text).split(separator: "\n").map(String.init)
  }

  @Test("names the operation with the worst finding first, and each once")
  func order() {
    var report = DriftReport.sample()
    report.findings = [
      .sample(.memberAdded, .info, .getConnection), .sample(.kindChanged, .error, .listConnections),
      .sample(.memberRemoved, .warning, .getConnection),
    ].sorted(by: Finding.precedes)
    let text = lines(report)
    #expect(
      text.filter { !$0.hasPrefix(" ") }.prefix(2)
        == ["codestar-connections:ListConnections", "codestar-connections:GetConnection"])
    #expect(
      text.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }.map { $0.split(separator: " ")[0] }
        == ["error", "warning", "info"])
  }

  @Test("cuts examples to the width of the terminal, and only those", arguments: [20, 40, 80])
  func width(_ columns: Int) {
    let examples = lines(.large(1), DriftOutput(columns: columns)).filter { $0.contains("xxx") }
    #expect(examples.map(\.count) == [max(columns, 32)] && examples[0].hasSuffix("…"))
    #expect(lines(.large(1)).contains { $0.count == 252 })
  }

  @Test("lets no message fill the screen")
  func messages() {
    var report = DriftReport.sample()
    let long = String(repeating: "long ", count: 10_000)
    report.findings = [.sample(.valueChanged, new: Evidence(seen: 1, of: 1, text: long))]
    #expect(lines(report).allSatisfy { $0.count <= DriftText.longestMessage + 10 })
  }

  @Test("says that there is no drift, and what was compared")
  func clean() {
    #expect(
      lines(.clean()) == [
        "no drift; 12 and 13 exchanges, 10 aligned, 2 and 3 alone, 41 values renamed, 3 ignored"
      ])
  }

  @Test("has colours only where they are wanted")
  func colours() {
    #expect(!DriftOutput().render(.sample(), as: .text).contains("\u{1B}"))
    #expect(DriftOutput(hasColor: true).render(.sample(), as: .text).contains("\u{1B}[31merror\u{1B}[0m"))
  }

  @Test("counts in a table with --summary")
  func summary() {
    let table = lines(.sample(), DriftOutput(isSummary: true))
    #expect(table[0].split(separator: " ") == ["errors", "warnings", "info"])
    #expect(table[1].split(separator: " ") == ["codestar-connections:GetConnection", "2", "2", "1"])
    #expect(table[2].split(separator: " ") == ["codestar-connections:ListConnections", "2", "-", "1"])
  }
}
