// SPDX-License-Identifier: Apache-2.0

/// Makes text that others wrote fit to be shown: what a terminal or a reader would act on instead of showing it comes out
/// as its number.
enum VisibleText {
  /// Control characters, line ends and invisible marks (bidirectional overrides, zero-width characters) as `\u001b`.
  ///
  /// They are the escapes of JSON: JSON text means the same after it, once no line end is between its tokens.
  static func escaped(_ text: some StringProtocol) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 >= 0x7F }) else { return String(text) }
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isInvisible(scalar) {
        out += number(scalar).unicodeScalars
      } else {
        out.append(scalar)
      }
    }
    return String(out)
  }

  /// The same, no longer than `limit` characters; what is cut off becomes `…`.
  static func escaped(_ text: some StringProtocol, limit: Int) -> String {
    // What is beyond is not worth the escaping: texts of cassettes may be megabytes.
    let escaped = escaped(text.unicodeScalars.prefix(limit + 1).reduce(into: "") { $0.unicodeScalars.append($1) })
    guard escaped.unicodeScalars.count > limit else { return escaped }
    return String(String.UnicodeScalarView(escaped.unicodeScalars.prefix(max(limit - 1, 0)))) + "…"
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    return switch scalar.properties.generalCategory {
    case .unassigned: scalar.properties.isNoncharacterCodePoint
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  private static func number(_ scalar: Unicode.Scalar) -> String {
    UTF16.encode(scalar)?.map { unit in
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined() ?? ""
  }
}
