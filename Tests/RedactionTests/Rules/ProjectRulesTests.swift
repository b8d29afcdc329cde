// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Documents
import Testing

@testable import Redaction

@Suite("A project's own rules")
struct ProjectRulesTests {
  private let aliases = Aliases(key: .sample)

  private func place(_ action: String, _ path: String) throws -> RedactionSettings.PlaceRule {
    .init(action: try #require(ActionPattern(action)), path: try #require(DocumentPath(path)))
  }

  @Test("take the members and headers that they name, beside the lists that are always in force")
  func names() {
    let redactor = Redactor.sample {
      $0.names = ["InternalCode"]
      $0.headers = ["X-Internal-Token"]
    }
    let alias = aliases.alias("planted-1")
    for (type, body) in [
      (HTTPField.json, #"{"a":[{"internalcode":"planted-1"}],"Password":"planted-1"}"#),
      (.form, "x.1.InternalCode=planted-1&Password=planted-1"),
      (.xml, "<a><InternalCode>planted-1</InternalCode><Password>planted-1</Password></a>"),
    ] {
      let fields: HTTPFields = [HTTPField("x-internal-token", "planted-2"), type]
      let result = redactor.redact(
        .sample(requestFields: fields, request: [UInt8](body), responseFields: fields, response: [UInt8](body)))
      #expect(
        result.requestText == body.replacing("planted-1", with: alias) && result.responseText == result.requestText)
      #expect(result.request.head.fields.list == [type] && result.response.head.fields.list == [type])
      #expect(result.redactions == ["member.secret", "user.header", "user.member"])
    }
  }

  @Test("take the places that they point at, in the actions that they name")
  func places() throws {
    let rule = try place("codestar-*:Get*", "/a/*/b")
    let redactor = Redactor.sample { $0.places = [rule] }
    let body = #"{"a":[{"b":"word","c":"word"},{"b":7}],"b":"word"}"#
    #expect(
      redactor.redact(json: body)
        == #"{"a":[{"b":"\#(aliases.alias("word"))","c":"word"},{"b":\#(aliases.alias("7"))}],"b":"word"}"#)
    #expect(redactor.redact(json: body, "codestar-connections:ListHosts") == body)
    let xml = Exchange.sample(responseFields: [.xml], response: [UInt8]("<R><a><c><b>word</b></c></a></R>"))
    #expect(redactor.redact(xml).responseText == "<R><a><c><b>\(aliases.alias("word"))</b></c></a></R>")
  }

  @Test("keep the places that they say, whatever others find there, but no credentials in any form")
  func kept() throws {
    let rule = try place("*", "/Keep")
    let own = Credentials(accessKeyID: "ASIAQWERTYUIOPASDFGH", secretAccessKey: "planted/secret+key", sessionToken: nil)
    let redactor = Redactor.sample([own]) { $0.kept = [rule] }
    let stays = #"{"Keep":{"Password":"planted-1","Mail":"jane@corp.io","n":{"x":"210987654320"}},"Mail":"@"}"#
    #expect(redactor.redact(json: stays) == stays)
    let base64 = { (text: String) in String(decoding: Base64.encode([UInt8](text)), as: UTF8.self) }
    let alias = aliases.alias(own.secretAccessKey)
    for form in [
      "planted/secret+key", "planted%2Fsecret%2Bkey", "planted\\/secret\\u002bkey", base64("planted/secret+key"),
    ] {
      let result = redactor.redact(json: #"{"Keep":{"Mail":"jane@corp.io \#(form)"}}"#)
      #expect(result.contains("jane@corp.io ") && (result.contains(alias) || result.contains(base64(alias))), "\(form)")
    }
  }

  @Test("take what regular expressions find, whole characters, and values wherever they stand")
  func patterns() throws {
    let patterns = [try LinearPattern("ticket-[0-9]+"), try LinearPattern(#"\xC3"#), try LinearPattern("key=([a-z]+)")]
    let redactor = Redactor.sample {
      $0.patterns = patterns
      $0.literals = ["planted words", "short"]
    }
    #expect(
      redactor.redact(json: #"{"a":"see ticket-4711 and key=abc"}"#)
        == #"{"a":"see \#(aliases.alias("ticket-4711")) and key=\#(aliases.alias("abc"))"}"#)
    let umlauts = redactor.redact(json: #"{"a":"xxéyyy ünï"}"#)
    #expect(umlauts == #"{"a":"xx\#(aliases.alias("é"))yyy \#(aliases.alias("ü"))n\#(aliases.alias("ï"))"}"#)
    let alias = aliases.alias("planted words")
    #expect(
      redactor.redact(json: #"{"planted words":"xplanted wordsx","b":"planted%20words short"}"#)
        == #"{"\#(alias)":"x\#(alias)x","b":"\#(alias) short"}"#)
  }

  @Test("take no words for credentials where the credentials are words")
  func wordCredentials() {
    let redactor = Redactor.sample([Credentials(accessKeyID: "test", secretAccessKey: "test", sessionToken: "test")])
    let plain = Exchange.json(request: #"{"ConnectionName":"test-connection"}"#)
    #expect(redactor.redact(plain) == plain)
  }

  /// The proxy's own secret key in each form in which it may turn up.
  private static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
  private static let token = "IQoJb3JpZ2luX2VjEXAMPLE/+token=="
  static let writtenForms: [String] = {
    let base64 = { (text: String) in String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self) }
    let urlSafe = { (text: String) in base64(text).replacing("+", with: "-").replacing("/", with: "_") }
    let percent = PercentEncoding.encode(secret.utf8)
    return [
      secret, token, "ASIAQWERTYUIOPASDFGH", percent,
      percent.replacing("%2F", with: "%2f").replacing("%2B", with: "%2b"),
      secret.replacing("/", with: "\\/"), secret.replacing("+", with: "\\u002B"),
      secret.replacing("/", with: "\\u002f"),
      secret.replacing("wJal", with: "\\u0077Jal"), base64(secret), base64("a\(secret)"), base64("ab\(secret)c"),
      base64("{\"k\":\"\(secret)\"}"), urlSafe("~?~\(secret)?"), base64(token), hexEncoded(Array(secret.utf8)),
      hexEncoded(Array(secret.utf8)).uppercased(), PercentEncoding.encode(percent.utf8), base64(base64(secret)),
    ]
  }()

  @Test("never let the proxy's own credentials pass, however they are written", arguments: writtenForms)
  func ownCredentials(form: String) throws {
    let own = Credentials(
      accessKeyID: "ASIAQWERTYUIOPASDFGH", secretAccessKey: Self.secret, sessionToken: Self.token)
    let redactor = Redactor.sample([own])
    let core = String(form.dropFirst(4).dropLast(8).prefix(20))
    let result = redactor.redact(
      .sample(
        "own.corp:GET /a/\(form)", target: "/a/\(form)?b=\(form)", requestFields: [.json, HTTPField("X-Note", form)],
        request: [UInt8]("{\"Note\":\"see \(form)\"}"),
        responseFields: [.xml, HTTPField("Location", "https://a.example/\(form)")],
        response: form.contains("\\") ? [] : [UInt8]("<Note>\(form)</Note>"), trailers: [HTTPField("X-T", form)]))
    #expect(!result.line.contains(form) && !result.line.contains(core), "\(result.line)")
    #expect(result.redactions == ["value.credentials"])
    _ = try JSONReader.read(result.request.body)
    #expect(redactor.redact(result) == result)
  }
}
