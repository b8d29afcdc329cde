// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CassetteFiles

struct CassetteFileErrorTests {
  @Test(
    "Every error says what happened, to which file, and what to do next", arguments: CassetteFileError.Code.allCases)
  func descriptions(code: CassetteFileError.Code) {
    let message = CassetteFileError(code, "dir/a.cassette", detail: "the detail").description
    let start = "dir/a.cassette: \(code.rawValue) (the detail). "
    #expect(message.hasPrefix(start))
    #expect(message.count > start.count + 10)
    #expect(message.hasSuffix("."))
    #expect(!message.contains("\n"))
  }

  @Test("No two errors say the same")
  func distinct() {
    #expect(Set(CassetteFileError.Code.allCases.map(\.rawValue)).count == CassetteFileError.Code.allCases.count)
    #expect(Set(GzipError.Code.allCases.map(\.rawValue)).count == GzipError.Code.allCases.count)
  }

  @Test("A system error comes with the system's words")
  func system() {
    let error = CassetteFileError(system: 13, "a")
    #expect(error.code == .noPermission)
    #expect(error.description.contains("(Permission denied)"))
  }

  @Test("A path that a shell would take apart is quoted in the advice")
  func quoting() {
    func advice(_ path: String) -> String { CassetteFileError(.truncated, path).description }
    #expect(advice("a b").contains("`tapedeck repair 'a b'`"))
    #expect(advice("it's").contains("`tapedeck repair 'it'\\''s'`"))
    #expect(advice("dir/a-1_b.cassette").contains("`tapedeck repair dir/a-1_b.cassette`"))
  }
}
