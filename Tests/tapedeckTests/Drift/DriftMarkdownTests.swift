// SPDX-License-Identifier: Apache-2.0

import Drift
import Testing

@testable import tapedeck

@Suite("Drift as Markdown")
struct DriftMarkdownTests {
  private func render(_ report: DriftReport) -> String { DriftOutput(threshold: .info).render(report, as: .markdown) }

  @Test("fits into a comment of GitHub, and says what it left out", arguments: [60, 300, 10_000])
  func limit(_ count: Int) throws {
    let text = render(.large(count))
    #expect(text.utf8.count <= 65_536)
    let told = text.components("Fingerprint `") - 1
    let left = count - told
    #expect(text.contains("details of \(left) findings are left out") == (left > 0))
    let rows = text.components("\n| ") - 2
    #expect(text.contains("\(count - rows) more findings below.") == (rows < count))
    #expect(text.components("<details>") == text.components("</details>"))
    // The room is used.
    #expect(count < 100 || text.utf8.count > 60_000)
  }

  @Test("keeps markup out of tables and headings")
  func escapes() {
    let text = render(.hostile())
    #expect(text.components("<code>") == text.components("</code>"))
    let outside = text.split(separator: "\n").filter { !$0.hasPrefix("- ") && !$0.hasPrefix("+ ") }.joined()
    #expect(!outside.contains("<img") && !outside.contains("<script"))
    let row = text.split(separator: "\n").first { $0.hasPrefix("| 🔴") }
    #expect(row?.count { $0 == "|" } == 5)
    #expect(row?.contains("@") == false && row?.contains("https://") == false && row?.contains("`code`") == false)
  }
}

extension String {
  /// How many parts a separator makes of it.
  fileprivate func components(_ separator: String) -> Int {
    split(separator: separator, omittingEmptySubsequences: false).count
  }
}
