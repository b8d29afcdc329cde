// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Testing

@testable import Drift

/// Cassettes that nobody would record: what they cost is bounded by their size, and nothing in them traps.
@Suite("The comparison of hostile cassettes", .timeLimit(.minutes(10)))
struct HostileCassetteTests {
  private struct Exchanges {
    var lines: [[UInt8]] = []

    mutating func add(
      _ operation: String = "GetHost", _ request: [UInt8] = Array("{}".utf8), _ answer: [UInt8], status: Int = 200,
      service: String = "codestar-connections", type: String = "application/x-amz-json-1.0",
      fields: [HTTPField] = [], took: Int = 1
    ) {
      let exchange = Exchange(
        action: Action(service: service, operation: operation), region: "eu-west-1",
        at: Timestamp(seconds: Int64(lines.count)), took: took, endpoint: "https://a.example",
        request: HTTPRequest(
          head: HTTPRequestHead(
            method: "POST", target: "/",
            fields: HTTPFields([
              HTTPField("X-Amz-Target", "CodeStar_connections_20191201.\(operation)"), HTTPField("Content-Type", type),
            ])), body: request),
        response: HTTPResponse(
          head: HTTPResponseHead(status: status, fields: HTTPFields([HTTPField("Content-Type", type)] + fields)),
          body: answer))
      lines.append(exchange.encoded())
    }

    mutating func add(_ operation: String = "GetHost", _ request: String = "{}", answer: String, status: Int = 200) {
      add(operation, Array(request.utf8), Array(answer.utf8), status: status)
    }
  }

  private func compare(_ old: Exchanges, _ new: Exchanges) throws -> DriftReport {
    let context = CanonicalContext()
    func session(_ exchanges: Exchanges) throws -> RecordedSession {
      try RecordedSession(
        name: "c", text: CassetteText(CassetteText.write(exchanges.lines, tool: "t", redaction: "r")), context: context)
    }
    return try DriftReport(comparing: session(old), with: session(new), today: 0)
  }

  @Test("Deep JSON, as deep as the reader goes and deeper", arguments: [50, 99, 120, 250, 10_000])
  func deep(depth: Int) throws {
    func nested(_ inner: String) -> String {
      String(repeating: #"{"a":["#, count: depth) + inner + String(repeating: "]}", count: depth)
    }
    var (old, new) = (Exchanges(), Exchanges())
    for _ in 0..<3 {
      old.add(answer: nested("1"))
      new.add(answer: nested(#""x""#))
    }
    let findings = try compare(old, new).findings
    #expect(findings.count <= 1)
  }

  @Test("Answers that took for ever, or less than no time")
  func times() throws {
    for (before, after) in [(Int.max, Int.max), (Int.min, Int.max), (Int.max, Int.min), (-1, Int.max), (1, Int.max)] {
      var (old, new) = (Exchanges(), Exchanges())
      for _ in 0..<3 {
        old.add("GetHost", [], [], took: before)
        new.add("GetHost", [], [], took: after)
      }
      #expect(try compare(old, new).aligned == 3)
    }
  }

  @Test("Deep XML")
  func deepXML() throws {
    var (old, new) = (Exchanges(), Exchanges())
    for exchange in 0..<3 {
      let text = String(repeating: "<a>", count: 5000) + "\(exchange)" + String(repeating: "</a>", count: 5000)
      old.add("DescribeVpcs", [], Array("<r><b/></r>".utf8), service: "ec2", type: "text/xml")
      new.add("DescribeVpcs", [], Array(text.utf8), service: "ec2", type: "text/xml")
    }
    #expect(try compare(old, new).findings.count <= 3)
  }

  @Test("10 000 members, all gone, all new, all of another kind")
  func wide() throws {
    func members(_ prefix: String, _ value: String) -> String {
      "{" + (0..<10_000).map { #""\#(prefix)\#($0)":\#(value)"# }.joined(separator: ",") + "}"
    }
    var (old, new) = (Exchanges(), Exchanges())
    for _ in 0..<2 {
      old.add(answer: members("gone", "1"))
      old.add("ListHosts", answer: members("kept", "1"))
      new.add(answer: members("new", "1"))
      new.add("ListHosts", answer: members("kept", #""1""#))
    }
    let report = try compare(old, new)
    #expect(report.aligned == 4 && !report.findings.isEmpty)
  }

  @Test("Lists of 10 000 elements, and lists in lists")
  func long() throws {
    let elements = (0..<10_000).map { #"{"Id":"\#($0)","Tags":[{"Key":"k\#($0)","Value":"v"}]}"# }
    var (old, new) = (Exchanges(), Exchanges())
    for _ in 0..<2 {
      old.add(answer: #"{"Hosts":[\#(elements.joined(separator: ","))]}"#)
      new.add(answer: #"{"Hosts":[\#(elements.reversed().joined(separator: ","))]}"#)
    }
    #expect(try compare(old, new).aligned == 2)
  }

  @Test("2 000 requests that differ in a generated id only, answered each in its own way")
  func alike() throws {
    var (old, new) = (Exchanges(), Exchanges())
    for number in 0..<2000 {
      let id = World(seed: UInt64(number)).uuid("a")
      let other = World(seed: UInt64(number) + 1_000_000).uuid("a")
      old.add("GetHost", #"{"HostArn":"\#(id)"}"#, answer: #"{"Name":"\#(id)","Member\#(number)":1}"#)
      new.add("GetHost", #"{"HostArn":"\#(other)"}"#, answer: #"{"Name":"\#(other)","Member\#(1999 - number)":1}"#)
    }
    #expect(try compare(old, new).aligned == 2000)
  }

  @Test("2 000 equal requests, whose answers all differ")
  func equal() throws {
    var (old, new) = (Exchanges(), Exchanges())
    for number in 0..<2000 {
      old.add(answer: #"{"Status":"S\#(number)"}"#)
      new.add(answer: #"{"Status":"T\#(number)"}"#)
    }
    #expect(try compare(old, new).aligned == 2000)
  }

  @Test("2 000 actions")
  func actions() throws {
    var (old, new) = (Exchanges(), Exchanges())
    for number in 0..<2000 {
      old.add("GetHost\(number)", answer: "{}")
      new.add("GetHost\(number + 1000)", answer: "{}")
    }
    let findings = try compare(old, new).findings
    #expect(findings.filter { $0.rule == .operationRemoved }.count == 1000)
    #expect(findings.filter { $0.rule == .operationAdded }.count == 1000 && findings.count == 2000)
  }

  @Test("2 000 error codes")
  func errors() throws {
    var (old, new) = (Exchanges(), Exchanges())
    for number in 0..<2000 {
      old.add(answer: #"{"__type":"Bad\#(number)"}"#, status: 400)
      new.add(answer: #"{"__type":"Worse\#(number)"}"#, status: 400)
    }
    #expect(try compare(old, new).aligned == 2000)
  }

  @Test("Names that stand twice, no UTF-8, NUL, cut off, long numbers, and none of what the type says")
  func broken() throws {
    let bodies: [[UInt8]] = [
      Array(#"{"a":1,"a":"x","a":[{"a":null,"a":2}]}"#.utf8), [0xFF, 0xFE, 0x00, 0x80], [0x00],
      Array(#"{"a":"#.utf8) + [0x22, 0xC3, 0x28, 0x22, 0x7D], Array(#"{"a":[1,2"#.utf8),
      Array("{\"n\":1\(String(repeating: "0", count: 20_000))e-5}".utf8),
      Array("{\"n\":1e\(String(repeating: "9", count: 5000))}".utf8), Array("<a><b></a>".utf8),
      Array(#"{"":{"":""},"\u0000":"\ud800","*":{"**":1},"a/b~c":{"~1":2}}"#.utf8), [], Array("null".utf8),
      Array("[]".utf8), Array(#""text""#.utf8), [0xBF, 0xFF], [0x9B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    ]
    let types = ["application/x-amz-json-1.0", "text/xml", "application/cbor", "text/plain", ";;=", ""]
    for type in types {
      var (old, new) = (Exchanges(), Exchanges())
      for (turn, body) in bodies.enumerated() {
        for other in [body, bodies[(turn + 1) % bodies.count]] {
          old.add("Op\(turn)", body, body, type: type, fields: [HTTPField("x", "\u{0}\u{202E}")])
          new.add("Op\(turn)", other, other, status: 200 + turn, type: type, fields: [HTTPField("", "")])
        }
      }
      let findings = try compare(old, new).findings
      #expect(findings.allSatisfy { !$0.message.isEmpty && $0.fingerprint.count == 12 })
    }
  }

  @Test("A recording without an exchange")
  func empty() throws {
    var some = Exchanges()
    some.add(answer: "{}")
    #expect(try compare(Exchanges(), Exchanges()).findings.isEmpty)
    #expect(try compare(Exchanges(), some).findings.map(\.rule) == [.operationAdded])
    #expect(try compare(some, Exchanges()).findings.map(\.rule) == [.operationRemoved])
  }
}
