// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Drift
import Testing

@testable import tapedeck

@Suite("What is odd about comparing two cassettes")
struct DriftDoubtsTests {
  private func doubts(
    aligned: Int = 1, counts: (Int, Int) = (1, 1), times: (Int64?, Int64?) = (1, 2),
    redactions: (String, String) = ("a", "a")
  ) -> [String] {
    func header(_ time: Int64?, _ redaction: String) -> CassetteHeader {
      CassetteHeader(tool: "t", recordedAt: time.map { Timestamp(seconds: $0) }, sources: [], redaction: redaction)
    }
    func recording(_ name: String, _ count: Int) -> DriftReport.Recording {
      DriftReport.Recording(name: name, exchanges: count, recordedAt: nil, sources: [], alone: 0)
    }
    return DriftDoubts(
      old: header(times.0, redactions.0), new: header(times.1, redactions.1),
      report: DriftReport(
        findings: [], old: recording("A", counts.0), new: recording("B", counts.1), aligned: aligned)
    ).lines
  }

  @Test("is nothing as a rule, nor for one cassette twice, nor where no time is known")
  func none() {
    #expect(doubts().isEmpty && doubts(times: (1, 1)).isEmpty && doubts(times: (nil, 2)).isEmpty)
    #expect(doubts(times: (2, nil)).isEmpty)
  }

  @Test("is that they have nothing in common, or that one is empty")
  func apart() {
    #expect(doubts(aligned: 0) == ["no exchange of A stands for one of B: are they recordings of the same session?"])
    #expect(doubts(aligned: 0, counts: (0, 3)) == ["A holds no exchange"])
    #expect(doubts(aligned: 0, counts: (0, 0)) == ["A holds no exchange", "B holds no exchange"])
  }

  @Test("is their order, and their redaction")
  func order() {
    #expect(doubts(times: (2, 1)) == ["B was recorded before A: the older one comes first; did you swap them?"])
    #expect(
      doubts(redactions: ("a", "b")) == [
        "A was redacted by policy a, B by policy b: aliases of one may be values of the other; 'tapedeck redact' brings a "
          + "cassette up to date"
      ])
    #expect(doubts(redactions: ("a", ""))[0].hasPrefix("A was redacted by policy a, B by no policy that it names: "))
  }
}
