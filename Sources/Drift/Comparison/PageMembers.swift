// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// Where answers and requests of an action speak of pages: as the model says, else by the names that services use.
struct PageMembers {
  private let tokens: Set<String>
  private let marks: Set<String>
  private let inputs: Set<String>

  init(_ pagination: Pagination?) {
    guard let pagination else {
      (tokens, marks, inputs) = (Self.usualTokens, Self.usualMarks, Self.usualInputs)
      return
    }
    func names(_ places: [WirePlace]) -> Set<String> {
      // The last element of a page, which some services go on from, is no token.
      Set(places.filter { !$0.path.contains("-1") }.compactMap { $0.path.last?.asciiLowercased })
    }
    tokens = names(pagination.tokens.flatMap(\.response))
    marks = names(pagination.more.map { [$0] } ?? [])
    inputs = names(pagination.tokens.map(\.request))
  }

  /// Whether a member of an answer is there only where there is more to ask for.
  func isToken(_ steps: [DocumentPath.Step]) -> Bool { name(steps).map { tokens.contains($0) } ?? false }

  /// Whether a member of an answer says, in every answer, whether there is more.
  func isMark(_ steps: [DocumentPath.Step]) -> Bool { name(steps).map { marks.contains($0) } ?? false }

  /// Whether a member of a request asks for a further page.
  func isInput(_ steps: [DocumentPath.Step]) -> Bool { name(steps).map { inputs.contains($0) } ?? false }

  private func name(_ steps: [DocumentPath.Step]) -> String? {
    guard case .name(let name) = steps.last else { return nil }
    return name.asciiLowercased
  }

  private static let usualTokens: Set<String> = [
    "lastevaluatedkey", "marker", "nextcontinuationtoken", "nextkeymarker", "nextmarker", "nextpagetoken",
    "nextpartnumbermarker", "nexttoken", "nextuploadidmarker", "nextversionidmarker", "paginationtoken",
  ]
  private static let usualMarks: Set<String> = ["hasmore", "hasmoreresults", "istruncated", "truncated"]
  private static let usualInputs: Set<String> = [
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
