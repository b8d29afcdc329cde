// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import ArgumentParser
internal import CassetteFiles
internal import CassetteFormat
internal import Documents

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Sends the requests of a cassette over some connections, one at a time on each, and checks every answer.
struct Load: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send a cassette's requests; print what was measured as JSON.")

  @Argument var port: Int
  @Argument var cassette: String
  @Option var connections = 16
  @Option var seconds = 3.0
  @Option(help: "Not measured.") var warmUp = 0.5
  @Option(help: "Send these exchanges of the cassette, in this order, such as 0-9,4,4; all by default.")
  var places: String?
  @Flag(help: "Send each request once, over one connection.") var once = false
  @Flag(help: "Other names than recorded, which answers must have as well.") var renamed = false
  @Flag(help: "Names that cannot stand for the recorded ones: every request must be a miss.") var missing = false
  @Flag(help: "Write members in another order and spacing than recorded.") var reordered = false
  @Flag(help: "Take the requests in a random order.") var shuffled = false
  @Flag(help: "Accept any body: the server's answer is not the cassette's.") var anyBody = false
  @Option(help: "Send so many requests at once on each connection, before their answers.") var pipelined = 1
  @Flag(help: "Open a new connection for each request, or for as many as are sent at once.") var renewed = false
  @Flag(help: "Go on until the server closes the connections.") var untilClosed = false
  @Flag(help: "Sign with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.") var signed = false

  func run() throws {
    let text = try CassetteFile.load(cassette)
    var requests = try chosen(of: text.count).map { try prepared(text.exchange($0)) }
    if shuffled {
      var random = Random(state: 7)
      requests.shuffle(using: &random)
    }
    var driver = try LoadDriver(
      port: port, connections: once ? 1 : connections, requests: requests, status: missing ? 400 : 200,
      anyBody: anyBody || missing,
      shape: LoadShape(depth: pipelined, isRenewed: renewed, endsWithServer: untilClosed))
    defer { driver.finish() }
    let warm = try once || untilClosed ? LoadResult() : driver.run(seconds: warmUp)
    var result = try driver.run(seconds: once ? 600 : seconds, most: once ? requests.count : .max)
    let sent = warm.latencies.count + result.latencies.count
    var writer = JSONWriter()
    writer.object { object in
      object.member("requests", result.latencies.count)
      object.member("sent", sent)
      object.member("perSecond", Int(Double(result.latencies.count) / result.seconds))
      if once { object.member("firstus", Int(result.latencies.removeFirst() / 1000)) }
      object.member("p50us", result.percentile(0.5))
      object.member("p99us", result.percentile(0.99))
      object.member("worstus", result.percentile(1))
      object.member("wrong", result.wrong)
      if untilClosed {
        object.member("torn", result.torn)
        object.member("unanswered", result.unanswered)
      }
    }
    print(writer.text)
  }

  private func chosen(of count: Int) throws -> [Int] {
    guard let places else { return Array(0..<count) }
    return try places.split(separator: ",").flatMap { range in
      let ends = range.split(separator: "-").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, first <= last, 0..<count ~= first, 0..<count ~= last else {
        throw ValidationError("'\(range)' is no stretch of \(count) exchanges.")
      }
      return Array(first...last)
    }
  }

  private func prepared(_ exchange: Exchange) throws -> LoadRequest {
    var head = exchange.request.head
    let body = withNames(reordered ? try Load.reorder(exchange.request.body) : exchange.request.body)
    head.fields.append("Host", "127.0.0.1:\(port)")
    head.fields.append(
      "User-Agent", "Boto3/1.43.11 md/Botocore#1.43.11 ua/2.1 os/linux#6 md/arch#x86_64 lang/python#3.11.7")
    head.fields.append("Accept-Encoding", "identity")
    head.fields.append("amz-sdk-invocation-id", "6f1c1b1e-6d0f-4c39-9a53-4e6c6d5f3a10")
    head.fields.append("amz-sdk-request", "attempt=1")
    head.fields.append("Content-Length", String(body.count))
    let key = Credentials(
      accessKeyID: variable("AWS_ACCESS_KEY_ID"), secretAccessKey: variable("AWS_SECRET_ACCESS_KEY"))
    let now = Timestamp(seconds: Int64(time(nil)))
    SigV4(region: exchange.region, service: "codestar-connections")
      .sign(&head, payloadHash: sha256Hex(body), credentials: key, at: now)
    var bytes = Array("\(head.method) \(head.target) HTTP/1.1\r\n".utf8)
    for field in head.fields { PreparedResponse.append(field, to: &bytes) }
    bytes += [0x0D, 0x0A] + body
    return LoadRequest(bytes: bytes, answer: withNames(exchange.response.body))
  }

  private func variable(_ name: String) -> String {
    signed ? getenv(name).map { String(cString: $0) } ?? "" : "AKIATAPEDECKREPLAY00"
  }

  /// The digits of each `app-DIGITS` replaced: by other digits, or such that letters stand between them.
  private func withNames(_ text: [UInt8]) -> [UInt8] {
    guard renamed || missing else { return text }
    let digits = Array((renamed ? "9876543210" : "0g2h4k6m8n").utf8)
    var text = text
    var isName = false
    for at in text.indices {
      let isDigit = text[at] &- 0x30 < 10
      isName = isDigit && (isName || text[..<at].suffix(4).elementsEqual("app-".utf8))
      if isName { text[at] = digits[Int(text[at] - 0x30)] }
    }
    return text
  }

  /// The same object with a space more here and there; members are reversed.
  private static func reorder(_ body: [UInt8]) throws -> [UInt8] {
    let members = Array(try JSONReader.read(body).root.members).reversed()
    var text = "{ "
    for (index, member) in members.enumerated() {
      text += index > 0 ? " , " : ""
      text += "\"\(member.name.string ?? "")\" : "
      text +=
        member.value.kind == .string
        ? "\"\(member.value.string ?? "")\"" : String(decoding: member.value.bytes, as: UTF8.self)
    }
    return Array((text + " }").utf8)
  }
}
