// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Documents
import TestSupport

@testable import Redaction

/// Lines of exchanges as the scan gets them, and what it says of them.
enum ScanSample {
  static func line(
    action: String = "codeconnections:GetConnection",
    endpoint: String = "https://codeconnections.eu-west-1.amazonaws.com",
    target: String = "/", requestFields: HTTPFields = [], request: [UInt8] = [], responseFields: HTTPFields = [],
    response: [UInt8] = []
  ) -> [UInt8] {
    let parts = action.split(separator: ":", maxSplits: 1).map { String($0) }
    return Exchange(
      action: Action(service: parts[0], operation: parts[1]), region: "eu-west-1",
      at: Timestamp(seconds: 1_795_338_487), took: 1, endpoint: endpoint,
      request: HTTPRequest(head: HTTPRequestHead(method: "POST", target: target, fields: requestFields), body: request),
      response: HTTPResponse(head: HTTPResponseHead(status: 200, fields: responseFields), body: response)
    ).encoded()
  }

  static func line(response: String) -> [UInt8] { line(response: Array(response.utf8)) }

  static func findings(
    _ line: [UInt8], credentials: [Credentials] = [], off: Set<String> = [], exceptions: Set<String> = [],
    secrets: [String] = []
  ) -> [LeakFinding] {
    let scan = LeakScan(
      credentials: credentials, off: off, exceptions: exceptions, secrets: secrets.map { Array($0.utf8) })
    return line.withUnsafeBytes { scan.findings(in: $0) }
  }

  static func rules(_ line: [UInt8], secrets: [String] = []) -> [String] {
    Set(findings(line, secrets: secrets).map(\.rule)).sorted()
  }

  /// The rules that a response with that body breaks.
  static func rules(response: String) -> [String] { rules(line(response: response)) }

  /// Characters that look random, always the same ones: capitals, small letters and digits are among them.
  static func characters(_ count: Int, of alphabet: String = alphanumeric, seed: UInt64 = 7) -> String {
    var random = SplitMix(seed: seed)
    let alphabet: [Character] = alphabet.map { $0 }
    var characters: [Character] = []
    for index in 0..<count {
      let place = index * 23 + Int.random(in: 0..<19, using: &random)
      characters.append(alphabet[place % alphabet.count])
    }
    return String(characters)
  }

  static let alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
  static let hex = "0123456789abcdef"

  static func base64(_ text: String) -> String { String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self) }
  static func base64URL(_ text: String) -> String {
    base64(text).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
  static func json(_ text: String) -> String {
    var writer = JSONWriter()
    writer.string(text)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
  static func url(_ text: String) -> String { PercentEncoding.encode(Array(text.utf8)) }

  /// Every byte as `%XX`.
  static func percent(_ text: String) -> String {
    text.utf8.map { "%" + (String($0, radix: 16).count < 2 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
