// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import ArgumentParser
internal import CassetteFiles
internal import CassetteFormat
internal import Documents

/// Writes a cassette of GetConnection calls, each for a connection of its own, with answers of some 600 bytes.
struct MakeCassette: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Write a cassette of so many exchanges.")

  @Argument var exchanges: Int
  @Argument var path: String

  func run() throws {
    var generator = Random(state: 42)
    var lines: [[UInt8]] = []
    for number in 0..<exchanges { lines.append(MakeCassette.exchange(number, &generator).encoded()) }
    try CassetteFile.replace(path, with: CassetteText.write(lines, tool: "bench", redaction: "none"))
  }

  private static func exchange(_ number: Int, _ random: inout Random) -> Exchange {
    let arn = "arn:aws:codestar-connections:eu-west-1:123456789012:connection/\(random.uuid())"
    var request = JSONWriter()
    request.object { $0.member("ConnectionArn", arn) }
    var response = JSONWriter()
    response.object { body in
      body.member(
        "Connection",
        object: { connection in
          connection.member("ConnectionName", "connection-\(number)-\(random.hex(8))")
          connection.member("ConnectionArn", arn)
          connection.member("ProviderType", "GitHubEnterpriseServer")
          connection.member("OwnerAccountId", "123456789012")
          connection.member("ConnectionStatus", "AVAILABLE")
          connection.member(
            "HostArn", "arn:aws:codestar-connections:eu-west-1:123456789012:host/host-\(number)-\(random.hex(8))")
          connection.member("StatusMessage", "handshake \(random.hex(32)) finished for \(random.hex(32))")
          connection.member("EncryptionKeyArn", "arn:aws:kms:eu-west-1:123456789012:key/\(random.uuid())")
        })
    }
    let at = Timestamp(milliseconds: 1_790_000_000_000 + Int64(number) * 17)
    return Exchange(
      action: Action(service: "codestar-connections", operation: "GetConnection"), region: "eu-west-1", at: at,
      took: 12, endpoint: "https://codestar-connections.eu-west-1.amazonaws.com",
      request: HTTPRequest(
        head: HTTPRequestHead(
          method: "POST", target: "/",
          fields: [
            HTTPField(
              "X-Amz-Target", "com.amazonaws.codestar.connections.CodeStar_connections_20191201.GetConnection"),
            HTTPField("Content-Type", "application/x-amz-json-1.0"),
          ]),
        body: request.bytes),
      response: HTTPResponse(
        head: HTTPResponseHead(
          status: 200,
          fields: [
            HTTPField("x-amzn-RequestId", random.uuid()), HTTPField("Content-Type", "application/x-amz-json-1.0"),
            HTTPField("Content-Length", String(response.bytes.count)), HTTPField("Date", at.httpDate),
          ]),
        body: response.bytes))
  }
}

/// SplitMix64: the same numbers on every machine.
struct Random: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  mutating func hex(_ count: Int) -> String {
    String(decoding: (0..<count).map { _ in hexDigits[Int(next() & 15)] }, as: UTF8.self)
  }

  mutating func uuid() -> String { "\(hex(8))-\(hex(4))-4\(hex(3))-a\(hex(3))-\(hex(12))" }
}
