// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Base64 with the alphabet that is safe in URLs, without padding (RFC 4648 §5).
enum Base64URL {
  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    Base64.encode(bytes).filter { $0 != 0x3D }.map { $0 == 0x2B ? 0x2D : $0 == 0x2F ? 0x5F : $0 }
  }

  /// The bytes, with padding or without, or nil where the text is of neither alphabet.
  static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    Array(text).withUnsafeBytes { decode($0) }
  }

  /// The same for bytes where they lie.
  static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
    var count = text.count
    while count > 0, text[count - 1] == 0x3D { count -= 1 }
    return Base64.decode(text.from(0..<count), .any)
  }
}
