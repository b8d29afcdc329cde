// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import tapedeck

@Suite("Variables whose values a project redacts")
struct RedactedVariablesTests {
  @Test("give their values in the order of their names, and those without a value their names")
  func values() throws {
    let variables = try RedactedVariables(
      ["B", "A", "EMPTY", "NONE"], in: ["A": "secret-a", "B": "secret-b", "EMPTY": "", "OTHER": "x"])
    #expect(variables.values == ["secret-b", "secret-a"])
    #expect(variables.unset == ["EMPTY", "NONE"])
  }

  @Test("need six bytes; an error names the variable and not its value", arguments: [("abcde", false), ("äöü", true)])
  func short(value: String, isTaken: Bool) throws {
    if isTaken {
      #expect(try RedactedVariables(["PIN"], in: ["PIN": value]).values == [value])
    } else {
      let failure = #expect(throws: Failure.self) { try RedactedVariables(["PIN"], in: ["PIN": value]) }
      let message = try #require(failure).message
      #expect(failure?.status == ExitStatus.usage && message.contains("PIN") && !message.contains(value))
    }
  }
}
