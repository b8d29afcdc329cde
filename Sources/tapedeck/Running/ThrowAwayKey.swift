// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// Credentials that are made for one session and mean nothing to AWS.
enum ThrowAwayKey {
  /// What the clients of a replay get: there is nothing to protect, and the same key makes the same requests.
  static let replay = Credentials(
    accessKeyID: "AKIATAPEDECKREPLAY00", secretAccessKey: "tapedeck-replay-needs-no-secret-key-0000")

  /// A new one: only who was given it can use a recording proxy.
  static func random() -> Credentials {
    var generator = SystemRandomNumberGenerator()
    func text(_ alphabet: String, _ count: Int) -> String {
      let letters = Array(alphabet)
      return String((0..<count).map { _ in letters.randomElement(using: &generator) ?? "A" })
    }
    return Credentials(
      accessKeyID: "AKIA" + text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
      secretAccessKey: text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 40))
  }
}
