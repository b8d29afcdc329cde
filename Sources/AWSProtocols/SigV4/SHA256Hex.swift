// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Documents

/// Bytes in base 16, lower case.
package func hexEncoded(_ bytes: some Sequence<UInt8>) -> String {
  var out: [UInt8] = []
  for byte in bytes {
    out.append(hexDigits[Int(byte >> 4)])
    out.append(hexDigits[Int(byte & 15)])
  }
  return String(decoding: out, as: UTF8.self)
}

/// The SHA-256 of bytes in base 16, as SigV4 writes it.
package func sha256Hex(_ bytes: some Collection<UInt8>) -> String {
  var hash = SHA256()
  if bytes.withContiguousStorageIfAvailable({ hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil {
    Array(bytes).withUnsafeBytes { hash.update(bufferPointer: $0) }
  }
  return hexEncoded(hash.finalize())
}
