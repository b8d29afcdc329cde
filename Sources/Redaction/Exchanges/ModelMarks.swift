// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// What the model of a service, or our overlay of it, says of the messages of one operation.
struct ModelMarks: Sendable {
  static let none = ModelMarks()

  private var request: SensitiveMembers?
  private var response: SensitiveMembers?
  /// The labels of the path that are marked: how many segments stand behind each, and its rule.
  private(set) var labels: [(behind: Int, rule: RedactionRule)] = []

  private init() {}

  init(_ action: Action, _ index: ServiceIndex) {
    guard let service = index.service(named: action.service) else { return }
    request = service.sensitiveMembers(operation: action.operation, in: .request)
    response = service.sensitiveMembers(operation: action.operation, in: .response)
    guard service.isREST, let uri = service.operation(named: action.operation)?.uri else { return }
    labels = labels(in: uri)
  }

  /// Counted from the end: what a host or a base path takes stands before. A label of several segments, and what stands
  /// before one, is not told.
  private func labels(in uri: String) -> [(behind: Int, rule: RedactionRule)] {
    let segments = uri.prefix { $0 != "?" }.split(separator: "/").reversed()
    return segments.prefix { !$0.hasSuffix("+}") }.enumerated().compactMap { behind, segment in
      guard segment.hasPrefix("{"), segment.hasSuffix("}") else { return nil }
      return marks(.request)?.mark(label: String(segment.dropFirst().dropLast())).map { (behind, $0.rule) }
    }
  }

  /// What is marked in a half; nil where nothing is.
  private func marks(_ half: ExchangeHalf) -> SensitiveMembers? {
    let marks = half == .request ? request : response
    return marks?.isEmpty == false ? marks : nil
  }

  /// The rule by which a value is secret: its member is marked, or one above it with all that is beneath.
  func rule(of place: borrowing ScalarPlace, in half: ExchangeHalf) -> RedactionRule? {
    guard let marks = marks(half), !ModelMarks.stays(place, half) else { return nil }
    if let mark = marks.mark(Array(place.member)[...], in: Array(place.parent)[...]) { return mark.rule }
    for depth in 0..<max(0, place.depth - 1) {
      guard case .member(let name) = place.step(depth) else { continue }
      if let mark = marks.mark(beneath: Array(name)[...]) { return mark.rule }
    }
    return nil
  }

  /// Page tokens, which some models mark, mean nothing to others; the texts of errors have to be read, and are searched
  /// for values like all texts.
  private static func stays(_ place: borrowing ScalarPlace, _ half: ExchangeHalf) -> Bool {
    pageTokens.contains(place.member) || half == .response && place.depth == 1 && messages.contains(place.member)
  }

  private static let pageTokens: NameSet = [
    "nexttoken", "paginationtoken", "nextpagetoken", "continuationtoken", "nextcontinuationtoken", "marker",
    "nextmarker",
    "pagetoken",
  ]
  private static let messages: NameSet = ["message"]

  func rule(ofHeader name: String, in half: ExchangeHalf) -> RedactionRule? { marks(half)?.mark(header: name)?.rule }

  func rule(ofParameter name: [UInt8]) -> RedactionRule? { marks(.request)?.mark(query: name[...])?.rule }
}

extension SensitiveMembers.Mark {
  fileprivate var rule: RedactionRule {
    switch self {
    case .model: .modelMember
    case .overlay: .overlayMember
    }
  }
}
