// SPDX-License-Identifier: Apache-2.0

/// The findings of one exchange: each once, without those that the project excepts.
struct FoundLeaks {
  private struct Value: Hashable {
    let rule: String
    let bytes: [UInt8]
  }

  static let most = 100

  /// How the action is told.
  var action = "?"
  private let off: Set<String>
  private let exceptions: Set<String>
  private var findings: Set<LeakFinding> = []
  /// Where each value was found.
  private var places: [Value: [String]] = [:]

  init(off: Set<String>, exceptions: Set<String>) {
    self.off = off
    self.exceptions = exceptions
  }

  var isFull: Bool { findings.count >= FoundLeaks.most }
  var sorted: [LeakFinding] { findings.sorted() }

  func has(_ rule: String) -> Bool { places.keys.contains { $0.rule == rule } }

  mutating func add(_ rule: String, _ bytes: some Collection<UInt8>, at pointer: String) {
    guard !isFull, !off.contains(rule) else { return }
    let value = Value(rule: rule, bytes: Array(bytes))
    let known = places[value] ?? []
    // What stands in a text as it is stands in the same text undone, too.
    guard !known.contains(where: { pointer == $0 || pointer.hasPrefix("\($0) (") }) else { return }
    places[value] = known + [pointer]
    let finding = LeakFinding(rule: rule, action: action, pointer: pointer, value: value.bytes)
    if !exceptions.contains(finding.fingerprint) { findings.insert(finding) }
  }
}
