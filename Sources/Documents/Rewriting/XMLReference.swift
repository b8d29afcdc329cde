// SPDX-License-Identifier: Apache-2.0

/// References to one of XML's own five entities, or to a character by its number (XML 1.0 §4.1).
enum XMLReference {
  /// Appends what the reference stands for that begins with the `&` at `start`.
  /// - Returns: the offset behind it; nil, with nothing appended, where there is none.
  static func undo(_ input: UnsafeRawBufferPointer, at start: Int, to out: inout [UInt8]) -> Int? {
    let last = min(input.count, start + 13)
    var end = start + 1
    while end < last, input[end] != 0x3B { end += 1 }
    guard end < last, let scalar = scalar(UnsafeRawBufferPointer(rebasing: input[start + 1..<end])) else { return nil }
    appendUTF8(scalar, to: &out)
    return end + 1
  }

  private static func scalar(_ name: UnsafeRawBufferPointer) -> UInt32? {
    if name.first == 0x23 { return number(name.dropFirst()) }
    if name.elementsEqual("lt".utf8) { return 0x3C }
    if name.elementsEqual("gt".utf8) { return 0x3E }
    if name.elementsEqual("amp".utf8) { return 0x26 }
    if name.elementsEqual("apos".utf8) { return 0x27 }
    if name.elementsEqual("quot".utf8) { return 0x22 }
    return nil
  }

  /// Keys of S3 have characters that XML forbids; clients write them by their number all the same.
  private static func number(_ text: Slice<UnsafeRawBufferPointer>) -> UInt32? {
    let isHex = text.first == 0x78
    let digits = isHex ? text.dropFirst() : text
    guard !digits.isEmpty else { return nil }
    var number: UInt32 = 0
    for byte in digits {
      guard let digit = hexValue(byte), isHex || digit < 10, number < 0x11_0000 else { return nil }
      number = number * (isHex ? 16 : 10) + UInt32(digit)
    }
    return Unicode.Scalar(number)?.value
  }
}
