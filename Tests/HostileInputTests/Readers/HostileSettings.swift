// SPDX-License-Identifier: Apache-2.0

import Documents
import Drift
import Redaction
import Replay

@testable import AWSProtocols
@testable import ProjectFile
@testable import Upstream

/// What people write by hand, or copy from somewhere: a project's files, shared config files, patterns.
enum HostileSettings {
  static func settings(_ input: [UInt8]) throws {
    let settings = try? SettingsFile.settings(input)
    try promise((try? SettingsFile.settings(input)) == nil || settings != nil, "read twice it is another")
  }

  static func approvals(_ input: [UInt8]) throws {
    guard let entries = try? ApprovalsFile.entries(input) else { return }
    let prints = entries.map(\.approval.fingerprint)
    try promise(Set(prints).count == prints.count, "a fingerprint is approved twice")
    try promise(prints.allSatisfy(ApprovalsFile.isFingerprint), "\(prints) are fingerprints")
  }

  static func credentials(_ input: [UInt8]) throws {
    guard let sections = try? SharedConfigReader.read(input.text) else { return }
    for section in sections {
      for kind in [SharedFile.Kind.config, .credentials] { _ = SharedProfile.profileName(of: section, in: kind) }
    }
    try promise(Set(sections.map(\.name)).count == sections.count, "a section is there twice")
  }

  /// A pattern and, behind a line feed, what it is held against.
  static func patterns(_ input: [UInt8]) throws {
    let halves = input.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false).map { Array($0) }
    guard let pattern = halves.first?.text, let subject = halves.last, halves.count == 2 else { return }
    if let linear = try? LinearPattern(pattern) {
      let ranges = subject.withUnsafeBytes { linear.matches(in: $0) }
      try promise(
        zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }, "matches lie in each other")
      try promise(ranges.allSatisfy { $0.upperBound <= subject.count }, "a match lies outside")
    }
    if let path = DocumentPath(pattern) {
      try promise(DocumentPath(path.description) == path, "\(path) is another path")
      var set = PathSet([path])
      for name in subject.split(separator: 0x2F) { set = Array(name).withUnsafeBytes { set.member($0) } }
      _ = (set.isMatch, set.element(0).isEmpty, Place.pattern(pattern))
    }
    if let action = ActionPattern(pattern) {
      _ = action.matches(Action(service: subject.text, operation: subject.text))
      try promise(ActionPattern(action.description) == action, "\(action) is another pattern")
    }
    _ = (Latency(pattern), try? Fault(pattern))
  }
}
