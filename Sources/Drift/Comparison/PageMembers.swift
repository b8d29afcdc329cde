// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// Where answers and requests of an action speak of pages.
struct PageMembers {
  /// Whether a member of an answer is there only where there is more to ask for.
  func isToken(_ steps: [DocumentPath.Step]) -> Bool { name(steps).map { Self.tokens.contains($0) } ?? false }

  /// Whether a member of an answer says, in every answer, whether there is more.
  func isMark(_ steps: [DocumentPath.Step]) -> Bool { name(steps).map { Self.marks.contains($0) } ?? false }

  /// Whether a member of a request asks for a further page.
  func isInput(_ steps: [DocumentPath.Step]) -> Bool { name(steps).map { Self.inputs.contains($0) } ?? false }

  private func name(_ steps: [DocumentPath.Step]) -> String? {
    guard case .name(let name) = steps.last else { return nil }
    return name.asciiLowercased
  }

  private static let tokens: Set<String> = [
    "lastevaluatedkey", "marker", "nextcontinuationtoken", "nextkeymarker", "nextmarker", "nextpagetoken",
    "nextpartnumbermarker", "nexttoken", "nextuploadidmarker", "nextversionidmarker", "paginationtoken",
  ]
  private static let marks: Set<String> = ["hasmore", "hasmoreresults", "istruncated", "truncated"]
  private static let inputs: Set<String> = [
    "continuation-token", "continuationtoken", "exclusivestartkey", "key-marker", "marker", "nexttoken", "next-token",
    "pagetoken", "paginationtoken", "part-number-marker", "upload-id-marker", "version-id-marker",
  ]
}

/// Where errors say what they are.
enum ErrorPlaces {
  /// Whether a member of an error holds its code or type, which other rules are about.
  static func isCode(_ steps: [DocumentPath.Step], _ outcome: String) -> Bool {
    guard !outcome.isEmpty, case .name(let name) = steps.last else { return false }
    return ["__type", "code", "Code"].contains(name)
  }
}
