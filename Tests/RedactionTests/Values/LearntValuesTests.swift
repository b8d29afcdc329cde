// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import Redaction

@Suite("Learnt values")
struct LearntValuesTests {
  private func entries(_ value: String) -> [LearntValues.Entry] {
    LearntValues.entries([UInt8](value)[...], .copy, AliasForm.of(value))
  }

  private func texts(_ value: String) -> [String] { entries(value).map { String(decoding: $0.text, as: UTF8.self) } }

  @Test(
    "are those that say something by themselves",
    arguments: [
      "hunter2", "Tr0ub4dor", "correct horse battery", "12345678", "a-b-c-1", "wJalrXUtnFEMI/K7MDENG", "päss-w0rd",
      "longwordwithoutanydigit",
    ])
  func learnt(value: String) {
    #expect(texts(value) == [value])
  }

  @Test(
    "are no words, which mean other things elsewhere",
    arguments: ["", "a", "abc12", "1234567", "Password", "test", "my-name", "TEST_NAME"])
  func words(value: String) {
    #expect(entries(value).isEmpty)
  }

  @Test("count as words of their own where they are short")
  func boundaries() {
    let values = LearntValues()
    values.learn(entries("hunter2") + entries("correct horse battery"), accounts: [])
    func count(_ text: String) -> Int { [UInt8](text).withUnsafeBytes { values.take().snapshot.hits(in: $0).count } }
    #expect(count("hunter2") == 1 && count("a hunter2.") == 1 && count("'hunter2'") == 1)
    #expect(count("xhunter2") == 0 && count("hunter22") == 0)
    #expect(count("xcorrect horse batteryx") == 1)
  }

  @Test("are learnt with what they say in base64, and with the host of a URL that is somebody's")
  func meanings() {
    #expect(texts("aHVudGVyMi1zZWNyZXQxMg==") == ["aHVudGVyMi1zZWNyZXQxMg==", "hunter2-secret12"])
    #expect(texts("https://ghe.corp.io:8443/x") == ["https://ghe.corp.io:8443/x", "ghe.corp.io"])
    for host in ["sqs.eu-west-1.amazonaws.com", "www.example.com", "service.test"] {
      #expect(texts("https://\(host)/path") == ["https://\(host)/path"])
    }
  }

  @Test("are whole, however long")
  func long() {
    let value = String(repeating: "0123456789abcdeF", count: 4000)
    let values = LearntValues()
    values.learn(entries(value), accounts: [])
    #expect(
      [UInt8]("x \(value) y").withUnsafeBytes { values.take().snapshot.hits(in: $0) }.map(\.range) == [2..<64_002])
    #expect(entries(value + value).isEmpty)
  }

  @Test("stay as they were in a snapshot")
  func snapshots() {
    let values = LearntValues()
    let before = values.take().snapshot
    values.learn(entries("hunter2"), accounts: [210_987_654_320])
    #expect(!before.contains([UInt8]("hunter2")) && before.accounts.isEmpty)
    #expect(values.take().snapshot.contains([UInt8]("hunter2")) && values.take().snapshot.accounts == [210_987_654_320])
  }
}
