// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Hashes that can be added up, so that order does not count; the same within one run of the program only.
enum Mix {
  /// The finaliser of SplitMix64: every bit of the input moves every bit of the output.
  static func spread(_ value: UInt64) -> UInt64 {
    var value = value &+ 0x9E37_79B9_7F4A_7C15
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }

  static func pair(_ left: UInt64, _ right: UInt64) -> UInt64 { spread(spread(left) &+ right) }

  static func bytes(_ bytes: UnsafeRawBufferPointer) -> UInt64 { UInt64(bitPattern: Int64(Renaming.hash(bytes))) }

  static func text(_ text: String) -> UInt64 { Array(text.utf8).withUnsafeBytes { bytes($0) } }
}
