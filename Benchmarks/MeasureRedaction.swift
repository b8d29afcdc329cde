// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import ArgumentParser
internal import CassetteFormat
internal import Documents
internal import Redaction

/// Measures what redaction and the scan behind it cost, in this process and on one core.
struct MeasureRedaction: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redaction", abstract: "Redact and scan exchanges; print what that took as JSON.")

  @Option(help: "For how long each part is measured, in seconds.") var seconds = 1.0

  func run() throws {
    let redactor = Redactor(
      credentials: [
        Credentials(accessKeyID: "AKIABENCHBENCHBENCH1", secretAccessKey: "bench-secret-access-key-of-40-characters")
      ],
      aliases: Aliases(key: AliasKey(Array(0..<32))), keepsAliases: false)
    let scan = LeakScan(.none)
    var maker = ExchangeMaker()
    // As many as no memory of earlier ones holds.
    let small = try exchanges((0..<4096).map { _ in maker.connection() })
    var report: [(String, Double)] = []
    var at = 0
    report.append(("exchange_us", 1e6 * time { _ = redactor.redact(small[next(&at, small.count)]) }))
    let lines = small.map { redactor.redact($0).encoded() }
    report.append(("scan_us", 1e6 * time { _ = found(scan, lines[next(&at, lines.count)]) }))
    report.append(("encode_us", 1e6 * time { _ = small[next(&at, small.count)].encoded() }))
    for (name, type, body) in MeasureRedaction.bodies {
      let exchange = Exchange(
        action: Action(service: "s3", operation: "GetObject"), region: "eu-west-1", at: Timestamp(seconds: 0), took: 1,
        endpoint: "https://s3.eu-west-1.amazonaws.com",
        request: HTTPRequest(head: HTTPRequestHead(method: "GET", target: "/bucket/key")),
        response: HTTPResponse(
          head: HTTPResponseHead(status: 200, fields: [HTTPField("Content-Type", type)]), body: body))
      let megabytes = Double(body.count) / 1e6
      report.append(("\(name)_mb_s", megabytes / time { _ = redactor.redact(exchange) }))
      let line = redactor.redact(exchange).encoded()
      report.append(("\(name)_scan_mb_s", megabytes / time { _ = found(scan, line) }))
    }
    print("{" + report.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}")
  }

  private func exchanges(_ lines: [[UInt8]]) throws -> [Exchange] {
    let text = try CassetteText(CassetteText.write(lines, tool: "bench", redaction: "none"))
    return try text.places.map { try text.exchange($0) }
  }

  private func found(_ scan: LeakScan, _ line: [UInt8]) -> Int {
    line.withUnsafeBytes { scan.findings(in: $0).count }
  }

  private func next(_ at: inout Int, _ count: Int) -> Int {
    at = (at + 1) % count
    return at
  }

  /// Seconds that one call takes, of as many as fit.
  private func time(_ body: () -> Void) -> Double {
    body()
    let clock = ContinuousClock()
    let start = clock.now
    var calls = 0
    var taken = Duration.zero
    repeat {
      body()
      calls += 1
      taken = clock.now - start
    } while taken < .seconds(seconds)
    return taken / .seconds(calls)
  }

  /// Bodies of some megabytes: items with names, ids, times and texts, as lists of AWS have them.
  private static var bodies: [(name: String, type: String, body: [UInt8])] {
    let words = "the build of this branch went through all of its stages and was put into production by the pipeline"
    func item(_ number: Int) -> [(String, String)] {
      [
        ("Name", "pipeline-\(number)"),
        ("Arn", "arn:aws:codepipeline:eu-west-1:\(210_000_000_000 + number % 7):pipeline-\(number)"),
        ("Status", "Succeeded"), ("Created", "2026-11-23T05:00:00Z"), ("Note", words),
        ("Digest", "9b2cf535f27731c974343645a3985328"), ("Size", "\(number * 31)"),
      ]
    }
    let items = (0..<10_000).map(item)
    let json = items.map { "{" + $0.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ",") + "}" }
    let xml = items.map { "<item>" + $0.map { "<\($0.0)>\($0.1)</\($0.0)>" }.joined() + "</item>" }
    let random = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
    return [
      ("json", "application/json", Array("{\"items\":[\(json.joined(separator: ","))]}".utf8)),
      ("xml", "text/xml", Array("<list>\(xml.joined())</list>".utf8)),
      ("text", "text/plain", Array(items.map { $0.map(\.1).joined(separator: " ") }.joined(separator: "\n").utf8)),
      ("base64", "text/plain", Base64.encode(random)), ("bytes", "application/octet-stream", random),
    ]
  }
}
