// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Redaction

@Suite("Patterns that cannot backtrack")
struct LinearPatternTests {
  private func found(_ pattern: String, in text: some Collection<UInt8>) throws -> [Range<Int>] {
    let pattern = try LinearPattern(pattern)
    return Array(text).withUnsafeBytes { pattern.matches(in: $0) }
  }

  // What Python's re finds in the same bytes, with `\Z` for `$`.
  @Test(
    "find what a backtracking engine finds",
    arguments: [
      ("abc", "xabcabc", [1..<4, 4..<7]),
      ("a.c", "abc a\nc adc", [0..<3, 8..<11]),
      ("(?i)aBc", "ABCabcAbC", [0..<3, 3..<6, 6..<9]),
      (#"(?i)[x-z]+\x61"#, "XyZA", [0..<4]),
      ("a|ab", "ab", [0..<1]),
      ("ab|a", "ab", [0..<2]),
      ("(?:a|ab)(?:c|bcd)", "abcd", [0..<4]),
      ("a*", "baac", [1..<3]),
      ("a+?", "aaa", [0..<1, 1..<2, 2..<3]),
      ("a{2}", "aaaaa", [0..<2, 2..<4]),
      ("a{2,}", "a aa aaaa", [2..<4, 5..<9]),
      ("a{1,2}", "aaaaa", [0..<2, 2..<4, 4..<5]),
      ("a{1,2}?", "aaa", [0..<1, 1..<2, 2..<3]),
      ("a{2,}?b", "aaab", [0..<4]),
      ("a??b", "aab", [1..<3]),
      (#""key":"([^"]*)""#, "{\"key\":\"v1\",\"no\":\"x\",\"key\":\"\",\"key\":\"v2\"}", [8..<10, 37..<39]),
      ("^a", "aa", [0..<1]),
      ("a$", "aa", [1..<2]),
      ("^$", "", []),
      ("^abc$", "abc", [0..<3]),
      (#"(?:^|,)(\d+)"#, "12,34,,x5", [0..<2, 3..<5]),
      (#"(\d+)(?:,|$)"#, "12,34", [0..<2, 3..<5]),
      (#"\bfoo\b"#, "foo food foo_ .foo", [0..<3, 15..<18]),
      (#"\b\w"#, "ab cd", [0..<1, 3..<4]),
      (#"\w\b"#, "ab cd", [1..<2, 4..<5]),
      (#"\d+\b-"#, "12- 3a-", [0..<3]),
      ("[a-c-]+", "ab-cd-", [0..<4, 5..<6]),
      (#"[\]a]+"#, "a]b", [0..<2]),
      (#"[^a-c\s]+"#, "abxyz w", [2..<5, 6..<7]),
      (#"[\d.]+"#, "1.2.3-4", [0..<5, 6..<7]),
      (#"\.\*\\\/"#, ".*\\/", [0..<4]),
      (#"\t\r\x41"#, "\t\rA", [0..<3]),
      ("(x)(?:y)?", "xyx", [0..<1, 2..<3]),
      ("(?:ab){2}", "ababab", [0..<4]),
      ("(?:ab)*?c", "ababc", [0..<5]),
      ("a(.*)c", "abcbc", [1..<4]),
      ("a(.*?)c", "abcbc", [1..<2]),
      ("(?:a+b+)+", "aabbab b", [0..<6]),
      ("x*y|x", "xxxyxx", [0..<4, 4..<5, 5..<6]),
      ("(a|b)*c|(?:ab)", "abab", []),
      ("(?:a?){3}a{3}", "aaa", [0..<3]),
      ("proj-[0-9a-f]{4,8}", "proj-1234 proj-12 proj-0123456789", [0..<9, 18..<31]),
      (#"\bAKIA[A-Z0-9]{16}\b"#, "AKIAIOSFODNN7EXAMPLE AKIAIOSFODNN7EXAMPLEX", [0..<20]),
      (
        #"arn:aws:[a-z-]+:([a-z0-9-]*):(?:\d{12})"#, "arn:aws:iam::123456789012 arn:aws:sqs:eu-west-1:123456789012:q",
        [38..<47]
      ),
      (#"[a-z0-9.]+@(?:[a-z0-9]+\.)+[a-z]{2,}"#, "to: jo.e@mail.example.com, x@y", [4..<25]),
      ("(?:|a)b", "ab", [0..<2]),
      ("(?:a|)b", "ab", [0..<2]),
      ("()a", "a", []),
      ("a|b|cd|e", "abcde", [0..<1, 1..<2, 2..<4, 4..<5]),
      ("Mü+", "Müüx", [0..<5]),
      (#"[\x00-\x1f]"#, "a\u{1}b\u{1f}", [1..<2, 3..<4]),
    ] as [(String, String, [Range<Int>])])
  func sameAsPython(pattern: String, text: String, expected: [Range<Int>]) throws {
    #expect(try found(pattern, in: text.utf8) == expected)
  }

  @Test(
    "differ from it where redaction is better served",
    arguments: [
      // Every round of the group is meant, not the last one alone.
      ("(a){3}", "aaaa", [0..<1, 1..<2, 2..<3]),
      ("(?:id=(\\d+),?)+", "id=12,id=3", [3..<5, 9..<10]),
      ("(?:(a)|b)+", "abab", [0..<1, 2..<3]),
      // What is negated ends at a newline, and an empty round is none.
      ("[^a]+", "bc\nd", [0..<2, 3..<4]),
      ("\\W+", "..\n.", [0..<2, 3..<4]),
      ("[\\s\\S]+", "a\nb", [0..<3]),
      ("(?:a?|b)*", "ab", [0..<2]),
      ("(a*)*", "baab", [1..<3]),
      ("(a*)+b", "aab", [0..<2]),
      ("(?:a*?)*?b", "aab", [0..<3]),
      // `$` is the very end.
      ("a$", "a\n", []),
    ] as [(String, String, [Range<Int>])])
  func differences(pattern: String, text: String, expected: [Range<Int>]) throws {
    #expect(try found(pattern, in: text.utf8) == expected)
  }

  @Test("see bytes, whether or not they are text")
  func bytes() throws {
    #expect(try found(".+", in: [0xFF, 0x00, 0x0A, 0xC3]) == [0..<2, 3..<4])
    #expect(try found("\\xff(.)", in: [0x61, 0xFF, 0x80]) == [2..<3])
    #expect(try found("a", in: []).isEmpty)
  }

  @Test(
    "take linear time where others take for ever",
    arguments: [
      ("(a*)*b", "a", 100_000, 0), ("(a|a)*b", "a", 100_000, 0), ("(x+x+)+y", "x", 100_000, 0),
      ("(?:a?){500}a{500}", "a", 20_000, 20),
      // Each match looks at all of the rest before it ends: quadratic in engines that are linear for one match.
      ("x*y|x", "x", 20_000, 20_000), ("(?:.*z)?\\b|x", "x", 20_000, 19_999), (".*?y|(x)", "x", 20_000, 20_000),
    ])
  func linear(pattern: String, letter: String, length: Int, count: Int) throws {
    let text = Array(repeatElement(letter, count: length).joined().utf8)
    let clock = ContinuousClock()
    var matches = 0
    // Milliseconds when optimised; what backtracks takes minutes at the least.
    let time = try clock.measure { matches = try found(pattern, in: text).count }
    #expect(matches == count)
    #expect(time < .seconds(20))
  }

  @Test("find the same wherever blocks of the text end")
  func blocks() throws {
    for shift in [0, 1, 500, 1_020, 1_021, 1_022, 1_023, 1_024, 1_025, 2_047, 5_000] {
      let text = "a" + String(repeating: ".", count: shift) + "key=secret;" + String(repeating: "-", count: 1_500) + "b"
      let value = shift + 5..<shift + 11
      #expect(try found("key=(\\w+)", in: text.utf8) == [value])
      #expect(try found("\\bsecret\\b", in: text.utf8) == [value])
      #expect(try found("(\\w+);-+b$", in: text.utf8) == [value])
      #expect(try found("^a\\.*key=(\\w+)", in: text.utf8) == [value])
      #expect(try found("[^k]+", in: text.utf8) == [0..<shift + 1, shift + 2..<text.utf8.count])
    }
  }

  @Test("find the same where a text needs more states than are kept")
  func manyStates() throws {
    var random = SplitMix(seed: 7)
    let text = (0..<15_000).map { _ in Array("xyz".utf8).randomElement(using: &random) ?? 0 }
    var expected: [Range<Int>] = []
    var place = 0
    while place + 602 <= text.count {
      let isMatch = text[place] == UInt8(ascii: "x") && text[place + 601] == UInt8(ascii: "y")
      if isMatch { expected.append(place..<place + 602) }
      place += isMatch ? 602 : 1
    }
    #expect(expected.count > 20)
    #expect(try found("x[xyz]{600}y", in: text) == expected)
  }

  @Test("find what a plain matcher finds, whatever the pattern")
  func property() throws {
    for seed in 0..<1_000 {
      var random = SplitMix(seed: UInt64(seed))
      let tree = PatternTree.random(&random)
      guard !tree.pattern.isEmpty else { continue }
      let text = (0..<Int.random(in: 0...14, using: &random)).map { _ in
        Array("aab_.\n".utf8).randomElement(using: &random) ?? 0
      }
      let expected = tree.matches(in: text)
      #expect(try found(tree.pattern, in: text) == expected, "\(tree.pattern) in \(text), seed \(seed)")
    }
  }

  @Test("serve many threads at once")
  func threads() async throws {
    let pattern = try LinearPattern("id-(\\d+)")
    let text = Array(String(repeating: "id-17 ", count: 500).utf8)
    await withTaskGroup(of: Int.self) { group in
      for _ in 0..<8 { group.addTask { text.withUnsafeBytes { pattern.matches(in: $0).count } } }
      for await count in group { #expect(count == 500) }
    }
  }

  @Test("are equal when their texts are")
  func equality() throws {
    #expect(try LinearPattern("a+") == LinearPattern("a+"))
    #expect(try LinearPattern("a+") != LinearPattern("aa*"))
  }
}
