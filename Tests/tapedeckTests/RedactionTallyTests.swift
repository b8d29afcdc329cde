// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Redaction
@testable import tapedeck

@Suite("A tally of what redaction changed")
struct RedactionTallyTests {
  private let put = Action(service: "s3", operation: "PutObject")

  @Test("counts every change and names each place once, five of them at most, in the registry's order")
  func places() {
    var tally = RedactionTally()
    tally.add([RedactionChange(rule: .email, place: "response /body/Owner")], in: put)
    for number in [1, 1, 2, 3, 4, 5, 5] {
      tally.add([RedactionChange(rule: .secretMember, place: "request /body/\(number)")], in: put)
    }
    #expect(tally.rows.map(\.rule) == [.secretMember, .email])
    #expect(tally.rows.map(\.count) == [7, 1] && tally.count == 8)
    #expect(tally.rows[0].places.map(\.place) == (1...5).map { "request /body/\($0)" } && !tally.rows[0].hasMore)
    tally.add([RedactionChange(rule: .secretMember, place: "request /body/6")], in: put)
    #expect(tally.rows[0].places.count == 5 && tally.rows[0].hasMore)
    #expect(tally.rows[0].places[0].action == "s3:PutObject")
  }

  @Test("tells one place of two actions as two")
  func actions() {
    var tally = RedactionTally()
    let change = RedactionChange(rule: .account, place: "response /body/Arn")
    tally.add([change, change], in: put)
    tally.add([change], in: Action(service: "s3", operation: "GetObject"))
    #expect(tally.rows.map(\.places).map { $0.map(\.action) } == [["s3:PutObject", "s3:GetObject"]])
  }
}
