// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Documents

/// Exchanges of all protocols, made up from a generator: names, ordinary values, secrets and identities, as they are and
/// written in one another.
struct ExchangeCorpus<Generator: RandomNumberGenerator> {
  typealias Member = (name: String, value: String)

  private var random: Generator
  /// Values that come again in later exchanges.
  private var known = ["planted+Secret/1", "hunter22-Hunter", "314159265358"]

  init(_ random: Generator) {
    self.random = random
  }

  private mutating func upTo(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

  private mutating func one<Element>(of list: [Element]) -> Element { list[upTo(list.count)] }

  private mutating func characters(_ count: Int, of alphabet: StaticString) -> String {
    let alphabet = Array("\(alphabet)".utf8)
    return String(decoding: (0..<count).map { _ in alphabet[upTo(alphabet.count)] }, as: UTF8.self)
  }

  private mutating func hex(_ count: Int) -> String { characters(count, of: "0123456789abcdef") }
  private mutating func digits(_ count: Int) -> String { characters(count, of: "0123456789") }
  private mutating func uuid() -> String { "\(hex(8))-\(hex(4))-4\(hex(3))-a\(hex(3))-\(hex(12))" }

  private mutating func key(_ count: Int) -> String {
    characters(count, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
  }

  /// A value that says nothing of anybody.
  private mutating func ordinary() -> String {
    switch upTo(12) {
    case 0: one(of: ["AVAILABLE", "PENDING", "true", "false", "null", "", "x", "GitHubEnterpriseServer"])
    case 1: one(of: ["the build of this branch went through", "a-name-of-words", "version 1.2.3.4", "e.g. this; that"])
    case 2: "2026-11-\(10 + upTo(20))T05:16:18.\(digits(3))Z"
    case 3: digits(1 + upTo(14))
    case 4: "name-\(digits(6))"
    case 5: one(of: ["ünï cödé", "x<y&z", "tab\tline\nend", "\"quoted\" \\ back", "emoji 🎞", "a/b/icon@2x.png", "50%"])
    case 6: "arn:aws:codepipeline:eu-west-1:123456789012:pipeline-\(upTo(9))"
    case 7: "\(upTo(300)).\(upTo(300)).\(upTo(12))"
    case 8: "sha256:\(hex(64))"
    case 9: "\(upTo(1_000)).\(upTo(1_000))e\(upTo(10))"
    case 10:
      one(of: ["host/app", "refs/heads/main", "s3://bucket/key", "https://example.com/a?b=c&d=e", "git@github.com:a/b"])
    default: characters(1 + upTo(30), of: "abcdefghijklmnopqrstuvwxyzABCDEFXYZ0123456789 _-.,:;/+=@%&#()[]{}<>\"'\\")
    }
  }

  /// A value that is to be found by its look.
  private mutating func telling() -> String {
    switch upTo(26) {
    case 0: "arn:aws:iam::\(digits(12)):role/app-\(upTo(5))"
    case 1: uuid()
    case 2: uuid().uppercased()
    case 3: "AKIA\(characters(16, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))"
    case 4: "AROA\(characters(17, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))"
    case 5: "jane.doe+\(upTo(99))@corp-\(upTo(9)).io"
    case 6: "\(1 + upTo(223)).\(upTo(256)).\(upTo(256)).\(upTo(256))"
    case 7: "2600:1f18:\(hex(4))::\(hex(2))"
    case 8: one(of: ["vpc", "subnet", "i", "sg", "tgw-attach", "vol"]) + "-0\(hex(16))"
    case 9: "ghp_\(key(36))"
    case 10: "glpat-\(key(20))"
    case 11: "xoxb-\(digits(12))-\(key(24))"
    case 12: "eyJhbGciOiJub25lIn0.\(Self.base64("{\"sub\":\"\(upTo(99))\",\"exp\":17953\(digits(5))}")).\(key(30))"
    case 13: "https://user\(upTo(9)):\(key(12))@db.corp.io:5432/app"
    case 14: "-----BEGIN PRIVATE KEY-----\n\(key(64))\n-----END PRIVATE KEY-----\n"
    case 15: "Password=\(key(10));Server=tcp:db,1433"
    case 16: "https://bucket.s3.amazonaws.com/k?X-Amz-Signature=\(hex(64))&sig=\(key(20))"
    case 17: "Bearer \(key(40))"
    case 18: "Basic \(Self.base64("jane:\(key(12))"))"
    case 19: "\(digits(12)).dkr.ecr.eu-west-1.amazonaws.com/app:1"
    case 20: "https://sqs.eu-west-1.amazonaws.com/\(digits(12))/queue-\(upTo(9))"
    case 21: "AccountKey=\(key(44))=="
    case 22: "\(hex(32))-us\(upTo(20))"
    case 23: "sk_live_\(key(24))"
    case 24: "\(digits(9)):AA\(key(33))"
    default: one(of: known)
    }
  }

  private static func base64(_ text: String) -> String {
    String(decoding: Base64.encode(Array(text.utf8)).filter { $0 != 0x3D }, as: UTF8.self)
  }

  /// A text that may have others in it.
  private mutating func value(_ depth: Int = 0) -> String {
    let text = upTo(3) > 0 ? ordinary() : telling()
    switch upTo(depth < 3 ? 24 : 14) {
    case 0...13: return text
    case 14: return text + one(of: [" ", "", ",", "-", "/", ": ", "\"", "\n"]) + value(depth + 1)
    case 15: return String(decoding: Base64.encode(Array(value(depth + 1).utf8)), as: UTF8.self)
    case 16: return Self.base64(text + value(depth + 1)).replacing("+", with: "-").replacing("/", with: "_")
    case 17: return PercentEncoding.encode(value(depth + 1).utf8)
    case 18: return hexEncoded(Array(value(depth + 1).utf8))
    case 19...21: return String(decoding: json(members(1 + upTo(4), depth + 1)), as: UTF8.self)
    case 22: return "before " + String(decoding: json(members(2, depth + 1)).dropLast(upTo(3)), as: UTF8.self)
    default: return "path/" + Self.base64(value(depth + 1)) + "/more"
    }
  }

  private mutating func name() -> String {
    switch upTo(10) {
    case 0:
      one(of: [
        "Password", "SecretString", "ApiKey", "client_secret", "NextToken", "Plaintext", "UserData", "Credentials",
        "AccessKeyId", "SecretAccessKey", "Value", "KeyMaterial", "TemporaryPassword",
      ])
    case 1: one(of: ["AccountId", "OwnerId", "OwnerAccountId", "RequestId", "QueueUrl", "UserId", "HostId", "account"])
    case 2: one(of: ["Version", "EngineVersion", "ClientRequestToken", "md5ofmessagebody", "Email", "xmlns", "type"])
    case 3: "key-\(upTo(20))"
    case 4 where upTo(8) == 0: value(2)
    default:
      one(of: ["ConnectionArn", "Name", "Tags", "Key", "Status", "Message", "Description", "Size", "Body", "Id"])
    }
  }

  private mutating func members(_ count: Int, _ depth: Int = 0) -> [Member] {
    let members = (0..<count).map { _ in (name: name(), value: value(depth)) }
    if let value = members.first(where: { $0.name.hasSuffix("Password") })?.value, upTo(2) == 0 { known.append(value) }
    if known.count > 40 { known.removeFirst(20) }
    return members
  }

  private mutating func json(_ members: [Member]) -> [UInt8] {
    var writer = JSONWriter()
    var choices = members.map { _ in upTo(12) }
    let nested = members.map { _ in upTo(6) == 0 ? self.members(1 + upTo(3), 2) : [] }
    writer.object { object in
      for (member, more) in zip(members, nested) {
        object.name(member.name)
        switch choices.removeLast() {
        case 0: object.raw(Array("[\(member.value.utf8.count),null,true]".utf8))
        case 1 where Int(member.value) != nil: object.raw(Array(member.value.utf8.drop { $0 == 0x30 }))
        case 2,
          3 where !more.isEmpty:
          object.object { inner in
            for one in more {
              inner.name(one.name)
              inner.string(one.value)
            }
          }
        default: object.string(member.value)
        }
      }
    }
    return writer.bytes.isEmpty ? Array("{}".utf8) : writer.bytes
  }

  private mutating func xml(_ members: [Member]) -> [UInt8] {
    func escaped(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
    let elements = members.map { member in
      let name = member.name.filter { $0.isASCII && ($0.isLetter || $0 == "_") }
      let tag = name.isEmpty ? "E" : name
      switch upTo(8) {
      case 0: return "<\(tag) id=\"\(escaped(member.value))\"/>"
      case 1: return "<\(tag)><![CDATA[\(member.value.replacing("]]>", with: ""))]]></\(tag)>"
      case 2: return "<!-- \(escaped(member.value)) --><\(tag)/>"
      case 3: return "<List><item><\(tag)>\(escaped(member.value))</\(tag)></item>\n</List>"
      default: return "<\(tag)>\(escaped(member.value))</\(tag)>"
      }
    }
    return Array(
      "<?xml version=\"1.0\"?>\n<Response xmlns=\"http://x.amazonaws.com/\">\(elements.joined())</Response>".utf8)
  }

  private mutating func form(_ members: [Member]) -> [UInt8] {
    Array(
      members.map { "\(PercentEncoding.encode($0.name.utf8))=\(PercentEncoding.encode($0.value.utf8))" }
        .joined(separator: "&").utf8)
  }

  private mutating func cbor(_ members: [Member]) -> [UInt8] {
    var bytes: [UInt8] = [0xBF]
    for member in members {
      for (text, isValue) in [(member.name, false), (member.value, true)] {
        let kind: UInt8 = isValue && upTo(4) == 0 ? 0x59 : 0x79
        bytes += [kind, UInt8(text.utf8.count >> 8 & 255), UInt8(text.utf8.count & 255)] + Array(text.utf8)
      }
    }
    return bytes + [0xFF]
  }

  private mutating func events(_ members: [Member]) -> [UInt8] {
    var writer = EventStreamWriter()
    for member in members.prefix(3) {
      let type = EventStreamMessage.Header(":content-type", .string(upTo(2) == 0 ? "application/json" : "text/plain"))
      let payload = upTo(2) == 0 ? json([member]) : Array(member.value.utf8)
      try? writer.append(EventStreamMessage(headers: [type], payload: payload[...]))
    }
    return writer.bytes
  }

  /// A message's body and what it is said to be; some are broken, some no text at all.
  private mutating func body() -> (type: String, bytes: [UInt8]) {
    let members = members(upTo(9))
    var (type, bytes): (String, [UInt8]) =
      switch upTo(12) {
      case 0...4: ("application/x-amz-json-1.\(upTo(2))", json(members))
      case 5, 6: ("text/xml", xml(members))
      case 7: ("application/x-www-form-urlencoded", form(members))
      case 8: ("application/cbor", cbor(members))
      case 9: (EventStream.mediaType, events(members))
      case 10: ("text/plain", Array(members.map(\.value).joined(separator: "\n").utf8))
      default:
        (
          "application/octet-stream",
          (0..<upTo(200)).map { _ in UInt8(upTo(256)) } + Array(members.map(\.value).joined().utf8)
        )
      }
    if upTo(8) == 0, !bytes.isEmpty {
      for _ in 0...upTo(3) { bytes[upTo(bytes.count)] = one(of: Array("\"\\{}[]<>&=%:@\u{0}é\n".utf8)) }
      if upTo(2) == 0 { bytes.removeLast(upTo(bytes.count)) }
    }
    return (type, bytes)
  }

  private mutating func fields(_ body: (type: String, bytes: [UInt8]), _ own: [String]) -> HTTPFields {
    var fields: HTTPFields = [HTTPField("Content-Type", body.type)]
    for _ in 0..<upTo(4) {
      let isLarge = upTo(10) == 0
      fields.append(one(of: own), isLarge ? (0..<3).map { _ in value(2) }.joined(separator: ", ") : value(2))
    }
    if upTo(2) == 0 { fields.append("Content-Length", String(body.bytes.count)) }
    if upTo(4) == 0 { fields.append("x-amz-crc32", String(body.bytes.withUnsafeBytes { CRC32.checksum($0) })) }
    return fields
  }

  private static var actions: [(service: String, operation: String, method: String, target: String)] {
    [
      ("codestar-connections", "GetConnection", "POST", "/"), ("codeconnections", "CreateConnection", "POST", "/"),
      ("secretsmanager", "GetSecretValue", "POST", "/"), ("sqs", "SendMessage", "POST", "/314159265358/queue"),
      ("iam", "CreateUser", "POST", "/"), ("sts", "AssumeRole", "POST", "/"), ("cognito-idp", "SignUp", "POST", "/"),
      ("s3", "GetObject", "GET", "/bucket/key%20name.txt"),
      ("lambda", "Invoke", "POST", "/2015-03-31/functions/f/invocations"),
      ("ec2", "DescribeInstances", "POST", "/"), ("dynamodb", "PutItem", "POST", "/"),
      ("http", "GET /a/b", "GET", "/a/b"),
      ("cloudwatch", "PutMetricData", "POST", "/service/GraniteServiceVersion20100801/operation/PutMetricData"),
      ("notificationscontacts", "ActivateEmailContact", "PUT", "/emailcontacts/arn/activate/123456"),
    ]
  }

  /// The next exchange.
  mutating func next() -> Exchange {
    let action = one(of: Self.actions)
    let (request, response) = (body(), body())
    var target = action.target
    if upTo(3) == 0 {
      let pairs = members(1 + upTo(3)).map { "\($0.name)=\(PercentEncoding.encode($0.value.utf8))" }
      target += "?" + pairs.joined(separator: "&")
      if upTo(3) == 0 {
        target += "&X-Amz-Credential=AKIA/20261123&X-Amz-Signature=\(hex(64))&X-Amz-Security-Token=\(key(40))"
      }
    }
    var requestFields = fields(
      request,
      ["X-Amz-Target", "X-Api-Key", "Cookie", "X-Amz-Meta-Note", "If-Match", "Authorization", "User-Agent", "X-A"])
    if upTo(3) == 0 {
      requestFields.append(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=AKIAQWERTYUIOPASDFGH/20261123/eu-west-1/s3/aws4_request, SignedHeaders=host, "
          + "Signature=\(hex(64))")
    }
    let responseFields = fields(
      response,
      ["x-amzn-RequestId", "Set-Cookie", "Location", "ETag", "x-amz-meta-note", "Date", "x-amz-id-2", "Owner-Id"])
    return Exchange(
      action: Action(service: action.service, operation: action.operation), region: "eu-west-1",
      at: Timestamp(seconds: 1_795_338_487), took: 1,
      endpoint: upTo(20) == 0
        ? "https://jane:\(key(8))@h.corp.io" : "https://\(action.service).eu-west-1.amazonaws.com",
      request: HTTPRequest(
        head: HTTPRequestHead(method: action.method, target: target, fields: requestFields), body: request.bytes),
      response: HTTPResponse(
        head: HTTPResponseHead(status: 200, fields: responseFields), body: response.bytes,
        trailers: upTo(10) == 0 ? [HTTPField("x-amz-meta-end", value(2))] : []))
  }
}
