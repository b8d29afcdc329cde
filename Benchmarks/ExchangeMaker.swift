// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFormat
internal import Documents

/// Makes exchanges of CodeStar Connections, as lines of a cassette, one after the other.
struct ExchangeMaker {
  private let run: Int
  private var random: Random
  private var number = 0

  /// - Parameter run: another one has other ids and other names.
  init(run: Int = 0) {
    self.run = run
    random = Random(state: 42 + UInt64(run))
  }

  /// The name of a resource that the client made up, with digits that no other has.
  private func name(_ number: Int) -> String { "app-\(123_456_789 + number * 7919 + run)" }

  private mutating func arn(_ resource: String) -> String {
    "arn:aws:codestar-connections:eu-west-1:123456789012:\(resource)/\(random.uuid())"
  }

  /// A read with an answer of some 600 bytes.
  mutating func connection() -> [UInt8] {
    let (arn, number) = (arn("connection"), number)
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
    return line("GetConnection", request, response)
  }

  /// Creates the connection of a name, with what `more` adds to the request.
  /// - Parameter operation: another one where the same request is to be answered more than once.
  mutating func creation(
    _ number: Int, as operation: String = "CreateConnection", _ more: (inout JSONWriter) -> Void = { _ in }
  ) -> [UInt8] {
    var request = JSONWriter()
    request.object {
      $0.member("ConnectionName", name(number))
      $0.member("ProviderType", "GitHub")
      more(&$0)
    }
    let arn = arn("connection")
    var response = JSONWriter()
    response.object { $0.member("ConnectionArn", arn) }
    return line(operation, request, response)
  }

  /// Reads what was created by its name, with an answer of some 600 bytes that has the name twice.
  mutating func status(_ number: Int, isChanged: Bool = false) -> [UInt8] {
    var request = JSONWriter()
    request.object {
      $0.member("ResourceName", name(number))
      $0.member("SyncType", "CFN_STACK_SYNC")
    }
    let link = random.uuid()
    var response = JSONWriter()
    response.object { body in
      body.member(
        "SyncConfiguration",
        object: { configuration in
          configuration.member("ResourceName", name(number))
          configuration.member("Branch", isChanged ? "release" : "main")
          configuration.member("ConfigFile", "deploy/\(name(number))/stack.yaml")
          configuration.member("OwnerId", "owner of \(random.hex(32)) and of \(random.hex(32))")
          configuration.member("ProviderType", "GitHub")
          configuration.member("RepositoryLinkId", link)
          configuration.member("RepositoryName", "repository with templates \(random.hex(32))")
          configuration.member("RoleArn", "arn:aws:iam::123456789012:role/service-role/deploys-the-stacks")
          configuration.member("SyncType", "CFN_STACK_SYNC")
        })
    }
    return line("GetSyncConfiguration", request, response)
  }

  mutating func update(_ number: Int) -> [UInt8] {
    var request = JSONWriter()
    request.object {
      $0.member("ResourceName", name(number))
      $0.member("SyncType", "CFN_STACK_SYNC")
      $0.member("Branch", "release")
    }
    var response = JSONWriter()
    response.object { $0.member("SyncConfiguration", object: { $0.member("Branch", "release") }) }
    return line("UpdateSyncConfiguration", request, response)
  }

  /// A read that names no resource.
  mutating func list(isChanged: Bool = false) -> [UInt8] {
    var request = JSONWriter()
    request.object { $0.member("MaxResults", 50) }
    var response = JSONWriter()
    response.object { $0.member("Connections", array: { if isChanged { $0.object { _ in } } }) }
    return line("ListConnections", request, response)
  }

  private mutating func line(_ operation: String, _ request: JSONWriter, _ response: JSONWriter) -> [UInt8] {
    let at = Timestamp(milliseconds: 1_790_000_000_000 + Int64(number) * 17)
    number += 1
    let exchange = Exchange(
      action: Action(service: "codestar-connections", operation: operation), region: "eu-west-1", at: at, took: 12,
      endpoint: "https://codestar-connections.eu-west-1.amazonaws.com",
      request: HTTPRequest(
        head: HTTPRequestHead(
          method: "POST", target: "/",
          fields: [
            HTTPField("X-Amz-Target", "com.amazonaws.codestar.connections.CodeStar_connections_20191201.\(operation)"),
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
    return exchange.encoded()
  }
}

extension JSONWriter {
  /// Members with names and values that hold generated tokens.
  mutating func addMembers(_ count: Int) {
    var random = Random(state: 43)
    for number in 0..<count { member("member-\(100_000 + number)", "some text with \(random.hex(64))") }
  }

  mutating func addLists(_ count: Int) {
    name("Lists")
    raw(Array(repeating: UInt8(ascii: "["), count: count) + Array(repeating: UInt8(ascii: "]"), count: count))
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
