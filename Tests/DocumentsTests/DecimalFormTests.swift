// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Documents

@Suite("The normal form of a number")
struct DecimalFormTests {
  private func form(_ lexeme: String) -> String {
    var out: [UInt8] = []
    Array(lexeme.utf8).withUnsafeBytes { DecimalForm.append($0, to: &out) }
    return String(decoding: out, as: UTF8.self)
  }

  @Test(
    "has no zeros at either end and one power of ten",
    arguments: [
      ("0", "#0;"), ("-0.00e9", "#0;"), ("1", "#1;"), ("-1", "#-1;"), ("100", "#1e2;"), ("0.001", "#1e-3;"),
      ("10.10", "#101e-1;"), ("5E+3", "#5e3;"), ("5e-3", "#5e-3;"), ("120e-1", "#12;"),
    ])
  func forms(lexeme: String, expected: String) {
    #expect(form(lexeme) == expected)
  }

  @Test("never overflows", arguments: ["1e9223372036854775807", "1e-9223372036854775808", "1e99999999999999999999999"])
  func huge(lexeme: String) {
    #expect(form(lexeme) == "#\(lexeme);")
  }
}
