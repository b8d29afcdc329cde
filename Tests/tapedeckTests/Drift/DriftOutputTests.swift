// SPDX-License-Identifier: Apache-2.0

import Documents
import Drift
import Testing

@testable import tapedeck

@Suite("Drift's output, whatever its format")
struct DriftOutputTests {
  @Test("holds no control character and no invisible mark of a cassette", arguments: DriftFormat.allCases)
  func visible(_ format: DriftFormat) {
    let text = DriftOutput(threshold: .info).render(.hostile(), as: format)
    let acting = text.unicodeScalars.filter { scalar in
      guard scalar != "\n" else { return false }
      return [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }
    #expect(acting.isEmpty)
    #expect(text.hasSuffix("\n"))
  }

  @Test("is JSON where it says so", arguments: [DriftFormat.json, .sarif])
  func json(_ format: DriftFormat) throws {
    for report in [DriftReport.sample(), .hostile(), .clean()] {
      let text = DriftOutput(threshold: .info).render(report, as: format)
      _ = try JSONReader.read(Array(text.utf8))
      #expect(text.dropLast().allSatisfy { $0 != "\n" })
    }
  }

  @Test("tells all texts in JSON as they are")
  func unchanged() throws {
    let report = DriftReport.hostile()
    let document = try JSONReader.read(Array(DriftOutput().render(report, as: .json).utf8))
    #expect(document.root["old"]?["name"]?.string == report.old.name)
  }

  @Test("fails by what is at or above the threshold")
  func threshold() {
    var report = DriftReport.clean()
    #expect(!DriftOutput(threshold: .info).fails(report))
    report.findings = [.sample(.memberRemoved, .warning)]
    #expect(DriftOutput(threshold: .info).fails(report) && DriftOutput(threshold: .warning).fails(report))
    #expect(!DriftOutput(threshold: .error).fails(report) && !DriftOutput(threshold: nil).fails(report))
  }

  @Test("takes time in proportion to the findings", .timeLimit(.minutes(5)), arguments: DriftFormat.allCases)
  func large(_ format: DriftFormat) {
    #expect(!DriftOutput(threshold: .info).render(.large(2000), as: format).isEmpty)
  }
}
