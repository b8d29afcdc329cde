// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents
package import Drift

extension ApprovalsFile {
  /// Reads a file and gives its text with more approvals at its end: what stands in it stays as it is, comments
  /// included. A file without anything becomes a whole one.
  /// - Throws: where the file is wrong, approves one of them already, or is written in a way that its end is no place
  ///   for more.
  package static func adding(
    _ approvals: [DriftSettings.Approval], to path: String
  ) throws(ProjectFileError) -> [UInt8] {
    try BoundedFile.parsed(path) { text throws(ProjectFileError) in try adding(approvals, to: text) }
  }

  static func adding(
    _ approvals: [DriftSettings.Approval], to text: [UInt8]
  ) throws(ProjectFileError) -> [UInt8] {
    let there = try entries(text)
    for (approval, place) in there where approvals.contains(where: { $0.fingerprint == approval.fingerprint }) {
      throw ProjectFileError("\(approval.fingerprint) is approved here already; change the day here", at: place)
    }
    var added = text
    if let last = text.last, last != 0x0A { added.append(0x0A) }
    if try YAMLReader.read(text) == nil { added += Array("version: 1\napprovals:\n".utf8) }
    let items = lines(approvals, indentation(text))
    added += Array(items.utf8)
    // Whether the end of the file is where they belong shows when it is read again.
    let again = try? entries(added).map(\.approval)
    guard again == there.map(\.approval) + approvals else {
      throw ProjectFileError("its end is no place for more; put this behind the last of its approvals:\n\(items)")
    }
    return added
  }

  /// The text of approvals as items of a list.
  private static func lines(_ approvals: [DriftSettings.Approval], _ indentation: Int) -> String {
    let blanks = String(repeating: " ", count: indentation)
    return approvals.map { approval in
      var reason = JSONWriter()
      reason.string(approval.reason)
      return """
        \(blanks)- fingerprint: "\(approval.fingerprint)"
        \(blanks)  until: \(approval.lastDay)
        \(blanks)  reason: \(reason.text)

        """
    }.joined()
  }

  /// How far the last item of the text is indented; two where there is none.
  private static func indentation(_ text: [UInt8]) -> Int {
    let lines = text.split(separator: 0x0A)
    let last = lines.last { line in line.drop { $0 == 0x20 }.starts(with: "- ".utf8) }
    return last?.prefix { $0 == 0x20 }.count ?? 2
  }
}
