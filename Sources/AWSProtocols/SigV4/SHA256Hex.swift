// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Documents

/// Bytes in base 16, lower case.
package func hexEncoded(_ bytes: some Sequence<UInt8>) -> String {
  // Callers in other modules run this without knowing the type: the loop must not.
  (bytes.withContiguousStorageIfAvailable { hexEncoded(UnsafeRawBufferPointer($0)) })
    ?? Array(bytes).withUnsafeBytes { hexEncoded($0) }
}

private func hexEncoded(_ bytes: UnsafeRawBufferPointer) -> String {
  String(unsafeUninitializedCapacity: 2 * bytes.count) { out in
    for (place, byte) in bytes.enumerated() {
      out[2 * place] = hexDigits[Int(byte >> 4)]
      out[2 * place + 1] = hexDigits[Int(byte & 15)]
    }
    return 2 * bytes.count
  }
}

/// The SHA-256 of bytes in base 16, as SigV4 writes it.
package func sha256Hex(_ bytes: some Collection<UInt8>) -> String {
  var hash = SHA256()
  if bytes.withContiguousStorageIfAvailable({ hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil {
    Array(bytes).withUnsafeBytes { hash.update(bufferPointer: $0) }
  }
  return hash.finalize().withUnsafeBytes { hexEncoded($0) }
}

/// The SHA-256 of bytes.
package func sha256(_ bytes: [UInt8]) -> [UInt8] {
  var hash = SHA256()
  bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
  return hash.finalize().withUnsafeBytes { [UInt8]($0) }
}
