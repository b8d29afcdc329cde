// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Simulator

@Suite("Model patterns")
struct ModelPatternTests {
  @Test(
    "The whole text has to match",
    arguments: [
      ("abc", "abc", true), ("abc", "abcd", false), ("abc", "xabc", false), ("a|bc", "bc", true), ("a|bc", "ac", false),
      ("(a|b)*", "", true), ("(a|b)*", "abba", true), ("(a*)*", "aaa", true), ("(a*)*", "b", false), ("a+", "", false),
      ("a?b", "b", true), ("a{2}", "aa", true), ("a{2}", "aaa", false), ("a{2,}", "aaaa", true), ("a{2,}", "a", false),
      ("a{1,3}", "aaa", true), ("a{1,3}", "aaaa", false), ("^a$", "a", true), (".*", "é漢😀", true), (".", "\n", false),
      (".*", "a\u{2028}", false), (#"[\s\S]*"#, "a\nb", true), (#"\w{3}"#, "a_9", true), (#"\w"#, "é", false),
      (#"\d"#, "٣", false), ("[^a]", "b", true), ("[^a]", "a", false), ("[a-c-]+", "b-a", true), ("[+.]", "x", false),
      (#"a\b-"#, "a-", true), (#"a\bb"#, "ab", false), (#"[\-/]"#, "/", true), ("(?:ab)+", "abab", true),
    ])
  func matching(pattern: String, text: String, isMatch: Bool) throws {
    #expect(try #require(ModelPattern(pattern)).matches(text) == isMatch)
  }

  @Test(
    "What is malformed, or not supported, is no pattern",
    arguments: ["(", ")", "[", "a{", "a{2", "a{3,2}", "*", #"\"#, #"\p"#, "(?=a)", "[b-a]", "a{99999}"])
  func malformed(pattern: String) {
    #expect(ModelPattern(pattern) == nil)
  }

  @Test("Every pattern of the models is supported", arguments: ServiceName.allCases)
  func allSupported(service: ServiceName) {
    var count = 0
    for (name, shape) in service.model.shapes {
      guard case .string(_, _, let pattern?) = shape else { continue }
      #expect(ModelPattern(pattern) != nil, "\(name): \(pattern)")
      count += 1
    }
    #expect(count == 24)
  }

  @Test("A text of twenty thousand colons is judged at once")
  func linear() throws {
    let pattern = try #require(ModelPattern(#"arn:aws(-[\w]+)*:.+:.+:[0-9]{12}:.+"#))
    #expect(!pattern.matches("arn:aws:" + String(repeating: ":", count: 20_000)))
  }
}
