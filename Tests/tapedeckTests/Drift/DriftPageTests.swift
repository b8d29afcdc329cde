// SPDX-License-Identifier: Apache-2.0

import Drift
import Testing

@testable import tapedeck

@Suite("Drift as a page")
struct DriftPageTests {
  private func render(_ report: DriftReport, _ subject: DriftSubject = .recordings) -> String {
    DriftOutput(threshold: .info, subject: subject).render(report, as: .html)
  }

  @Test("has one script and one style, and asks no network for anything")
  func selfContained() {
    for page in [render(.sample()), render(.hostile()), render(.clean())] {
      #expect(page.ranges(of: "<script").count == 1 && page.ranges(of: "<style").count == 1)
      #expect(page.contains("default-src &#39;none&#39;"))
      for reference in [" src=", " href=", "url(", "@import", "<img", "<link", "fetch("] {
        let allowed = reference == " src=" ? page.ranges(of: "&lt;img src=").count : 0
        #expect(page.ranges(of: reference).count == allowed, "\(reference)")
      }
    }
  }

  @Test("unfolds findings unless there are many")
  func folds() {
    #expect(render(.large(100)).ranges(of: "<details class=\"finding").count == 100)
    #expect(render(.large(100)).ranges(of: " open>").count == 200)
    #expect(render(.large(101)).ranges(of: " open>").count == 100)
  }

  @Test("calls the sides what they are")
  func sides() {
    #expect(render(.sample(), .model).contains("<b>model</b>"))
    #expect(render(.sample(), .live).contains("<b>now</b>"))
  }
}
