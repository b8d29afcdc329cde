// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("A renaming")
struct RenamingTests {
  private func renaming(_ pairs: (String, String)...) -> Renaming {
    var renaming = Renaming()
    for (recorded, live) in pairs {
      let isBound = renaming.bind(Renaming.Pair(recorded: Array(recorded.utf8), live: Array(live.utf8)))
      #expect(isBound)
    }
    return renaming
  }

  private func rewrite(_ text: String, _ renaming: Renaming, _ direction: Renaming.Direction = .toLive) -> String? {
    Array(text.utf8).withUnsafeBytes { renaming.rewritten($0, direction) }.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(
    "replaces whole tokens, wherever they are quoted",
    arguments: [
      (#"{"Arn":"arn:aws:s3:::x-8213"}"#, #"{"Arn":"arn:aws:s3:::x-5570"}"#),
      ("https%3A%2F%2Fh%2Fx-8213%3Fa", "https%3A%2F%2Fh%2Fx-5570%3Fa"),
      (#"{"P":"{\"R\":\"x-8213\\n\"}"}"#, #"{"P":"{\"R\":\"x-5570\\n\"}"}"#),
      ("<Name>x-8213</Name>&quot;x-8213&quot;", "<Name>x-5570</Name>&quot;x-5570&quot;"),
      (#"{"D":"eyJuYW1lIjogImFwcC04MjEzIn0="}"#, #"{"D":"eyJuYW1lIjogImFwcC01NTcwIn0="}"#),
      ("x-8213 x-82134 8213 a82139", "x-5570 x-82134 8213 a82139"),
      ("\"8213\":8213", nil),
      ("nothing of it", nil),
    ] as [(String, String?)])
  func tokens(_ text: String, _ expected: String?) {
    let renaming = renaming(("8213", "5570"))
    #expect(rewrite(text, renaming) == expected)
    if let expected { #expect(rewrite(expected, renaming, .toRecorded) == text) }
  }

  @Test("is one to one")
  func oneToOne() {
    var renaming = renaming(("a1b2c3", "d4e5f6"), ("9f9f9f", "9f9f9f"))
    func bind(_ left: String, _ right: String) -> Bool {
      renaming.bind(Renaming.Pair(recorded: Array(left.utf8), live: Array(right.utf8)))
    }
    let outcomes = [
      bind("a1b2c3", "d4e5f6"), bind("a1b2c3", "d4e5f7"), bind("a1b2c4", "d4e5f6"), bind("9f9f9f", "d4e5f8"),
      bind("000aaa", "9f9f9f"),
    ]
    #expect(outcomes == [true, false, false, false, false])
    #expect(renaming.changes == 1)
  }

  @Test("puts phrases in once each, the longest first, and not into longer words")
  func phrases() {
    var renaming = Renaming()
    for (recorded, live) in [("alpha", "beta"), ("beta", "alpha"), ("alpha one", "red"), ("happy-panda", "brave-lion")]
    {
      renaming.bindPhrase(Renaming.Pair(recorded: Array(recorded.utf8), live: Array(live.utf8)))
    }
    let text = #"{"a":"alpha","b":"beta","c":"alpha one","d":"alphabet","e":"x/happy-panda:y"}"#
    let live = #"{"a":"beta","b":"alpha","c":"red","d":"alphabet","e":"x/brave-lion:y"}"#
    #expect(rewrite(text, renaming) == live)
    #expect(rewrite(live, renaming, .toRecorded) == text)
    #expect(rewrite("nothing of it", renaming) == nil)
  }

  @Test("keeps the last value of a time only")
  func times() {
    var renaming = Renaming()
    for live in ["1795500000", "1795500060"] {
      let pair = Renaming.Pair(recorded: Array("1795392000".utf8), live: Array(live.utf8), isLoose: true)
      let isBound = renaming.bind(pair)
      #expect(isBound)
    }
    #expect(renaming.pairs.count == 1)
    #expect(rewrite("1795392000", renaming) == "1795500060")
    #expect(rewrite("1795500000", renaming, .toRecorded) == nil)
  }

  @Test("undoes itself, whatever the text")
  func inverse() {
    var random = SplitMix(seed: 11)
    var renaming = Renaming()
    var names: [String] = []
    for _ in 0..<50 {
      let (left, right) = (
        UInt32.random(in: 0x1000_0000 ... .max, using: &random), UInt32.random(in: 0x1000_0000 ... .max, using: &random)
      )
      let pair = ("a1" + String(left, radix: 16), "b2" + String(right, radix: 16))
      guard renaming.bind(Renaming.Pair(recorded: Array(pair.0.utf8), live: Array(pair.1.utf8))) else { continue }
      names.append(pair.0)
    }
    for _ in 0..<500 {
      let text = (0..<8).map { _ in names.randomElement(using: &random) ?? "" }.joined(
        separator: [":", "/", "%2F", "\"", " "].randomElement(using: &random) ?? "")
      let there = rewrite(text, renaming)
      #expect(there != nil)
      #expect(there.flatMap { rewrite($0, renaming, .toRecorded) } == text)
    }
  }
}
