// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import AWSProtocols

@Suite("Canonical requests under rules")
struct CanonicalContextTests {
  private typealias Sample = CanonicalSample

  private func context(ignored: [(String, String)] = [], kept: [(String, String)] = []) throws -> CanonicalContext {
    func rules(_ pairs: [(String, String)]) throws -> [MatchRules.PathRule] {
      try pairs.map { action, path in
        MatchRules.PathRule(action: try #require(ActionPattern(action)), path: try #require(DocumentPath(path)))
      }
    }
    var rules_ = MatchRules()
    rules_.ignored = try rules(ignored)
    rules_.kept = try rules(kept)
    return CanonicalContext(rules: rules_)
  }

  @Test("do not differ in what a rule ignores for their action")
  func ignored() throws {
    let context = try context(ignored: [("logs:Put*", "/events/*/timestamp")])
    func put(_ time: Int, _ text: String = "x", operation: String = "PutLogEvents") -> CanonicalKey {
      Sample.json("logs", operation, #"{"events":[{"timestamp":\#(time),"message":"\#(text)"}]}"#, context).key
    }
    #expect(put(1) == put(2) && put(1) != put(1, "y"))
    #expect(put(1, operation: "GetLogEvents") != put(2, operation: "GetLogEvents"))
  }

  @Test("differ in idempotency tokens that a rule keeps, and then have none")
  func kept() throws {
    let token = "/ClientRequestToken"
    func create(_ token: String, _ context: CanonicalContext) -> Sample {
      .json("secretsmanager", "CreateSecret", #"{"Name":"n","ClientRequestToken":"\#(token)"}"#, context)
    }
    let (none, kept) = (CanonicalContext(), try context(kept: [("CreateSecret", token)]))
    #expect(create("a", none).key == create("b", none).key && create("a", none).request.tokens == ["a"])
    #expect(create("a", kept).key != create("b", kept).key && create("a", kept).request.tokens.isEmpty)
    let ignored = try context(ignored: [("*:*", token)])
    #expect(create("a", ignored).key == create("b", ignored).key && create("a", ignored).request.tokens.isEmpty)
    #expect(create("a", ignored).key == Sample.json("secretsmanager", "CreateSecret", #"{"Name":"n"}"#, ignored).key)
    let other = try context(kept: [("GetSecret*", token)])
    #expect(create("a", other).key == create("b", other).key)
  }

  @Test("keep tokens below a root element of XML")
  func keptXML() throws {
    let kept = try context(kept: [("route53:*", "/body/*/CallerReference")])
    func zone(_ reference: String) -> Sample {
      var sample = Sample.rest(
        "route53", "CreateHostedZone", "POST /2013-04-01/hostedzone",
        body: "<R><Name>n</Name><CallerReference>\(reference)</CallerReference></R>")
      sample.context = kept
      return sample
    }
    #expect(zone("1").key != zone("2").key && zone("1").request.tokens.isEmpty)
  }

  @Test("ignore parts of REST requests and of those that are none of AWS's")
  func parts() throws {
    let context = try context(ignored: [("http:*", "/query/t"), ("s3:*", "/headers/x-amz-meta-run")])
    func get(_ target: String) -> CanonicalKey {
      Sample(service: "http", operation: "GET /", method: "GET", target: target, context: context).key
    }
    #expect(get("/?t=1&a=1") == get("/?a=1&t=2") && get("/?t=1&a=1") != get("/?t=1&a=2"))
    func put(_ run: String) -> CanonicalKey {
      var sample = Sample.rest("s3", "PutObject", "PUT /b/k", fields: [HTTPField("X-Amz-Meta-Run", run)])
      sample.context = context
      return sample.key
    }
    #expect(put("1") == put("2"))
  }

  @Test("are the same from a context that knows the action already, however many it knows")
  func plans() {
    let context = CanonicalContext()
    func key(_ index: Int) -> CanonicalKey {
      Sample(service: "http", operation: "GET /\(index)", method: "GET", target: "/\(index)", context: context).key
    }
    let first = (0..<5000).map(key)
    #expect(first == (0..<5000).map(key) && Set(first).count == 5000)
  }
}
