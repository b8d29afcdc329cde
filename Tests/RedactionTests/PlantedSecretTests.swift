// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Documents
import TestSupport
import Testing

@testable import Redaction

@Suite("Planted secrets")
struct PlantedSecretTests {
  /// A secret of any characters, which has a letter of each case and a digit.
  private static func secret(_ random: inout SplitMix) -> String {
    let characters = "abcdefghijkXYZ0123456789+/=%&<>\"\\ _-.~é:@{'".map { $0 }
    let text = (0..<Int.random(in: 8...30, using: &random)).map { _ in characters.randomElement(using: &random) ?? "x" }
    return "pL4\(String(text))q"
  }

  /// Words and numbers that are nobody's.
  private static func ordinary(_ random: inout SplitMix) -> String {
    ["AVAILABLE", "my name", "2026-11-23T05:16:18Z", "v1.2.3", "a/b/icon.png", "t3.micro", "ünï", "x<y&z"]
      .randomElement(using: &random) ?? ""
  }

  /// A message of a form whose members are these, in their order.
  private static func message(_ members: [(name: String, value: String)], _ type: HTTPField) -> [UInt8] {
    switch type {
    case .json:
      var writer = JSONWriter()
      writer.object { object in
        for member in members {
          object.name(member.name)
          object.string(member.value)
        }
      }
      return writer.bytes
    case .form:
      return Array(members.map { "\($0.name)=\(PercentEncoding.encode($0.value.utf8))" }.joined(separator: "&").utf8)
    case .xml:
      let escape = { (text: String) in text.replacing("&", with: "&amp;").replacing("<", with: "&lt;") }
      return Array("<R>\(members.map { "<\($0.name)>\(escape($0.value))</\($0.name)>" }.joined())</R>".utf8)
    default:
      var bytes: [UInt8] = [0xBF]
      for text in members.flatMap({ [$0.name, $0.value] }) {
        bytes += [0x79, UInt8(text.utf8.count >> 8), UInt8(text.utf8.count & 255)] + Array(text.utf8)
      }
      return bytes + [0xFF]
    }
  }

  private static func values(_ body: [UInt8], _ type: HTTPField) throws -> [String] {
    switch type {
    case .json: try JSONReader.read(body).root.members.map { $0.value.string ?? "" }
    case .cbor: try CBORReader.read(body[...]).root.members.map { $0.value.string ?? "" }
    default:
      FormField.parse(body, plusIsSpace: true).map { String(decoding: $0.value, as: UTF8.self) }
    }
  }

  /// Every way in which a text may be written in another one.
  private static func forms(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    var json = JSONWriter()
    json.string(text)
    let inner = (0..<3).map { before in
      // What of base64 does not depend on what stands before and behind.
      let encoded = Base64.encode([UInt8](repeating: 0x61, count: before) + bytes)
      return String(decoding: encoded.dropFirst(before == 0 ? 0 : 4).dropLast(4), as: UTF8.self)
    }
    return inner + [
      text, PercentEncoding.encode(bytes), hexEncoded(bytes), hexEncoded(bytes).uppercased(),
      String(decoding: json.bytes.dropFirst().dropLast(), as: UTF8.self),
    ]
  }

  @Test(
    "are nowhere after redaction, in no form, and all else is as it was", arguments: [HTTPField.json, .form, .cbor])
  func planted(type: HTTPField) throws {
    var random = SplitMix(seed: 23)
    for round in 0..<120 {
      let secret = Self.secret(&random)
      let places = ["Password", "SecretString", "ApiKey"]
      var members: [(name: String, value: String)] = (0..<6).map { ("m\($0)", Self.ordinary(&random)) }
      let copies = [
        secret, "a \(secret) b", PercentEncoding.encode(secret.utf8),
        String(decoding: Base64.encode([UInt8](secret)), as: UTF8.self),
        String(decoding: Base64.encode([UInt8]("{\"k\":\"\(secret)\"}")), as: UTF8.self),
        hexEncoded(Array(secret.utf8)),
      ]
      members.insert(("copy", copies[round % copies.count]), at: Int.random(in: 0...6, using: &random))
      members.insert((places[round % 3], secret), at: Int.random(in: 0...7, using: &random))
      let body = Self.message(members, type)
      let redactor = Redactor.sample()
      let result = redactor.redact(
        .sample(
          target: "/x?note=\(PercentEncoding.encode(secret.utf8))", requestFields: [type], request: body,
          responseFields: [.text], response: [UInt8]("failed: \(copies[(round + 1) % copies.count])")))
      let parts = [result.request.head.target, result.requestText, result.responseText, result.line]
      for form in Self.forms(secret) {
        #expect(!parts.contains { $0.contains(form) }, "seed 23, round \(round): \(secret) as \(form)")
      }
      let after = try Self.values(result.request.body, type)
      try #require(after.count == members.count)
      for (value, member) in zip(after, members) where member.name.hasPrefix("m") { #expect(value == member.value) }
      #expect(result.responseText.hasPrefix("failed: ") && redactor.redact(result) == result)
    }
  }

  @Test("are nowhere in XML either")
  func xml() throws {
    var random = SplitMix(seed: 29)
    for round in 0..<120 {
      let secret = Self.secret(&random)
      let body = Self.message([("A", "stays"), ("Password", secret), ("B", "<\(secret)>"), ("C", "x&y")], .xml)
      let result = Redactor.sample().redact(.sample(responseFields: [.xml], response: body))
      for form in Self.forms(secret) {
        #expect(!result.responseText.contains(form), "seed 29, round \(round): \(secret)")
      }
      let tree = try XMLReader.read(result.response.body[...]).root
      #expect(tree["R"]?["A"]?.string == "stays" && tree["R"]?["C"]?.string == "x&y", "\(result.responseText)")
    }
  }
}
