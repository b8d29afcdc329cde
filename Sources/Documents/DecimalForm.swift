// SPDX-License-Identifier: Apache-2.0

/// The normal form of a JSON number: sign, digits without zeros at either end, power of ten. `1`, `1.0` and `10e-1`
/// have one form; no precision is lost, because nothing is ever a `Double`.
package enum DecimalForm {
  /// Appends the form of a well-formed JSON number.
  package static func append(_ lexeme: UnsafeRawBufferPointer, to out: inout [UInt8]) {
    var at = 0
    let isNegative = lexeme.first == 0x2D
    if isNegative { at = 1 }
    var digits: [UInt8] = []
    digits.reserveCapacity(lexeme.count)
    var exponent = 0
    var isFraction = false
    while at < lexeme.count {
      let byte = lexeme[at]
      if byte == 0x2E {
        isFraction = true
      } else if byte | 0x20 == 0x65 {
        break
      } else {
        digits.append(byte)
        if isFraction { exponent -= 1 }
      }
      at += 1
    }
    if at < lexeme.count {
      guard let written = Int(String(decoding: lexeme[(at + 1)...], as: UTF8.self)), written.magnitude < 1 << 40 else {
        // A power of ten beyond all use: such a number is equal to itself as written.
        out.append(0x23)
        out.append(contentsOf: lexeme)
        out.append(0x3B)
        return
      }
      exponent += written
    }
    let leading = digits.prefix { $0 == 0x30 }.count
    digits.removeFirst(leading)
    while digits.last == 0x30 {
      digits.removeLast()
      exponent += 1
    }
    out.append(0x23)
    if digits.isEmpty {
      out.append(0x30)
    } else {
      if isNegative { out.append(0x2D) }
      out.append(contentsOf: digits)
      if exponent != 0 {
        out.append(0x65)
        out.append(contentsOf: String(exponent).utf8)
      }
    }
    out.append(0x3B)
  }
}

extension DecimalForm {
  /// Whether two numbers are equal as decimals.
  static func areEqual(_ left: DocumentValue, _ right: DocumentValue) -> Bool {
    if left.bytes == right.bytes { return true }
    var forms: ([UInt8], [UInt8]) = ([], [])
    left.withBytes { append($0, to: &forms.0) }
    right.withBytes { append($0, to: &forms.1) }
    return forms.0 == forms.1
  }
}
