// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
package import Drift

/// Reads the file of approvals: findings that are known, each with the last day on which that is so.
package enum ApprovalsFile {
  /// The name that is looked for beside a project's settings.
  package static let name = "drift-approvals.yaml"
  /// The version of the file's form.
  private static let version = "1"

  /// Reads a file; an empty one approves nothing.
  package static func load(_ path: String) throws(ProjectFileError) -> [DriftSettings.Approval] {
    try BoundedFile.parsed(path) { text throws(ProjectFileError) in try entries(text).map(\.approval) }
  }

  /// What a text approves, and where.
  static func entries(
    _ text: [UInt8]
  ) throws(ProjectFileError) -> [(approval: DriftSettings.Approval, place: YAMLPlace)] {
    do throws(ProjectFileError) {
      return try wholeEntries(text)
    } catch  where !namesKey(text) {
      // Messages quote what is wrong, and another file, named by mistake, may hold what must not be shown.
      throw ProjectFileError("it is no file of approvals: one begins with 'version: \(version)' and 'approvals:'")
    }
  }

  /// Whether a line of the text begins with a key of such files.
  private static func namesKey(_ text: [UInt8]) -> Bool {
    text.split(separator: 0x0A).contains { line in
      let start = line.drop { #" {'""#.utf8.contains($0) }
      return start.starts(with: "version".utf8) || start.starts(with: "approval".utf8)
    }
  }

  private static func wholeEntries(
    _ text: [UInt8]
  ) throws(ProjectFileError) -> [(approval: DriftSettings.Approval, place: YAMLPlace)] {
    guard let root = try YAMLReader.read(text) else { return [] }
    let file = try SettingsSection(root, path: "", keys: ["version", "approvals"])
    let wanted = try file.required("version")
    guard wanted.text == version else {
      throw file.error("version", "expected \(version), not '\(wanted.text)'; update tapedeck, or write version: 1")
    }
    var lines: [String: Int] = [:]
    var entries: [(DriftSettings.Approval, YAMLPlace)] = []
    for item in try file.sections("approvals", keys: ["fingerprint", "until", "reason"]) {
      let (approval, place) = try entry(item)
      if let line = lines.updateValue(place.line, forKey: approval.fingerprint) {
        throw item.error("fingerprint", "\(approval.fingerprint) is approved in line \(line) already")
      }
      entries.append((approval, place))
    }
    return entries
  }

  private static func entry(
    _ item: SettingsSection
  ) throws(ProjectFileError) -> (DriftSettings.Approval, YAMLPlace) {
    let fingerprint = try item.required("fingerprint")
    guard isFingerprint(fingerprint.text) else {
      throw item.error(
        "fingerprint",
        "expected a fingerprint as 'tapedeck diff' prints it, 12 hexadecimal digits, not '\(fingerprint.text)'")
    }
    let until = try item.required("until").text
    guard let time = Timestamp(day: until) else {
      throw item.error("until", "expected a day such as 2026-12-31, not '\(until)'")
    }
    let reason = try item.required("reason").text
    guard reason.contains(where: { !$0.isWhitespace }) else {
      throw item.error("reason", "expected a reason, not an empty text")
    }
    return (DriftSettings.Approval(fingerprint: fingerprint.text, until: time.day, reason: reason), fingerprint.place)
  }

  /// Whether a text is a fingerprint of a finding.
  package static func isFingerprint(_ text: String) -> Bool {
    text.utf8.count == 12 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}
