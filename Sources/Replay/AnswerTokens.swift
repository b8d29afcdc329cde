// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// Where the generated tokens of an answer stand, so that it can be renamed without reading it anew.
///
/// There is one only for an answer that is plain text and of which nothing but its length depends on what stands in it.
struct AnswerTokens: Sendable {
  /// Longer answers are read anew: 64 KiB. What they cost is their length in any case.
  private static let longest = 64 << 10

  private let head: TokenPlaces
  private let body: TokenPlaces
  /// What of the head comes before the length, which is its last line.
  private let headCount: Int

  var count: Int { head.count + body.count }

  init?(_ answer: PreparedResponse, of recorded: HTTPResponse) {
    let length = answer.lengthLine
    let fields = recorded.head.fields
    guard !answer.body.isEmpty, answer.trailers == nil, answer.body.count <= AnswerTokens.longest,
      answer.head.suffix(length.count) == length[...],
      fields["Content-Encoding"] == nil, !fields.contains(where: ResponseIntegrity.isDigest)
    else { return nil }
    switch MediaType(fields["Content-Type"]) {
    case .cbor, .eventStream: return nil
    case .json, .form, .xml, .text, .other: break
    }
    let places = answer.body.withUnsafeBytes { firstInvalidUTF8($0) == nil ? TokenPlaces($0) : nil }
    guard let head = answer.head.withUnsafeBytes({ TokenPlaces($0) }), let body = places else { return nil }
    (self.head, self.body) = (head, body)
    headCount = answer.head.count - length.count
  }

  /// The answer with live values for recorded ones; nil where its head has some of them.
  /// - Parameter renaming: one without phrases.
  func renamed(_ answer: PreparedResponse, _ renaming: Renaming) -> PreparedResponse? {
    guard answer.head.withUnsafeBytes({ renaming.rewritten($0, at: head) }) == nil else { return nil }
    guard let text = answer.body.withUnsafeBytes({ renaming.rewritten($0, at: body) }) else { return answer }
    var answer = answer
    let isAsLong = text.count == answer.body.count
    answer.body = text[...]
    if !isAsLong { answer.head = answer.head.prefix(headCount) + answer.lengthLine }
    return answer
  }
}

/// The tokens of the answers that a session has renamed.
struct AnswerTokensByPlace: Sendable {
  /// No more tokens are kept, of eight bytes each.
  private static let most = 1 << 20

  /// What is known of an answer: where its tokens stand, or nil where that does not help.
  struct Known: Sendable {
    let tokens: AnswerTokens?
  }

  private var places: [Int: Known] = [:]
  private var count = 0

  func find(_ place: Int) -> Known? { places[place] }

  mutating func keep(_ tokens: AnswerTokens?, of place: Int) {
    // Each takes room for some more itself.
    let size = 16 + (tokens?.count ?? 0)
    guard count + size <= AnswerTokensByPlace.most, places[place] == nil else { return }
    places[place] = Known(tokens: tokens)
    count += size
  }
}
