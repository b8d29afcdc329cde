// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import CassetteFormat
internal import Documents

/// Takes secrets out of exchanges before they are written anywhere, and puts aliases in the place of what names somebody.
///
/// Safe to call from any thread. What it has found once by its place it finds again in later exchanges wherever it
/// stands. Linear in the exchange.
package struct Redactor: Sendable {
  /// The name of the policy, as cassette headers tell it.
  package static let policy = "aliases-1"
  /// A value that is found only in an exchange's last part is looked for in all of it again, so often.
  private static let rounds = 4

  private let rules: RuleBook
  private let aliases: Aliases
  private let learnt = LearntValues()
  private let keepsAliases: Bool
  private let index: ServiceIndex
  private let inflate: (@Sendable (ArraySlice<UInt8>) -> [UInt8]?)?

  /// - Parameters:
  ///   - credentials: the proxy's own and the client's; their values are searched for in everything.
  ///   - keepsAliases: whether what has the mark of an alias is one, since a cassette has answered. Where all comes
  ///     from AWS, nothing is.
  ///   - inflate: undoes gzip, or nil for what is none or too long; bodies stay unread without it.
  package init(
    credentials: [Credentials] = [], settings: RedactionSettings = .none, aliases: Aliases, keepsAliases: Bool = true,
    index: ServiceIndex = .standard, inflate: (@Sendable (ArraySlice<UInt8>) -> [UInt8]?)? = nil
  ) {
    rules = RuleBook(settings)
    self.aliases = aliases
    self.keepsAliases = keepsAliases
    self.index = index
    self.inflate = inflate
    credentials.forEach(add)
    if settings.isOn(.userLiteral) {
      learnt.learn(
        settings.literals.filter { $0.utf8.count >= 6 }.map { LearntValues.Entry(literal: $0, .userLiteral) },
        accounts: [])
    }
  }

  /// Searches from now on for the values of these credentials, too, and for the account that they are of.
  package func add(_ credentials: Credentials) {
    guard rules.isOn(.credentials) else { return }
    var entries: [LearntValues.Entry] = []
    // AWS's have 16 characters or more; a shorter one is a word such as `test`, which stands in places of all kinds.
    if credentials.accessKeyID.utf8.count >= 16 {
      entries.append(LearntValues.Entry(literal: credentials.accessKeyID, .credentials))
    }
    for secret in [credentials.secretAccessKey, credentials.sessionToken ?? ""] where secret.utf8.count >= 8 {
      entries.append(LearntValues.Entry(literal: secret, .credentials))
    }
    let account = AWSIdentifier.account(ofAccessKey: Array(credentials.accessKeyID.utf8))
    learnt.learn(entries, accounts: account.map { [AWSIdentifier.number($0)] } ?? [])
  }

  /// The exchange without secrets, and with the ids of the rules that changed it.
  /// - Parameter note: told each change.
  package func redact(_ exchange: Exchange, noting note: ((RedactionChange) -> Void)? = nil) -> Exchange {
    defer { learnt.count() }
    return run(exchange, looksAgain: false, note).exchange
  }

  /// What stands for what in the exchange as it would be redacted.
  package func originals(of exchange: Exchange) -> [Original] { run(exchange, looksAgain: false, nil).pass.originals }

  private func run(
    _ exchange: Exchange, looksAgain: Bool, _ note: ((RedactionChange) -> Void)?
  ) -> (exchange: Exchange, pass: RedactionPass) {
    let model = ModelMarks(exchange.action, index)
    let (result, pass) = run(exchange.action, model, keepsAliases: keepsAliases || looksAgain, note) { pass in
      var result = exchange
      redact(&result.request, pass)
      redact(&result.response, pass)
      result.action = action(exchange.action, pass)
      result.endpoint = pass.text(exchange.endpoint, .request, .word("endpoint"))
      return result
    }
    var redacted = result
    let changed = pass.changed.map(\.rawValue)
    redacted.redactions =
      exchange.redactions.isEmpty ? changed.sorted() : Set(exchange.redactions).union(changed).sorted()
    return (redacted, pass)
  }

  /// How many of the exchanges that were redacted, from the first on, may hold what only a later one told to be secret.
  package var outdated: Int { learnt.outdated }

  /// An exchange that is redacted already, by what has become known since.
  package func redactAgain(_ exchange: Exchange) -> Exchange {
    run(exchange, looksAgain: true, nil).exchange
  }

  /// The request as it would have been recorded, and what stands for what in it.
  package func redact(_ request: HTTPRequest, of action: Action) -> (request: HTTPRequest, originals: [Original]) {
    let (result, pass) = run(action, ModelMarks(action, index), keepsAliases: keepsAliases, nil) { pass in
      var result = request
      redact(&result, pass)
      return result
    }
    return (result, pass.originals)
  }

  /// The action as it would have been recorded.
  package func redact(_ action: Action) -> Action {
    run(action, .none, keepsAliases: keepsAliases, nil) { self.action(action, $0) }.0
  }

  /// What takes secrets out of one large body.
  package func mask() -> LargeBodyMask { mask(LargeBodyMask.Window()) }

  func mask(_ window: LargeBodyMask.Window) -> LargeBodyMask {
    let (learnt, aliases, keepsAliases) = (learnt, aliases, keepsAliases)
    return LargeBodyMask(rules.settings, window: window) { rules in
      var known = learnt.snapshot
      // Which accounts are known depends on what came before, on which no file may.
      known.accounts = []
      return RedactionPass(
        rules: rules, learnt: known, seen: SeenTexts(), aliases: aliases, keepsAliases: keepsAliases,
        action: Action(service: "", operation: ""), model: .none, digests: BodyDigests(), note: nil)
    }
  }

  /// One pass, and another where it has found values whose copies it may have passed over before.
  private func run<Result>(
    _ action: Action, _ model: ModelMarks, keepsAliases: Bool, _ note: ((RedactionChange) -> Void)?,
    _ body: (RedactionPass) -> Result
  ) -> (Result, RedactionPass) {
    var digests = BodyDigests()
    var round = 1
    while true {
      var notes: [RedactionChange] = []
      let (snapshot, seen) = learnt.take()
      let pass = RedactionPass(
        rules: rules, learnt: snapshot, seen: seen, aliases: aliases, keepsAliases: keepsAliases, action: action,
        model: model, digests: digests, note: note == nil ? nil : { notes.append($0) })
      let result = body(pass)
      learnt.giveBack(pass.seen, of: snapshot)
      let next = pass.digests.next()
      let isNew = !pass.found.isEmpty || !pass.accounts.isEmpty
      if isNew { learnt.learn(pass.found, accounts: pass.accounts) }
      if !isNew && next == nil || round == Redactor.rounds {
        if let note { notes.forEach(note) }
        return (result, pass)
      }
      digests = next ?? digests
      round += 1
    }
  }

  /// For what is no AWS operation, the path stands in the action, too, or what the client named in its place.
  private func action(_ action: Action, _ pass: RedactionPass) -> Action {
    guard !action.operation.utf8.allSatisfy(ByteClass.isWord) else { return action }
    var result = action
    result.operation = pass.text(action.operation, .request, .word("path"))
    return result
  }

  private func redact(_ request: inout HTTPRequest, _ pass: RedactionPass) {
    let head = request.head
    var body = BodyInPlace(request.body, head.fields, isRequest: true, inflate: inflate)
    request.head.target = pass.target(head)
    request.head.fields = pass.fields(head.fields, .request)
    guard let changed = pass.body(body.plain, body.kind, .request) else { return }
    let original = request.body
    body.replace(with: changed, &request.body, &request.head.fields)
    ResponseIntegrity.repair(&request.head.fields, from: original, to: changed)
    if body.isCoded { ResponseIntegrity.repair(&request.head.fields, from: body.plain, to: changed) }
  }

  private func redact(_ response: inout HTTPResponse, _ pass: RedactionPass) {
    let fields = response.head.fields
    let original = response.body
    var body = BodyInPlace(response.body, fields, isRequest: false, inflate: inflate)
    response.head.fields = pass.fields(fields, .response)
    response.trailers = pass.fields(response.trailers, .response)
    guard let changed = pass.body(body.plain, body.kind, .response) else { return }
    body.replace(with: changed, &response.body, &response.head.fields)
    ResponseIntegrity.repair(&response, originalBody: original)
    guard body.isCoded else { return }
    ResponseIntegrity.repair(&response.head.fields, from: body.plain, to: changed)
    ResponseIntegrity.repair(&response.trailers, from: body.plain, to: changed)
  }
}

extension LearntValues.Entry {
  /// A value that is known beforehand: found wherever it stands.
  fileprivate init(literal: String, _ rule: RedactionRule) {
    let text = Array(literal.utf8)
    self.init(text: text, rule: rule, form: AliasForm.of(text[...]), isWord: false)
  }
}
