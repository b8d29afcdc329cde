// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Redaction
import Testing

@testable import Engine

@Suite("Asking a cassette's questions again")
struct ReaskingTests {
  private let service = "codestar-connections"
  private let old = "3f1b2c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d"
  private let other = "5f0e8a64-1d2c-4b3a-9f8e-7d6c5b4a3f2e"

  private static func alias(_ value: String) -> String {
    Recording.originals(value).first?.alias.text ?? value
  }

  private func arn(_ id: String, account: String = Recording.accountAlias, region: String = "eu-west-1") -> String {
    "arn:aws:codestar-connections:\(region):\(account):connection/\(id)"
  }

  private func list(_ connections: [(name: String, arn: String)], next: String? = nil) -> String {
    let items = connections.map {
      #"{"ConnectionName":"\#($0.name)","ConnectionArn":"\#($0.arn)","ProviderType":"GitHub"}"#
    }
    return #"{"Connections":[\#(items.joined(separator: ","))]\#(next.map { #","NextToken":"\#($0)""# } ?? "")}"#
  }

  private func get(_ arn: String) -> Exchange {
    Recording.json(
      "\(service):GetConnection", #"{"ConnectionArn":"\#(arn)"}"#, #"{"Connection":{"ConnectionArn":"\#(arn)"}}"#)
  }

  private func reasking(_ exchanges: [Exchange], values: LiveValues = LiveValues(), region: String? = nil) throws
    -> Reasking
  {
    Reasking(try Recording.text(exchanges), try Recording.questions(exchanges), values: values, region: region)
  }

  /// Asks all that can be asked: the bodies of the requests, in their order.
  private func asked(
    _ reasking: inout Reasking, _ answer: (String) -> String = { _ in "{}" }
  ) throws -> [String] {
    var bodies: [String] = []
    while let step = reasking.next() {
      let call =
        switch step {
        case .question(_, let call), .walk(_, let call): call
        }
      let body = call.request.body.text
      bodies.append("\(call.action.operation) \(body)")
      try reasking.learn(from: Recording.answer(answer(bodies[bodies.count - 1])), originals: [], to: step)
    }
    return bodies
  }

  @Test("begins with what needs nothing, and goes on with what the answers tell")
  func order() throws {
    let (one, two) = (Self.alias(old), Self.alias(other))
    var reasking = try reasking([
      get(arn(two)), get(arn(one)),
      Recording.json("\(service):ListConnections", "{}", list([("one", arn(one)), ("two", arn(two))])),
    ])
    let live = list([("two", arn("2", account: "915263748190")), ("zero", arn("0")), ("one", arn("1"))])
    let bodies = try asked(&reasking) { $0.hasPrefix("List") ? live : "{}" }
    #expect(
      bodies == [
        "ListConnections {}", #"GetConnection {"ConnectionArn":"\#(arn("2", account: "915263748190"))"}"#,
        #"GetConnection {"ConnectionArn":"\#(arn("1"))"}"#,
      ])
    #expect(reasking.obstacles.isEmpty)
  }

  @Test("leaves out what no answer tells, and says which aliases those are")
  func unknown() throws {
    let one = Self.alias(old)
    var reasking = try reasking([
      get(arn(one)), Recording.json("\(service):ListConnections", "{}", list([("one", arn(one))])),
    ])
    #expect(reasking.needsAccount)
    #expect(try asked(&reasking) { _ in list([("another", arn("2"))]) } == ["ListConnections {}"])
    #expect(reasking.obstacles.map(\.number) == [0])
    #expect(reasking.obstacles[0].obstacle == .unknown([Recording.accountAlias, one].sorted()))
  }

  @Test("knows an id again by the alias that redaction has for it, under whatever name it is listed")
  func originals() throws {
    let one = Self.alias(old)
    var reasking = try reasking([
      get(arn(one, account: "123456789012")), Recording.json("\(service):ListConnections"),
    ])
    let next = reasking.next()
    let step = try #require(next)
    try reasking.learn(
      from: Recording.answer("{}"), originals: Recording.originals(old), to: step)
    let bodies = try asked(&reasking)
    #expect(bodies == [#"GetConnection {"ConnectionArn":"\#(arn(old, account: "123456789012"))"}"#])
  }

  @Test("takes the caller's account for the only one that is recorded")
  func identity() throws {
    let role = Recording.form(
      "iam:GetPolicy", "Action=GetPolicy&PolicyArn=arn%3Aaws%3Aiam%3A%3A\(Recording.accountAlias)%3Apolicy%2Fx")
    var reasking = try reasking([role])
    let first = reasking.next()
    #expect(reasking.needsAccount && first == nil)
    reasking.learn(caller: Recording.account.bytes, originals: [])
    #expect(!reasking.needsAccount)
    #expect(
      try asked(&reasking) == [
        "GetPolicy Action=GetPolicy&PolicyArn=arn%3Aaws%3Aiam%3A%3A\(Recording.account)%3Apolicy%2Fx"
      ])
  }

  @Test("guesses no account where the recording has several")
  func accounts() throws {
    let originals = Recording.originals("arn:aws:iam::\(Recording.account):role/x")
    let own = try #require(originals.first).alias.text
    var reasking = try reasking([own, Recording.accountAlias].map { get(arn("1", account: $0)) })
    reasking.learn(caller: Recording.account.bytes, originals: originals)
    #expect(try asked(&reasking) == [#"GetConnection {"ConnectionArn":"\#(arn("1", account: Recording.account))"}"#])
    #expect(reasking.obstacles.map(\.obstacle) == [.unknown([Recording.accountAlias])])
  }

  @Test("takes what the user says before what it learns")
  func given() throws {
    let one = Self.alias(old)
    var values = LiveValues()
    values.learn(one.bytes, is: "mine".bytes)
    values.learn(Recording.accountAlias.bytes, is: Recording.account.bytes)
    var reasking = try reasking([get(arn(one))], values: values)
    #expect(try asked(&reasking) == [#"GetConnection {"ConnectionArn":"\#(arn("mine", account: Recording.account))"}"#])
  }

  @Test("asks with the ids of the recording where they are no aliases, but last")
  func bound() throws {
    let plain = arn("11111111-2222-4333-8444-555555555555", account: "123456789012")
    var reasking = try reasking([
      get(plain), Recording.json("\(service):ListConnections", "{}", list([("one", plain)])),
      Recording.json("\(service):ListHosts"),
    ])
    let bodies = try asked(&reasking)
    #expect(
      bodies == ["ListConnections {}", "ListHosts {}", #"GetConnection {"ConnectionArn":"\#(plain)"}"#])
  }

  @Test("takes the dates of versions for no ids")
  func versions() throws {
    let answer =
      "<R xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><Id>/hostedzone/U52KBXR0HNI7INP1465KEZ</Id></R>"
    var reasking = try reasking([
      Recording.rest("route53:GetHostedZone", "GET", "/2013-04-01/hostedzone/U52KBXR0HNI7INP1465KEZ", answer),
      Recording.rest("route53:ListHostedZones", "GET", "/2013-04-01/hostedzone", answer),
    ])
    #expect(try asked(&reasking) == ["ListHostedZones ", "GetHostedZone "])
  }

  @Test("asks for pages with the tokens of today")
  func pages() throws {
    func page(_ token: String?, _ next: String?) -> Exchange {
      Recording.json(
        "\(service):ListConnections", token.map { #"{"NextToken":"\#($0)"}"# } ?? "{}", list([], next: next))
    }
    let recorded = [page("old-2", nil), page("old-1", "old-2"), page(nil, "old-1")]
    var reasking = try reasking(recorded)
    let tokens = ["ListConnections {}": "new-1", #"ListConnections {"NextToken":"new-1"}"#: "new-2"]
    let bodies = try asked(&reasking) { list([], next: tokens[$0]) }
    #expect(
      bodies == ["ListConnections {}"] + tokens.values.sorted().map { #"ListConnections {"NextToken":"\#($0)"}"# })
    var shorter = try self.reasking(recorded)
    #expect(try asked(&shorter) { list([], next: $0.hasSuffix("{}") ? "new-1" : nil) }.count == 2)
    #expect(shorter.obstacles.map(\.obstacle) == [.endOfPages])
  }

  @Test("sends a page token that no answer gave as it was")
  func madeUpToken() throws {
    var reasking = try reasking([Recording.json("\(service):ListConnections", #"{"NextToken":"bogus"}"#)])
    #expect(try asked(&reasking) == [#"ListConnections {"NextToken":"bogus"}"#])
  }

  @Test("walks a list on while something is looked for in it, and no further")
  func walks() throws {
    let one = Self.alias(old)
    let recorded = [
      Recording.json("\(service):ListConnections", #"{"MaxResults":1}"#, list([("one", arn(one))])), get(arn(one)),
    ]
    var reasking = try reasking(recorded)
    var page = 0
    let bodies = try asked(&reasking) { body in
      guard body.hasPrefix("List") else { return "{}" }
      page += 1
      return list([(page == 3 ? "one" : "no\(page)", arn("\(page)"))], next: "p\(page)")
    }
    #expect(
      bodies == [
        #"ListConnections {"MaxResults":1}"#, #"ListConnections {"NextToken":"p1","MaxResults":1}"#,
        #"ListConnections {"NextToken":"p2","MaxResults":1}"#, #"GetConnection {"ConnectionArn":"\#(arn("3"))"}"#,
      ])
    var endless = try self.reasking(recorded)
    #expect(try asked(&endless) { _ in list([], next: "more") }.count == 21)
  }

  @Test("asks another region where that is wanted, its ARNs with it")
  func region() throws {
    var reasking = try reasking([get(arn("x", account: "123456789012"))], region: "us-west-2")
    guard case .question(_, let call) = reasking.next() else {
      Issue.record("nothing is asked")
      return
    }
    #expect(call.region == "us-west-2")
    #expect(call.request.body.text.contains(arn("x", account: "123456789012", region: "us-west-2")))
  }

  @Test("computes the lengths and digests of bodies anew")
  func digests() throws {
    let body = #"{"ConnectionArn":"\#(arn("1"))"}"#
    let recorded = Recording.json(
      "\(service):GetConnection", body, fields: [HTTPField("Content-Length", "\(body.utf8.count)")])
    var values = LiveValues()
    values.learn(Recording.accountAlias.bytes, is: "1234".bytes)
    var reasking = try reasking([recorded], values: values)
    guard case .question(_, let call) = reasking.next() else {
      Issue.record("nothing is asked")
      return
    }
    #expect(call.request.head.fields["Content-Length"] == "\(body.utf8.count - 8)")
  }
}
