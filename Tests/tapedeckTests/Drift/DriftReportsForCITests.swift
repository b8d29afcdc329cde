// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Drift
import Testing

@testable import tapedeck

@Suite("Drift for CI")
struct DriftReportsForCITests {
  @Test("is a JUnit case an operation, failed by what is at or above the threshold")
  func junit() {
    let text = DriftOutput(threshold: .error).render(.sample(), as: .junit)
    #expect(text.contains(#"tests="4" failures="2" errors="0""#))
    #expect(
      text.contains(
        #"<testcase name="GetConnection" classname="codestar-connections" time="0"><failure message="/body/Connection/ConnectionStatus was string, is integer (and 1 more)" type="kind.changed">"#
      ))
    #expect(text.contains(#"<testcase name="DeleteHost" classname="codeconnections" time="0"></testcase>"#))
    let parts = text.split(separator: "<system-out>", maxSplits: 1)
    #expect(parts[1].contains("operation.removed") && !parts[0].contains("operation.removed"))
    #expect(parts[0].contains("kind.changed") && !parts[1].contains("kind.changed"))
    #expect(DriftOutput(threshold: nil).render(.sample(), as: .junit).contains(#"tests="4" failures="0""#))
    #expect(DriftOutput(threshold: .info).render(.clean(), as: .junit).contains(#"tests="1" failures="0""#))
  }

  @Test("is as many annotations as GitHub shows, a line each")
  func github() {
    let lines = DriftOutput().render(.large(300), as: .github).split(separator: "\n")
    for kind in ["error", "warning", "notice"] {
      #expect(lines.count { $0.hasPrefix("::\(kind) ") } == WorkflowCommand.shown)
    }
    #expect(lines.count == 30 && lines.contains("::error title=Tapedeck::and 91 more"))
    #expect(lines.last?.hasPrefix("::notice title=Tapedeck::100 errors, 100 warnings, 100 info; ") == true)
    #expect(
      DriftOutput().render(.hostile(), as: .github).split(separator: "\n").allSatisfy {
        $0.hasPrefix("::error file=") || $0.hasPrefix("::notice title=Tapedeck::")
      })
  }

  @Test("is SARIF whose results point at rules, files and fingerprints")
  func sarif() {
    let text = DriftOutput().render(.sample(), as: .sarif)
    #expect(
      text.contains(
        #""physicalLocation":{"artifactLocation":{"uri":"new/app.cassette"},"region":{"startLine":6}},"logicalLocations":[{"name":"/body/Connection/ConnectionStatus","fullyQualifiedName":"codestar-connections:GetConnection response/body/Connection/ConnectionStatus","kind":"member"}]"#
      ))
    #expect(text.contains(#""partialFingerprints":{"tapedeck/v1":"\#(DriftReport.sample().findings[0].fingerprint)"}"#))
    #expect(text.contains(#""suppressions":[{"kind":"external","status":"accepted","justification":"the gateway"#))
    #expect(text.components(#""ruleId":"#) == text.components(#""ruleIndex":"#))
  }

  @Test("points at the recording that is a file where AWS answered live")
  func live() {
    let text = DriftOutput(subject: .live).render(.sample(), as: .sarif)
    #expect(text.contains("cassettes/app.cassette") && !text.contains("new/app.cassette"))
  }

  @Test("makes URI references of paths")
  func uris() {
    var report = DriftReport.sample()
    report.new.name = "/tmp/a b%é.cassette"
    #expect(DriftOutput().render(report, as: .sarif).contains(#""uri":"file:///tmp/a%20b%25%C3%A9.cassette""#))
    report.new.name = "C:x"
    #expect(DriftOutput().render(report, as: .sarif).contains(#""uri":"C%3Ax""#))
  }

  @Test("holds no more results than GitHub takes, and says so")
  func limit() {
    let text = DriftOutput().render(.large(DriftSARIF.mostResults + 2), as: .sarif)
    // One of the sample is muted, and a result, too.
    #expect(text.components(#""ruleId":"#) == DriftSARIF.mostResults + 1)
    #expect(text.contains("3 more results are left out"))
  }
}

extension String {
  /// How many parts a separator makes of it.
  fileprivate func components(_ separator: String) -> Int {
    split(separator: separator, omittingEmptySubsequences: false).count
  }
}
