// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Redaction

@Suite("Reading a pattern")
struct PatternParserTests {
  @Test(
    "refuses what it does not know, by name and place",
    arguments: [
      ("", "empty", 1),
      ("ab(?=c)", "look-ahead", 3), ("(?!a)", "look-ahead", 1), ("(?<=a)b", "look-behind", 1),
      ("(?<!a)b", "look-behind", 1), ("(?P<n>a)", "named group", 1), ("(?<n>a)", "named group", 1),
      ("(?P=n)", "back reference", 1), ("(a)\\1", "back reference", 4), ("\\k<n>", "back reference", 1),
      ("(?>a)", "atomic", 1), ("(?#a)", "comment", 1), ("(?(1)a)", "condition", 1), ("a(?i)", "flag", 2),
      ("(?s)a", "flag", 1), ("(?i:a)", "flag", 1), ("(a)(b)", "second capturing group", 4),
      ("(a", "not closed", 1), ("ä(?:b(c)", "not closed", 2), ("a)", "closes no group", 2),
      ("[ab", "not closed", 1), ("[]", "without characters", 1), ("[^]", "without characters", 1),
      ("[b-a]", "range", 2), ("[\\d-z]", "range", 2), ("[ä]", "ASCII", 2), ("[[:alpha:]]", "named class", 2),
      ("*a", "nothing before it", 1), ("a|+", "nothing before it", 3), ("^*", "nothing before it", 2),
      ("{\"a\"}", "nothing before it", 1), ("a{\"", "begins no {m}", 2), ("a{,3}", "begins no {m}", 2),
      ("a{3,2}", "greater number first", 2), ("a{1001}", "1000 repetitions", 3), ("a**", "of a repetition", 3),
      ("a{2}{3}", "of a repetition", 5), ("a*+", "possessive", 3), ("a\\", "nothing behind it", 2),
      ("\\x4", "hexadecimal", 1), ("\\pL", "Unicode property", 1), ("\\Aa", "anchor", 1), ("\\q", "escape", 1),
      ("[\\b]", "escape", 2), ("(?:a{1000}){11}", "10000 steps", 12), ("(?:(?:a{99}){99}){99}", "10000 steps", 18),
    ])
  func refusals(pattern: String, words: String, character: Int) throws {
    let error = #expect(throws: PatternError.self) { try LinearPattern(pattern) }
    #expect(try #require(error).message.contains(words))
    #expect(error?.character == character, "\(error?.description ?? "")")
  }

  @Test("says where in its message")
  func message() {
    #expect(
      PatternError(message: "an atomic group (?>…) is not supported", character: 3).description
        == "an atomic group (?>…) is not supported (character 3 of the pattern)")
  }

  @Test("takes as much as its bounds allow, and no more")
  func bounds() throws {
    _ = try LinearPattern(String(repeating: "a", count: 1_000))
    _ = try LinearPattern("(?:a{1000}){9}")
    _ = try LinearPattern(String(repeating: "(?:", count: 249) + "a" + String(repeating: ")", count: 249))
    #expect(throws: PatternError.self) { try LinearPattern(String(repeating: "a", count: 1_001)) }
    #expect(throws: PatternError.self) { try LinearPattern(String(repeating: "ä", count: 501)) }
    // Many alternatives of which each is within the bounds.
    #expect(throws: PatternError.self) { try LinearPattern(String(repeating: "|a{999}", count: 20)) }
    #expect(throws: PatternError.self) { try LinearPattern(String(repeating: "(?:b{900}", count: 50)) }
  }

  @Test("never traps, whatever is written, and what it takes can be searched for")
  func mutations() throws {
    let samples = [
      "\\bkey=([^\"\\\\]+)\"", "(?i)(?:a|b{2,3}?|[a-f\\d]+)*?$", "^(\\w+)@(?:[a-z]+\\.){1,4}x{2}",
      "\\x41[\\x00-\\x1F]|ü+",
    ]
    let likely = Array("()[]{}|*+?^$\\-.,:=!<>PixdwbSDé019a".utf8)
    let text = Array("key=Value\" jo@mail.example.x AbbbF0\u{1}üü\n".utf8)
    var taken = 0
    for seed in 0..<2_000 {
      var random = SplitMix(seed: UInt64(seed))
      var pattern = Array((samples.randomElement(using: &random) ?? "").utf8)
      pattern.mutate(likely, &random)
      guard let read = try? LinearPattern(String(decoding: pattern, as: UTF8.self)) else { continue }
      taken += 1
      let ranges = text.withUnsafeBytes { read.matches(in: $0) }
      var end = 0
      for range in ranges {
        #expect(!range.isEmpty && range.lowerBound >= end && range.upperBound <= text.count)
        end = range.upperBound
      }
    }
    #expect(taken > 300)
  }
}
