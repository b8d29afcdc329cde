// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import TestSupport

/// Everything that differs from one recording of a session to the next without meaning anything: who, where, when, and
/// what was made up. A label gives the same value wherever it stands, and another one in another world.
struct World: Sendable {
  /// How test suites make up names.
  enum Names: CaseIterable, Sendable {
    /// `app-3f9c2b7e51d04a86`
    case hex
    /// `brave-otter-17`
    case words
    /// `tf-acc-8213574910372846`
    case digits
  }

  let seed: UInt64
  let names: Names
  let account: String
  let region: String
  let start: Timestamp

  init(seed: UInt64, names: Names = .hex) {
    self.seed = seed
    self.names = names
    var random = SplitMix(seed: seed)
    account = String(Int.random(in: 200_000_000_000...899_999_999_999, using: &random))
    region = Self.regions[Int(seed % UInt64(Self.regions.count))]
    start = Timestamp(milliseconds: 1_780_000_000_000 + Int64.random(in: 0...20_000_000_000, using: &random))
  }

  private static let regions = ["eu-west-1", "us-east-2", "ap-southeast-2", "eu-central-1"]
  private static let adjectives = [
    "brave", "calm", "dusty", "eager", "fuzzy", "gentle", "happy", "icy", "jolly", "keen",
  ]
  private static let animals = ["otter", "lynx", "heron", "badger", "newt", "viper", "koala", "ibis", "moose", "gecko"]

  private func random(_ label: String) -> SplitMix {
    SplitMix(seed: label.utf8.reduce(seed ^ 0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 })
  }

  private func text(_ label: String, _ count: Int, of alphabet: String) -> String {
    var random = random(label)
    let letters = Array(alphabet)
    return String((0..<count).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] })
  }

  func hex(_ label: String, _ count: Int = 17) -> String { text(label, count, of: "0123456789abcdef") }

  func base64(_ label: String, _ count: Int = 44) -> String {
    text(label, count, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
  }

  func uuid(_ label: String) -> String {
    let digits = hex(label, 32)
    var parts: [Substring] = []
    var rest = digits[...]
    for count in [8, 4, 4, 4, 12] {
      parts.append(rest.prefix(count))
      rest = rest.dropFirst(count)
    }
    return parts.joined(separator: "-")
  }

  /// An id as IAM makes them: `AIDA…`.
  func principal(_ label: String) -> String {
    "AIDA" + text(label, 17, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
  }

  /// A name that the client made up.
  func name(_ label: String) -> String {
    var random = random("name of \(label)")
    switch names {
    case .hex: return "app-\(hex("name of \(label)", 16))"
    case .words:
      let (one, other) = (Self.adjectives.randomElement(using: &random), Self.animals.randomElement(using: &random))
      return "\(one ?? "")-\(other ?? "")-\(Int.random(in: 10...99, using: &random))"
    case .digits: return "tf-acc-\(Int.random(in: 1_000_000_000_000_000...9_999_999_999_999_999, using: &random))"
    }
  }

  func arn(_ service: String, _ resource: String) -> String { "arn:aws:\(service):\(region):\(account):\(resource)" }

  /// A moment of the session.
  func time(_ label: String) -> Timestamp {
    var random = random("time of \(label)")
    return Timestamp(milliseconds: start.milliseconds + Int64.random(in: 0...600_000, using: &random))
  }

  /// Seconds since 1970, with a fraction in some worlds and without in others.
  func epoch(_ label: String) -> String {
    let moment = time(label)
    let fraction = Int(moment.milliseconds - moment.seconds * 1000)
    return seed % 2 == 0 ? "\(moment.seconds).\(fraction.padded(3))" : "\(moment.seconds)"
  }

  /// The elements in this world's order: what a service does not order.
  func anyOrder<T>(_ label: String, _ elements: [T]) -> [T] {
    var random = random("order of \(label)")
    return elements.shuffled(using: &random)
  }

  /// A number that means nothing: of bytes, of milliseconds.
  func number(_ label: String, _ range: ClosedRange<Int>) -> Int {
    var random = random("number of \(label)")
    return Int.random(in: range, using: &random)
  }
}
