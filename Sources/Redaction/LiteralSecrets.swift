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
      needles.insert(Array(one.accessKeyID.utf8))
      for secret in [one.secretAccessKey, one.sessionToken ?? ""] where secret.utf8.count >= 8 {
        let raw = Array(secret.utf8)
        needles.insert(raw)
        needles.insert(Array(PercentEncoding.encode(raw).utf8))
        needles.insert(Array(PercentEncoding.encode(raw).asciiLowercased.utf8))
        var json = JSONWriter()
        json.string(secret)
        needles.insert(Array(json.bytes.dropFirst().dropLast()))
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
    return (0..<3).map { shift in
      let encoded = Base64.encode([UInt8](repeating: 0, count: shift) + raw)
      let lead = shift == 0 ? 0 : 4
      return Array(encoded.dropFirst(lead).dropLast(4))
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
