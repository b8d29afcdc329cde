// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Documents
import Testing

@testable import Redaction

@Suite("Redaction")
struct RedactorTests {
  private static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
  private static let token = "IQoJb3JpZ2luX2VjEXAMPLE/+token=="
  private static let own = Credentials(
    accessKeyID: "ASIAQWERTYUIOPASDFGH", secretAccessKey: secret, sessionToken: token)
  private let redactor = Redactor(credentials: [own])

  private func exchange(
    target: String = "/", requestFields: HTTPFields = [], requestBody: String = "", responseFields: HTTPFields = [],
    responseBody: String = "", trailers: HTTPFields = [], operation: String = "GetConnection"
  ) -> Exchange {
    Exchange(
      action: Action(service: "codestar-connections", operation: operation), region: "eu-west-1",
      at: Timestamp(seconds: 1_795_338_487), took: 1, endpoint: "https://codestar-connections.eu-west-1.amazonaws.com",
      request: HTTPRequest(
        head: HTTPRequestHead(method: "POST", target: target, fields: requestFields), body: Array(requestBody.utf8)),
      response: HTTPResponse(
        head: HTTPResponseHead(status: 200, fields: responseFields), body: Array(responseBody.utf8), trailers: trailers)
    )
  }

  /// Redacts, and checks what must hold of everything that is redacted.
  @discardableResult
  private func redact(
    _ exchange: Exchange, planted: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) -> Exchange {
    let result = redactor.redact(exchange)
    let line = result.encoded()
    let text = String(decoding: line, as: UTF8.self)
    for value in planted {
      #expect(!text.contains(value), "\(value)", sourceLocation: sourceLocation)
    }
    #expect(redactor.findings(in: line) == [], sourceLocation: sourceLocation)
    #expect(redactor.redact(result) == result, sourceLocation: sourceLocation)
    #expect(planted.isEmpty || !result.redactions.isEmpty, sourceLocation: sourceLocation)
    return result
  }

  private static let json = HTTPField("Content-Type", "application/x-amz-json-1.0")
  private static let xml = HTTPField("Content-Type", "text/xml")
  private static let form = HTTPField("Content-Type", "application/x-www-form-urlencoded")

  @Test(
    "drops request headers that hold secrets or differ between runs",
    arguments: [
      "Authorization", "COOKIE", "x-amz-security-token", "Proxy-Authorization", "X-Amz-Date",
      "x-amz-server-side-encryption-customer-key", "X-Amz-Mfa", "User-Agent", "X-Aws-Ec2-Metadata-Token",
    ])
  func requestHeaders(name: String) {
    let result = redactor.redact(
      exchange(requestFields: [HTTPField(name, "planted-value"), HTTPField("X-Amz-Target", "a.b")]))
    #expect(result.request.head.fields.list == [HTTPField("X-Amz-Target", "a.b")])
  }

  @Test(
    "drops response headers that hold secrets", arguments: ["Set-Cookie", "x-amz-security-token", "WWW-Authenticate"])
  func responseHeaders(name: String) {
    let fields: HTTPFields = [HTTPField(name, "planted-value"), HTTPField("ETag", "e")]
    let result = redactor.redact(exchange(responseFields: fields, trailers: fields))
    #expect(result.response.head.fields.list == [HTTPField("ETag", "e")])
    #expect(result.response.trailers.list == [HTTPField("ETag", "e")])
  }

  @Test("takes what a project's rules name, besides the lists that are always in force")
  func projectRules() {
    let redactor = Redactor(
      credentials: [], rules: RedactionRules(names: ["InternalCode"], headers: ["X-Internal-Token"]))
    for (type, body) in [
      (Self.json, #"{"a":[{"internalcode":"planted"}],"Password":"p"}"#),
      (Self.form, "x.1.InternalCode=planted&Password=p"),
      (Self.xml, "<a><InternalCode>planted</InternalCode><Password>p</Password></a>"),
    ] {
      let fields: HTTPFields = [HTTPField("x-internal-token", "planted"), HTTPField("Set-Cookie", "c"), type]
      let exchange = exchange(
        requestFields: [type], requestBody: body, responseFields: fields, responseBody: body, trailers: fields)
      let result = redactor.redact(exchange)
      #expect(!String(decoding: result.encoded(), as: UTF8.self).contains("planted"))
      #expect(result.response.head.fields.list == [type] && result.redactions == ["body.member"])
      #expect(self.redactor.redact(exchange).response.head.fields["X-Internal-Token"] == "planted")
      #expect(redactor.redact(exchange.request).body == result.request.body)
    }
  }

  @Test("takes whole names only")
  func wholeNames() {
    let fields: HTTPFields = [HTTPField("X-Candidate-Date", "x"), HTTPField("X-Host", "y")]
    #expect(redactor.redact(exchange(requestFields: fields)).request.head.fields == fields)
    let body = #"{"PasswordPolicy":"strict","PinCode":"1","Date":"x"}"#
    #expect(redactor.redact(exchange(requestFields: [Self.json], requestBody: body)).request.body == Array(body.utf8))
  }

  @Test("takes members of JSON by name, at any depth and in any case")
  func jsonMembers() throws {
    let body = #"""
      {"Credentials":[{"AccessKeyId":"AKIAIOSFODNN7EXAMPLE","secretaccesskey":"planted-one","SessionToken":"planted-two"}],
       "a":{"PASSWORD":["planted-three",{"password":"planted-\u0066our"}]},"Name":"stays","n":1.50,"Password":""}
      """#
    let result = redact(
      exchange(requestFields: [Self.json], requestBody: body, responseFields: [Self.json], responseBody: body),
      planted: ["planted", "AKIAIOSFODNN7EXAMPLE"])
    for side in [result.request.body, result.response.body] {
      let root = try JSONReader.read(side).root
      #expect(root["Name"]?.string == "stays" && root["n"]?.numberLexeme == "1.50" && root["Password"]?.string == "")
      #expect(Array(root["Credentials"]?.elements ?? root.elements).first?["AccessKeyId"]?.string?.utf8.count == 20)
    }
    #expect(result.redactions == ["body.member"])
  }

  @Test(
    "takes elements of XML by name, whatever their prefix, attributes and content",
    arguments: [
      "<SecretAccessKey>planted</SecretAccessKey>", "<ns2:SecretAccessKey>planted</ns2:SecretAccessKey>",
      "<Password xsi:type=\"string\" note='x'>planted</Password>", "<Password\n>planted</Password >",
      "<Password a=\">\">planted</Password>", "<Password><![CDATA[planted]]></Password>",
      "<Password>planted<!-- c -->planted</Password>", "<Password><![CDATA[a</b>]]>planted</Password>",
      "<SessionToken>\nplanted\n</SessionToken>",
    ])
  func xmlElements(element: String) {
    let body = "<?xml version=\"1.0\"?><Response><A>stays</A>\(element)<B/>stays</Response>"
    let result = redact(exchange(responseFields: [Self.xml], responseBody: body), planted: ["planted"])
    let text = String(decoding: result.response.body, as: UTF8.self)
    #expect(text.hasPrefix("<?xml version=\"1.0\"?><Response><A>stays</A><"))
    #expect(text.hasSuffix("</\(element.split(separator: "</").last ?? "")<B/>stays</Response>"))
    #expect(text.contains("REDACTED"))
  }

  @Test(
    "leaves XML without secrets as it is",
    arguments: [
      "<Password/>", "<Password></Password>", "<Password a=\"b\" />", "<PasswordPolicy>x</PasswordPolicy>", "<",
      "<Password",
      "<Password>", "a<b", "<!-- <Password -->", "<Password a=\"",
    ])
  func plainXML(body: String) {
    #expect(
      redact(exchange(responseFields: [Self.xml], responseBody: body), planted: []).response.body == Array(body.utf8))
  }

  @Test("takes form fields by the last word of their flattened names")
  func forms() {
    let result = redact(
      exchange(
        requestFields: [Self.form],
        requestBody: "Action=X&Password=planted1&Credentials.1.SecretKey=planted%32&&Pass%77ord=planted3&A=b&Otp"),
      planted: ["planted"])
    #expect(
      String(decoding: result.request.body, as: UTF8.self)
        == "Action=X&Password=REDACTED&Credentials.1.SecretKey=REDACTED&&Pass%77ord=REDACTED&A=b&Otp")
  }

  @Test("takes the values of secret query parameters, and what presigns a request")
  func queries() {
    let result = redact(
      exchange(
        target:
          "/p?X-Amz-Algorithm=A&X-Amz-Credential=planted&X-Amz-Signature=planted&a=1&access%5Ftoken=planted&sig=planted&b"
      ),
      planted: ["planted"])
    #expect(result.request.head.target == "/p?a=1&access%5Ftoken=REDACTED&sig=REDACTED&b")
  }

  private static let lookalikes = [
    "AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE", "ghp_\(String(repeating: "a1", count: 18))",
    "github_pat_\(String(repeating: "b2", count: 30))", "glpat-\(String(repeating: "c", count: 20))",
    "ATBB\(String(repeating: "d", count: 32))", "xoxb-1234567890-abcdefghij",
    "AIza\(String(repeating: "e", count: 35))",
    "sk_live_\(String(repeating: "f", count: 24))", "FwoG\(String(repeating: "g", count: 120))",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
  ]

  @Test("takes what looks like a secret, wherever it stands", arguments: lookalikes)
  func valuePatterns(value: String) throws {
    let result = redact(
      exchange(
        target: "/a/\(value)?b=\(value)", requestFields: [HTTPField("X-Note", "see \(value)."), Self.json],
        requestBody: "{\"Note\":\"see \(value)!\"}", responseFields: [Self.xml],
        responseBody: "<Note>\(value)</Note>", trailers: [HTTPField("X-T", value)], operation: "GET /a/\(value)"),
      planted: [value])
    _ = try JSONReader.read(result.request.body)
    #expect(
      result.response.body.starts(with: "<Note>".utf8) && result.response.body.suffix(7) == Array("</Note>".utf8)[...])
  }

  @Test(
    "takes private keys, in text and in JSON",
    arguments: [
      "RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "ENCRYPTED PRIVATE KEY",
    ])
  func privateKeys(label: String) throws {
    let key = "-----BEGIN \(label)-----\nplanted+planted/planted\nplanted==\n-----END \(label)-----"
    let inJSON = key.replacing("\n", with: "\\n")
    let result = redact(
      exchange(
        requestBody: "before\n\(key)\nafter", responseFields: [Self.json],
        responseBody: #"{"a":"x \#(inJSON) y","b":"-----END","c":"stays"}"#), planted: ["planted"])
    #expect(String(decoding: result.request.body, as: UTF8.self) == "before\nREDACTED\nafter")
    let root = try JSONReader.read(result.response.body).root
    #expect(root["a"]?.string == "x REDACTED y" && root["c"]?.string == "stays")
  }

  @Test("takes a private key whose end is missing no further than the text that it stands in")
  func tornPrivateKey() throws {
    let result = redact(
      exchange(
        requestBody: "<K>-----BEGIN PRIVATE KEY-----planted</K><C>stays</C>", responseFields: [Self.json],
        responseBody:
          #"{"a":"-----BEGIN PRIVATE KEY-----\nplanted","b":"{\"k\":\"-----BEGIN PRIVATE KEY-----\\nplanted\"}","c":"-----END-"}"#
      ),
      planted: ["planted"])
    let root = try JSONReader.read(result.response.body).root
    #expect(root["a"]?.string == "REDACTED" && root["c"]?.string == "-----END-")
    #expect(root["b"]?.string == #"{"k":"REDACTED"}"#)
    #expect(String(decoding: result.request.body, as: UTF8.self) == "<K>REDACTED</K><C>stays</C>")
  }

  @Test("leaves certificates and public keys as they are")
  func certificates() {
    let body = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n-----BEGIN PUBLIC KEY-----\nMIIB"
    #expect(redact(exchange(requestBody: body), planted: []).request.body == Array(body.utf8))
  }

  /// The proxy's own secret key in each form in which it may turn up.
  private static let writtenForms: [String] = {
    let base64 = { (text: String) in String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self) }
    let urlSafe = { (text: String) in base64(text).replacing("+", with: "-").replacing("/", with: "_") }
    return [
      secret, token, own.accessKeyID, PercentEncoding.encode(secret.utf8),
      PercentEncoding.encode(secret.utf8).replacing("%2F", with: "%2f").replacing("%2B", with: "%2b"),
      secret.replacing("/", with: "\\/"), secret.replacing("+", with: "\\u002B"),
      secret.replacing("/", with: "\\u002f"),
      secret.replacing("wJal", with: "\\u0077Jal"), base64(secret), base64("a\(secret)"), base64("ab\(secret)c"),
      base64("{\"k\":\"\(secret)\"}"), urlSafe("~?~\(secret)?"), base64(token),
    ]
  }()

  @Test("takes the proxy's own credentials, however they are written", arguments: writtenForms)
  func ownCredentials(form: String) throws {
    let core = String(form.dropFirst(4).dropLast(8).prefix(20))
    let bodies = exchange(
      requestFields: [Self.json], requestBody: "{\"Note\":\"see \(form)\"}", responseFields: [Self.xml],
      responseBody: form.contains("\\") ? "" : "<Note>\(form)</Note>")
    let result = redact(bodies, planted: [form, core])
    _ = try JSONReader.read(result.request.body)
    if form.contains("\\") { return }
    redact(
      exchange(
        target: "/a/\(form)?b=\(form)", requestFields: [HTTPField("X-Note", form)],
        responseFields: [HTTPField("Location", "https://a.example/\(form)")], trailers: [HTTPField("X-T", form)],
        operation: "GET /a/\(form)"), planted: [form, core])
  }

  @Test("leaves nothing of a secret that overlaps another")
  func overlaps() {
    let tail = String(Self.secret.dropFirst(14))
    redact(exchange(requestBody: "ghp_\(String(repeating: "x", count: 40))\(Self.secret)~"), planted: [tail])
    redact(exchange(requestBody: "glpat-0123456789abcdef-\(PercentEncoding.encode(Self.secret.utf8))"), planted: [tail])
  }

  @Test("does not take words for credentials where the credentials are words")
  func wordCredentials() {
    let redactor = Redactor(credentials: [
      Credentials(accessKeyID: "test", secretAccessKey: "test", sessionToken: "test")
    ])
    let plain = exchange(requestFields: [Self.json], requestBody: #"{"ConnectionName":"test-connection"}"#)
    #expect(redactor.redact(plain) == plain)
    #expect(redactor.findings(in: plain.encoded()) == [])
  }

  @Test("leaves ordinary exchanges as they are")
  func ordinary() {
    let id = "5d4b0e18-1c2f-4a8b-9d52-5f7a3c1e9b20"
    let arn = "arn:aws:codestar-connections:eu-west-1:123456789012:connection/\(id)"
    let plain = exchange(
      target: "/2015-03-31/functions/my-function?Marker=abc%2Fdef&MaxItems=10",
      requestFields: [Self.json, HTTPField("X-Amz-Target", "CodeStar_connections_20191201.GetConnection")],
      requestBody: #"{"ConnectionArn":"\#(arn)","NextToken":"AAAAAAAA-\#(id)=="}"#,
      responseFields: [
        Self.json, HTTPField("ETag", "\"9b2cf535f27731c974343645a3985328\""), HTTPField("Location", "/\(id)"),
        HTTPField("x-amzn-RequestId", id), HTTPField("Date", "Sun, 22 Nov 2026 09:08:07 GMT"),
      ],
      responseBody:
        #"{"Connection":{"ConnectionName":"AKIA-team","ConnectionStatus":"AVAILABLE","Tags":[{"Key":"a","Value":"b"}]}}"#
    )
    #expect(redact(plain, planted: []) == plain)
  }

  @Test("takes a body for JSON or XML by its look where no type tells")
  func looks() {
    redact(
      exchange(requestBody: #"{"Password":"planted"}"#, responseBody: "<Password>planted</Password>"),
      planted: ["planted"])
  }

  @Test("shows a body as it would have been recorded")
  func liveBody() {
    let request = exchange(requestFields: [Self.json], requestBody: #"{"Password":"planted"}"#).request
    #expect(redactor.redact(request).body == Array(#"{"Password":"REDACTED"}"#.utf8))
  }

  @Test("looks a second time at what is to be written, in whatever form")
  func findings() {
    for form in Self.writtenForms where !form.contains("\\u") {
      #expect(redactor.findings(in: Array("{\"x\":\"\(form)\"}".utf8)).contains("value.credentials"), "\(form)")
    }
    #expect(redactor.findings(in: Array("AKIAIOSFODNN7EXAMPLE".utf8)) == ["value.aws-key"])
    #expect(redactor.findings(in: Array("AKIAREDACTEDREDACTED".utf8)) == [])
  }

  @Test("takes a key out of a path without what follows it")
  func pathBehindKey() {
    var exchange = exchange(requestBody: "")
    exchange.request.head.target = "/hooks/ghp_\(String(repeating: "a1", count: 18))/orders"
    let redacted = Redactor(credentials: []).redact(exchange)
    #expect(redacted.request.head.target == "/hooks/REDACTED/orders")
  }

  @Test(
    "is linear in hostile bodies",
    arguments: [
      "<Password<Password", "<Password ", "<Password>", "<Password><![CDATA[", "<Password a=\"", "-----BEGIN ",
      "-----BEGIN PRIVATE KEY", "AKIA", "eyJ-", "eyJ.", "FwoG-", "ghp_.", "wJalrXUt", "{\"Password\":", "Password=&",
      "-----END ", "\\u0041",
    ])
  func hostile(piece: String) {
    let body = String(repeating: piece, count: (32 << 10) / piece.utf8.count)
    let clock = ContinuousClock()
    for type in [Self.json, Self.xml, Self.form] {
      let took = clock.measure { _ = redactor.redact(exchange(responseFields: [type], responseBody: body)) }
      #expect(took < .seconds(2), "\(type.value)")
    }
  }
}
