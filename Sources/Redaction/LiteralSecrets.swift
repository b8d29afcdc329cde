// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// Secrets that are known by value, the credentials of proxy and client first, in every encoding they may turn up in.
struct LiteralSecrets: Sendable {
  private let needles: [[UInt8]]
  /// Which first bytes are worth a look.
  private let starts: [Bool]

  init(_ credentials: [Credentials]) {
    var needles: Set<[UInt8]> = []
    for one in credentials {
      // AWS's have 16 characters or more; a shorter one is a word such as `test`, which stands in places of all kinds.
      if one.accessKeyID.utf8.count >= 16 { needles.insert(Array(one.accessKeyID.utf8)) }
      for secret in [one.secretAccessKey, one.sessionToken ?? ""] where secret.utf8.count >= 8 {
        let raw = Array(secret.utf8)
        needles.insert(raw)
        needles.insert(Array(PercentEncoding.encode(raw).utf8))
        needles.insert(LiteralSecrets.percentEncodedInLowerCase(raw))
        var json = JSONWriter()
        json.string(secret)
        needles.insert(Array(json.bytes.dropFirst().dropLast()))
        // Some writers of JSON escape the slash, too.
        needles.insert(json.bytes.dropFirst().dropLast().flatMap { $0 == 0x2F ? [0x5C, $0] : [$0] })
        needles.formUnion(LiteralSecrets.base64Cores(raw))
      }
    }
    needles.remove([])
    self.needles = needles.sorted { $0.count > $1.count }
    var starts = [Bool](repeating: false, count: 256)
    for needle in needles { starts[Int(needle[0])] = true }
    self.starts = starts
  }

  /// What base64 makes of the bytes wherever they lie in the encoded text: without the characters that depend on their
  /// neighbours.
  private static func base64Cores(_ raw: [UInt8]) -> [[UInt8]] {
    guard raw.count >= 12 else { return [] }
    return (0..<3).flatMap { shift in
      let encoded = Base64.encode([UInt8](repeating: 0, count: shift) + raw)
      let core = Array(encoded.dropFirst(shift == 0 ? 0 : 4).dropLast(4))
      // The alphabet that is safe in URLs (RFC 4648 §5).
      return [core, core.map { $0 == 0x2B ? 0x2D : $0 == 0x2F ? 0x5F : $0 }]
    }
  }

  /// Percent-encoding whose digits are in lower case, as Python and .NET write it in places; the rest keeps its case.
  private static func percentEncodedInLowerCase(_ raw: [UInt8]) -> [UInt8] {
    raw.flatMap { byte in
      let encoded = PercentEncoding.encode([byte])
      return Array((encoded.utf8.count > 1 ? encoded.asciiLowercased : encoded).utf8)
    }
  }

  /// Where a secret starts, and how long it is.
  func hits(in bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    guard !needles.isEmpty else { return [] }
    var hits: [Range<Int>] = []
    var at = 0
    while at < bytes.count {
      if starts[Int(bytes[at])], let needle = needles.first(where: { matches($0, bytes, at) }) {
        hits.append(at..<at + needle.count)
        at += needle.count
      } else {
        at += 1
      }
    }
    return hits
  }

  private func matches(_ needle: [UInt8], _ bytes: UnsafeRawBufferPointer, _ at: Int) -> Bool {
    guard at + needle.count <= bytes.count else { return false }
    for offset in needle.indices where bytes[at + offset] != needle[offset] { return false }
    return true
  }
}
