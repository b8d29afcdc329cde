// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Base64 with the alphabet that is safe in URLs, without padding (RFC 4648 §5).
enum Base64URL {
  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    Base64.encode(bytes).filter { $0 != 0x3D }.map { $0 == 0x2B ? 0x2D : $0 == 0x2F ? 0x5F : $0 }
  }

  /// The bytes, with padding or without, or nil where the text is of neither alphabet.
  static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    var standard = text.map { $0 == 0x2D ? 0x2B : $0 == 0x5F ? 0x2F : $0 }
    while standard.last == 0x3D { standard.removeLast() }
    standard.append(contentsOf: [UInt8](repeating: 0x3D, count: (4 - standard.count % 4) % 4))
    return Base64.decode(standard)
  }
}
