// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFormat
internal import Documents
internal import Redaction

/// A question while the cassette is still read.
struct QuestionDraft {
  /// Two exchanges that ask the same have one key.
  struct Key: Hashable {
    let request: CanonicalKey
    let region: String
  }

  let action: Action
  let recordedAction: Action
  let region: String
  let request: HTTPRequest
  let signingName: String?
  let pages: PageTokens
  /// Texts that the service lets anybody make up.
  let tokens: Set<[UInt8]>
  var places: [(place: Int, outcome: Question.Outcome)]

  /// - Parameter tokens: its idempotency tokens.
  init(
    _ exchange: Exchange, _ action: Action, host: String?, tokens: [String], place: Int, outcome: Question.Outcome,
    index: ServiceIndex
  ) {
    let service = index.service(named: action.service)
    let operation = service?.operation(named: action.operation)
    self.action = action
    recordedAction = exchange.action
    region = exchange.region
    request = QuestionDraft.plain(exchange.request, host: host)
    // What is no operation was signed only if it names a service.
    signingName = operation?.isSigned == false ? nil : service?.signingNames.first
    pages = PageTokens(operation)
    self.tokens = Set(tokens.map { Array($0.utf8) })
    places = [(place, outcome)]
  }

  /// The request without what framed and signed it; at its own host, by which services are told that share a name.
  private static func plain(_ request: HTTPRequest, host: String?) -> HTTPRequest {
    var result = request
    let fields = request.head.fields
    if AWSChunked.mayBeUsed(fields),
      let payload = AWSChunked.decode(request.body[...], fields: fields)?.payload
    {
      result.body = payload
      let coding = AWSChunked.contentEncoding(fields)
      for name in ["Content-Encoding", "X-Amz-Decoded-Content-Length", "X-Amz-Trailer"] {
        result.head.fields.remove(name)
      }
      if let coding { result.head.fields.append("Content-Encoding", coding) }
    }
    result.head.fields.remove("X-Amz-Content-Sha256")
    if let host, !fields.contains("Host") { result.head.fields.append("Host", host) }
    return result
  }

  func question(_ number: Int, _ issued: IssuedTexts) -> Question {
    var needs: Set<Question.Need> = []
    var isIssued = false
    var previous: Int?
    RequestTexts.forEach(of: request, places: pages.asked) { text, isPage in
      if isPage, let page = issued.page(text, of: action), page != number {
        needs.insert(.page(action, text))
        previous = page
        return
      }
      if tokens.contains(text) { return }
      needs.formUnion(AliasSearch.ranges(in: text).map { .value(Array(text[$0])) })
      text.withUnsafeBytes { bytes in
        Renaming.tokens(of: bytes) { token in
          isIssued = isIssued || isID(token) && issued.isByAnother(than: number, token)
        }
      }
    }
    return Question(
      action: action, recordedAction: recordedAction, region: region, places: places, request: request,
      signingName: signingName, pages: pages,
      needs: needs, holdsIssued: isIssued, previousPage: previous, madeUp: tokens)
  }
}

extension QuestionDraft {
  /// Whether a generated token is likely an id: those without digits are words, dates are versions.
  private func isID(_ token: UnsafeRawBufferPointer) -> Bool {
    token.count >= 8 && token.contains { $0 &- 0x30 < 10 } && token[4] != 0x2D && !AliasMark.isAlias(token)
  }
}

/// What recorded answers gave out: ids, by whom, and tokens of pages.
struct IssuedTexts {
  private struct Source {
    let first: Int
    var hasOthers = false
  }

  private var sources: [[UInt8]: Source] = [:]
  /// By which question.
  private var pages: [Question.Need: Int] = [:]
  /// Answers that are longer are not looked through: 1 MiB.
  private static let longest = 1 << 20

  /// Notes what stands in a recorded answer to a question.
  mutating func add(_ response: HTTPResponse, to question: QuestionDraft, _ number: Int) {
    for token in question.pages.given(in: response) {
      if let token, pages[.page(question.action, token)] == nil { pages[.page(question.action, token)] = number }
    }
    guard response.body.count <= IssuedTexts.longest else { return }
    response.body.withUnsafeBytes { body in
      Renaming.tokens(of: body) { token in
        let text = Array(token)
        if let source = sources[text] {
          if source.first != number { sources[text]?.hasOthers = true }
        } else {
          sources[text] = Source(first: number)
        }
      }
    }
  }

  /// Whether an answer to another question than this one gave a text out.
  func isByAnother(than number: Int, _ token: UnsafeRawBufferPointer) -> Bool {
    sources[Array(token)].map { $0.hasOthers || $0.first != number } ?? false
  }

  /// The question whose recorded answer gave out a token.
  func page(_ token: [UInt8], of action: Action) -> Int? { pages[.page(action, token)] }
}
