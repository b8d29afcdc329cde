// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import CassetteFormat

/// What of a cassette is asked again, and what is not.
package struct QuestionList: Sendable {
  /// Which exchanges somebody wants to be asked again.
  package struct Choice: Sendable {
    /// Actions that are asked although they may change something.
    package var allowed: [ActionPattern]
    /// Actions that are asked at all; empty for all.
    package var only: [ActionPattern]

    package init(allowed: [ActionPattern] = [], only: [ActionPattern] = []) {
      self.allowed = allowed
      self.only = only
    }
  }

  /// In tape order.
  package private(set) var questions: [Question] = []
  /// How many exchanges of an action are left out because it may change something.
  package private(set) var mutations: [Action: Int] = [:]
  /// How many exchanges ``Choice/only`` leaves out.
  package private(set) var unwanted = 0
  /// How many exchanges are left out because their request is a stream of events, which nobody can send again as it was.
  package private(set) var streams = 0
  /// How many exchanges are left out because they went with a key of the user's, which no cassette holds (Amazon S3 user
  /// guide, "Using server-side encryption with customer-provided keys").
  package private(set) var keyed = 0
  /// The account ids that are aliases.
  package private(set) var accounts: Set<[UInt8]> = []
  /// The account that a recorded answer tells to be the caller's, as recorded.
  package private(set) var callerAccount: [UInt8]?

  /// Longer texts are not looked through: 1 MiB.
  private static let longest = 1 << 20

  /// Reads a cassette once. Linear in it.
  ///
  /// What asks the same twice is one question, unless it is a mutation.
  /// - Parameter context: knows which actions the project takes for reads and for mutations.
  package init(_ text: CassetteText, choice: Choice = Choice(), context: CanonicalContext) throws(CassetteError) {
    var drafts: [QuestionDraft] = []
    var numbers: [QuestionDraft.Key: Int] = [:]
    var issued = IssuedTexts()
    for place in text.places {
      let exchange = try text.exchange(place)
      let head = exchange.request.head
      let host = exchange.endpoint.firstRange(of: "://").map { String(exchange.endpoint[$0.upperBound...]) }
      let action = RequestIdentity.action(recorded: exchange.action, head: head, host: host, index: context.index)
      note(accountsOf: exchange, action)
      let kind = context.kind(of: action) ?? ActionKind(action, head: head, index: context.index)
      guard isChosen(action, kind, choice, context), isComplete(exchange.request.head, action, context) else {
        continue
      }
      let canonical = CanonicalRequest(
        action: context.canonical(action), head: head, body: exchange.request.body[...], context: context, host: host)
      let key = QuestionDraft.Key(request: canonical.key, region: exchange.region)
      let outcome = Question.Outcome(exchange.response)
      let number: Int
      if kind == .read, let known = numbers[key] {
        drafts[known].places.append((place, outcome))
        number = known
      } else {
        number = drafts.count
        numbers[key] = number
        drafts.append(
          QuestionDraft(
            exchange, action, host: host, tokens: canonical.tokens, place: place, outcome: outcome,
            index: context.index))
      }
      issued.add(exchange.response, to: drafts[number], number)
    }
    questions = drafts.enumerated().map { $0.element.question($0.offset, issued) }
  }

  private mutating func isChosen(
    _ action: Action, _ kind: ActionKind, _ choice: Choice, _ context: CanonicalContext
  ) -> Bool {
    let names = [action, context.canonical(action)]
    func fits(_ patterns: [ActionPattern]) -> Bool { patterns.contains { names.contains(where: $0.matches) } }
    guard choice.only.isEmpty || fits(choice.only) else {
      unwanted += 1
      return false
    }
    guard kind == .read || fits(choice.allowed) else {
      mutations[action, default: 0] += 1
      return false
    }
    return true
  }

  /// Whether the cassette has all of a request that somebody else could send.
  private mutating func isComplete(
    _ head: HTTPRequestHead, _ action: Action, _ context: CanonicalContext
  ) -> Bool {
    let operation = context.index.service(named: action.service)?.operation(named: action.operation)
    if operation?.requestPayload == .events {
      streams += 1
      return false
    }
    if head.fields.contains("x-amz-server-side-encryption-customer-algorithm") {
      keyed += 1
      return false
    }
    return true
  }

  private mutating func note(accountsOf exchange: Exchange, _ action: Action) {
    if callerAccount == nil, action == CallerIdentity.action {
      callerAccount = CallerIdentity.account(in: exchange.response)
    }
    func note(_ text: [UInt8]) {
      guard text.count <= QuestionList.longest else { return }
      for range in AliasSearch.ranges(in: text) where range.count == 12 {
        let word = Array(text[range])
        if word.allSatisfy({ $0 &- 0x30 < 10 }) { accounts.insert(word) }
      }
    }
    note(exchange.response.body)
    RequestTexts.forEach(of: exchange.request) { text, _ in note(text) }
  }
}
