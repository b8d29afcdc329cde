// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Documents
import Testing

@testable import Redaction

@Suite("Redaction")
struct RedactorTests {
  private let redactor = Redactor.sample()
  private let aliases = Aliases(key: .sample)

  @Test("takes members of JSON by name, at any depth and in any case, and leaves all other bytes")
  func json() {
    let body = #"""
      {"Credentials":[{"AccessKeyId":"AKIAIOSFODNN7EXAMPLE","secretaccesskey":"planted-one","Expiration":1.5E9}],
       "a":{"PASSWORD":["planted-three",{"password":"planted-\u0066our"}]},"Name":"st\u0061ys","n":1.50,"Password":"",
       "b":{"Password":true},"Pin": 1234 }
      """#
    let expected =
      body
      .replacing("AKIAIOSFODNN7EXAMPLE", with: aliases.alias("AKIAIOSFODNN7EXAMPLE"))
      .replacing("planted-one", with: aliases.alias("planted-one"))
      .replacing("planted-three", with: aliases.alias("planted-three"))
      .replacing("planted-\\u0066our", with: aliases.alias("planted-four")).replacing(
        "1234", with: aliases.alias("1234"))
    let result = redactor.redact(.json(request: body, response: body))
    #expect(result.requestText == expected && result.responseText == expected)
    #expect(result.redactions == ["member.secret"])
  }

  @Test(
    "takes elements of XML by name, whatever their prefix, attributes and content",
    arguments: [
      ("<SecretAccessKey>", "planted-1", "</SecretAccessKey>"),
      ("<n:Password\n xsi:type='>'>", "planted-1", "</n:Password >"),
      ("<Password>", "<![CDATA[planted-1]]>", "</Password>"), ("<Pin>", "plant&#101;d-1", "</Pin>"),
      ("<Credentials><Key>", "planted-1", "</Key></Credentials>"), ("<a Password=\"", "planted-1", "\"/>"),
    ])
  func xml(start: String, value: String, end: String) {
    let body = "<?xml version=\"1.0\"?><R><A>stays</A>\(start)\(value)\(end)<B/>stays<Password/></R>"
    let result = redactor.redact(.sample(responseFields: [.xml], response: [UInt8](body)))
    #expect(result.responseText == body.replacing(value, with: aliases.alias("planted-1")))
  }

  @Test("takes fields of forms by the names in their paths")
  func form() {
    let body = "Action=X&Password=planted1&Credentials.1.SecretKey=pl%61nted2&&Pass%77ord=planted3&A=b+c&Otp&Password="
    let result = redactor.redact(.sample(requestFields: [.form], request: [UInt8](body)))
    let expected =
      body.replacing("pl%61nted2", with: aliases.alias("planted2"))
      .replacing("planted1", with: aliases.alias("planted1")).replacing("planted3", with: aliases.alias("planted3"))
    #expect(result.requestText == expected)
  }

  @Test("takes members of CBOR, text and bytes, each as what it was")
  func cbor() throws {
    // {"Password": "planted-1", "Plaintext": h'00ff' + "planted", "n": 1, "Pin": 1234}
    var body: [UInt8] = [0xA4, 0x68] + Array("Password".utf8) + [0x69] + Array("planted-1".utf8)
    body += [0x69] + Array("Plaintext".utf8) + [0x49, 0x00, 0xFF] + Array("planted".utf8)
    body += [0x61, 0x6E, 0x01, 0x63] + Array("Pin".utf8) + [0x19, 0x04, 0xD2]
    let result = redactor.redact(.sample(responseFields: [.cbor], response: body)).response.body
    let root = try CBORReader.read(result[...]).root
    #expect(root["Password"]?.string == aliases.alias("planted-1") && root["n"]?.numberLexeme == "1")
    #expect(root["Pin"]?.numberLexeme == aliases.alias("1234"))
    #expect(
      !result.withUnsafeBytes { bytes in Array("planted".utf8).withUnsafeBytes { bytes.firstRange(of: $0) != nil } })
  }

  @Test("takes what stands in event streams, and writes their frames anew")
  func events() throws {
    var writer = EventStreamWriter()
    let headers: [EventStreamMessage.Header] = [
      .init(":content-type", .string("application/json")), .init("note", .string("for jane@corp.io")),
    ]
    try writer.append(EventStreamMessage(headers: headers, payload: [UInt8](#"{"Password":"planted-1"}"#)[...]))
    let result = redactor.redact(.sample(responseFields: [.events], response: writer.bytes)).response.body
    var reader = EventStreamReader(result)
    let message = try #require(try reader.next())
    #expect(Array(message.payload) == [UInt8](#"{"Password":"\#(aliases.alias("planted-1"))"}"#))
    #expect(message.string("note") == "for \(aliases.alias("jane@corp.io"))" && message.headers.count == 2)
    // One that is cut off has no members, but what is known is found.
    let torn = redactor.redact(.sample(responseFields: [.events], response: writer.bytes.dropLast()))
    #expect(!torn.line.contains("planted-1"))
  }

  @Test("takes JSON in strings by its members, and secrets that are JSON by theirs")
  func nested() {
    let inner = #"{\"Password\":\"planted-1\",\"n\":[1,true]}"#
    let result = redactor.redact(
      json: #"{"Policy":"\#(inner)","SecretString":"{\"user\":\"planted2\",\"n\":7,\"b\":true}"}"#)
    let first = inner.replacing("planted-1", with: aliases.alias("planted-1"))
    let second = #"{\"user\":\"\#(aliases.alias("planted2"))\",\"n\":\#(aliases.alias("7")),\"b\":true}"#
    #expect(result == #"{"Policy":"\#(first)","SecretString":"\#(second)"}"#)
  }

  @Test("puts one alias wherever a value stands: in names, messages, headers, targets, and in every encoding")
  func copies() {
    let secret = "planted/secret+1"
    let base64 = { (text: String) in String(decoding: Base64.encode([UInt8](text)), as: UTF8.self) }
    let hex = { (text: String) in hexEncoded([UInt8](text)) }
    let percent = { (text: String) in PercentEncoding.encode(text.utf8) }
    func forms(_ value: String) -> [String] {
      [
        value, "not \(value)!", percent(value), base64(value), base64("user:\(value)"), hex(value),
        hex(value).uppercased(), "/a/\(base64("x\(value)y"))", "%22\(percent(value))", "{\\\"a\\\":\\\"\(value)\\\"}",
      ]
    }
    func json(_ value: String) -> String {
      let members = forms(value).enumerated().map { #""m\#($0)":"\#($1)""# } + [#""m\#(value)":1"#]
      return "{\(members.joined(separator: ",")),\"Password\":\"\(value)\"}"
    }
    let alias = aliases.alias(secret)
    let result = redactor.redact(
      .sample(
        target: "/p/\(percent(secret))?q=\(percent(secret))&r=\(base64(secret))",
        requestFields: [HTTPField("X-Note", "a \(secret) b")],
        responseFields: [.json, HTTPField("Location", "https://h/\(percent(secret))")],
        response: [UInt8](json(secret)), trailers: [HTTPField("X-T", secret)]))
    #expect(result.responseText == json(alias))
    #expect(result.request.head.target == "/p/\(alias)?q=\(alias)&r=\(base64(alias))")
    #expect(result.request.head.fields["X-Note"] == "a \(alias) b")
    #expect(result.response.head.fields["Location"] == "https://h/\(alias)" && result.response.trailers["X-T"] == alias)
    #expect(result.redactions == ["member.secret", "value.copy"])
    // Also in later exchanges, as a number, and where the raw value looks escaped.
    #expect(redactor.redact(text: "again \(secret)") == "again \(alias)")
    #expect(
      redactor.redact(json: #"{"Pin":12345678,"a":12345678,"b":123456789}"#)
        == #"{"Pin":\#(aliases.alias("12345678")),"a":\#(aliases.alias("12345678")),"b":123456789}"#)
    _ = redactor.redact(.sample(requestFields: [HTTPField("Cookie", "s=pl%41nted%2Fraw")]))
    #expect(redactor.redact(text: "cookie pl%41nted%2Fraw ") == "cookie \(aliases.alias("pl%41nted%2Fraw")) ")
  }

  @Test("takes members that the model marks, and those of our overlay")
  func model() {
    let encrypt = redactor.redact(.json("kms:Encrypt", request: #"{"Plaintext":"cGxhbnRlZCB2YWx1ZTE=","KeyId":"k"}"#))
    #expect(encrypt.requestText == #"{"Plaintext":"\#(aliases.alias("cGxhbnRlZCB2YWx1ZTE="))","KeyId":"k"}"#)
    let host = redactor.redact(
      .json(
        request: "{}",
        response:
          #"{"ProviderEndpoint":"https://ghe.corp.io:8443","Name":"h","StatusMessage":"cannot reach ghe.corp.io"}"#
      ).with(action: "codestar-connections:GetHost"))
    let alias = aliases.alias("https://ghe.corp.io:8443")
    let name = alias.dropFirst(8).dropLast(5)
    #expect(
      host.responseText == #"{"ProviderEndpoint":"\#(alias)","Name":"h","StatusMessage":"cannot reach \#(name)"}"#)
    #expect(host.redactions.contains("member.overlay"))
  }

  @Test("learns the account of one ARN, and finds it in names and in the account of a key")
  func accounts() {
    let alias = aliases.alias("210987654320")
    #expect(
      redactor.redact(
        json: #"{"Arn":"arn:aws:iam::210987654320:role/x","Bucket":"logs-210987654320","n":210987654320}"#)
        == #"{"Arn":"arn:aws:iam::\#(alias):role/x","Bucket":"logs-\#(alias)","n":\#(alias)}"#)
    #expect(
      redactor.redact(json: #"{"OwnerId":"310987654321","Size":310987654322}"#)
        == #"{"OwnerId":"\#(aliases.alias("310987654321"))","Size":310987654322}"#)
    // The id of this key is of account 581039954779.
    let keys = Redactor.sample([
      Credentials(accessKeyID: "ASIAY34FZKBOKMUTVV7A", secretAccessKey: "planted-secret", sessionToken: nil)
    ])
    #expect(keys.redact(text: "in 609629065308 ") == "in \(aliases.alias("609629065308")) ")
  }

  @Test("leaves ordinary exchanges as they are")
  func ordinary() {
    let plain = Exchange.sample(
      method: "GET", target: "/2015-03-31/functions/my-function?Marker=abc%2Fdef&MaxItems=10&state=ACTIVE",
      requestFields: [.json, HTTPField("X-Amz-Target", "CodeStar_connections_20191201.GetConnection")],
      request: [UInt8](#"{"ConnectionArn":"arn:aws:iam::123456789012:role/x","NextToken":"AAAAAAAA-next-token=="}"#),
      responseFields: [
        .json, HTTPField("ETag", "\"9b2cf535f27731c974343645a3985328\""), HTTPField("Location", "/my-function"),
        HTTPField("Date", "Sun, 22 Nov 2026 09:08:07 GMT"), HTTPField("Server", "AmazonS3"),
      ],
      response: [UInt8](
        #"{"ConnectionName":"AKIA-team","Status":"AVAILABLE","Tags":[{"Key":"a","Value":"b"}],"Version":"1.2.3.4","#
          + #""t":1795338487.123,"Dates":["2026-11-23T05:16:18Z"],"Owner":"123456789012","Mail":"jane@example.com"}"#))
    #expect(redactor.redact(plain) == plain)
    let listing = Exchange.sample(
      "s3:ListObjectsV2", responseFields: [.xml],
      response: [UInt8](
        "<?xml version=\"1.0\"?>\n<R xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Key>a/icon@2x.png</Key>"
          + "<ETag>&quot;da39a3ee5e6b4b0d3255bfef95601890&quot;</ETag><Size>12</Size></R>"))
    #expect(redactor.redact(listing) == listing)
  }

  @Test(
    "leaves documents that look like others as they are",
    arguments: ["<", "<Password", "<Password>", "{", "[", "%", "&", "\\"])
  func broken(body: String) {
    for type in [HTTPField.json, .xml, .form, .cbor, .text, .events] {
      let exchange = Exchange.sample(responseFields: [type], response: [UInt8](body))
      #expect(redactor.redact(exchange) == exchange, "\(type.value)")
    }
  }

  @Test("looks at what it cannot read as text, and puts no alias in place of an alias")
  func torn() {
    let redactor = Redactor.sample(keepsAliases: false)
    let id = "5d4b0e18-1c2f-4a8b-9d52-5f7a3c1e9b20"
    for type in [HTTPField.json, .xml] {
      let start = type == .json ? #"{"Id":"\#(id)","# : "<R><Id>\(id)</Id>"
      let result = redactor.redact(.sample(responseFields: [type], response: [UInt8]("\(start) for jane@corp.io ]")))
      #expect(
        result.responseText == start.replacing(id, with: aliases.alias(id)) + " for \(aliases.alias("jane@corp.io")) ]"
      )
    }
  }

  @Test("changes nothing in what it has redacted", arguments: AliasesTests.samples)
  func idempotent(value: String) throws {
    var text = JSONWriter()
    text.string(utf8: [UInt8](value))
    let string = String(decoding: text.bytes, as: UTF8.self)
    let body = #"{"Password":\#(string),"a":\#(string),"Note":"see it"}"#
    let once = redactor.redact(.json(request: body, response: "[\(string),\(body)]"))
    #expect(redactor.redact(once) == once && Redactor.sample().redact(once) == once)
    #expect(once.redactions.contains("member.secret"))
  }

  @Test("leaves in place what follows Basic in a path, whatever stands for the credentials")
  func pathBehindBasic() {
    let once = redactor.redact(.json(request: #""Basic Y2k6UkNVWG1heVVucFNlR21teE9tTGs=/Server=db""#, response: "1"))
    #expect(once.redactions.contains("value.authorization"))
    #expect(String(decoding: once.request.body, as: UTF8.self).hasSuffix(#"/Server=db""#))
    #expect(redactor.redact(once) == once && Redactor.sample().redact(once) == once)
  }

  @Test("takes secrets out of what a client named as its operation")
  func madeUpOperation() {
    let target = HTTPField("X-Amz-Target", "secretsmanager.Create: Basic amFuZTpodW50ZXIyLTE=; a")
    let exchange = Exchange.sample("a:Create: Basic amFuZTpodW50ZXIyLTE=; a", requestFields: [target])
    let line = String(decoding: redactor.redact(exchange).encoded(), as: UTF8.self)
    #expect(!line.contains("amFuZTpodW50ZXIyLTE=") && line.contains("Create: Basic "))
  }

  @Test("tells each change, and what stands for what in a request")
  func notes() {
    var changes: [String] = []
    let exchange = Exchange.json(request: #"{"Password":"planted-1"}"#, response: #"{"a":[{"b":"jane@corp.io"}]}"#)
    _ = redactor.redact(exchange) { changes.append("\($0.rule.rawValue) \($0.place)") }
    #expect(changes == ["member.secret request /body/Password", "alias.email response /body/a/0/b"])
    let (request, originals) = redactor.redact(exchange.request, of: exchange.action)
    #expect(request.body == redactor.redact(exchange).request.body)
    #expect(
      originals == [Original(alias: [UInt8](aliases.alias("planted-1")), value: [UInt8]("planted-1"), isKeyed: true)])
  }
}

extension Exchange {
  fileprivate func with(action: String) -> Exchange {
    var exchange = self
    exchange.action.operation = String(action.split(separator: ":")[1])
    return exchange
  }
}
