// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// Secrets that are known by value, searched for all at once (Wu and Manber 1994): by the last two bytes of a window as
/// long as the shortest needle, which as a rule tell that no needle ends here and how far to go on.
struct KnownSecrets: Sendable {
  struct Secret: Sendable {
    let rule: String
    let bytes: [UInt8]
  }

  private struct Needle: Sendable {
    let bytes: [UInt8]
    let secret: Int
  }

  private static let buckets = 4096

  private let secrets: [Secret]
  private let needles: [Needle]
  private let window: Int
  /// By the hash of two bytes, how far to go on.
  private let shifts: [UInt8]
  /// By the same, the needles whose window ends so.
  private let candidates: [[Int]]

  init(_ credentials: [Credentials], literals: [[UInt8]]) {
    var secrets: [Secret] = []
    for one in credentials {
      // AWS's have 16 characters or more; a shorter one is a word such as `test`, which stands in places of all kinds.
      if one.accessKeyID.utf8.count >= 16 {
        secrets.append(Secret(rule: "value.credentials", bytes: Array(one.accessKeyID.utf8)))
      }
      for secret in [one.secretAccessKey, one.sessionToken ?? ""] where secret.utf8.count >= 8 {
        secrets.append(Secret(rule: "value.credentials", bytes: Array(secret.utf8)))
      }
    }
    secrets += literals.filter { $0.count >= 6 }.map { Secret(rule: "user.literal", bytes: $0) }
    var needles: [Needle] = []
    for (index, secret) in secrets.enumerated() {
      needles += KnownSecrets.forms(secret.bytes).map { Needle(bytes: $0, secret: index) }
    }
    let window = min(needles.map(\.bytes.count).min() ?? 0, 250)
    var shifts = [UInt8](repeating: UInt8(max(window - 1, 0)), count: KnownSecrets.buckets)
    var candidates = [[Int]](repeating: [], count: KnownSecrets.buckets)
    for (index, needle) in needles.enumerated() {
      for end in 1..<window {
        let hash = KnownSecrets.hash(needle.bytes[end - 1], needle.bytes[end])
        shifts[hash] = min(shifts[hash], UInt8(window - 1 - end))
        if end == window - 1 { candidates[hash].append(index) }
      }
    }
    (self.secrets, self.needles, self.window) = (secrets, needles, window)
    (self.shifts, self.candidates) = (shifts, candidates)
  }

  var isEmpty: Bool { needles.isEmpty }

  private static func hash(_ one: UInt8, _ two: UInt8) -> Int { (Int(one) << 4 ^ Int(two)) & (buckets - 1) }

  /// The bytes, and what base64 and hexadecimal make of them wherever they lie in the encoded text. Encodings that the
  /// scan undoes anyway need no form.
  private static func forms(_ bytes: [UInt8]) -> Set<[UInt8]> {
    var forms: Set<[UInt8]> = [bytes]
    let hex = Array(hexEncoded(bytes).utf8)
    forms.insert(hex)
    forms.insert(hex.map { (0x61...0x66).contains($0) ? $0 - 0x20 : $0 })
    for core in base64Cores(bytes) {
      forms.insert(core)
      forms.formUnion(base64Cores(core))
    }
    return forms.filter { $0.count >= 6 }
  }

  /// What base64 makes of the bytes at each of the three places in a group, without the characters that depend on their
  /// neighbours, in both alphabets (RFC 4648 §4, §5).
  private static func base64Cores(_ bytes: [UInt8]) -> [[UInt8]] {
    guard bytes.count >= 8 else { return [] }
    return (0..<3).flatMap { shift in
      let encoded = Base64.encode([UInt8](repeating: 0, count: shift) + bytes)
      let core = Array(encoded[((8 * shift + 5) / 6)..<((shift + bytes.count) * 8 / 6)])
      return [core, core.map { $0 == 0x2B ? 0x2D : $0 == 0x2F ? 0x5F : $0 }]
    }
  }

  /// Which of the secrets stand in the bytes, in any form; each at most once.
  func found(in text: UnsafeRawBufferPointer) -> [Secret] {
    guard window > 0 else { return [] }
    var found: Set<Int> = []
    var end = window - 1
    while end < text.count {
      let hash = KnownSecrets.hash(text[end - 1], text[end])
      let shift = Int(shifts[hash])
      if shift == 0 {
        let start = end - window + 1
        for index in candidates[hash] where text.starts(needles[index].bytes, at: start) {
          found.insert(needles[index].secret)
        }
        end += 1
      } else {
        end += shift
      }
    }
    return found.sorted().map { secrets[$0] }
  }
}
