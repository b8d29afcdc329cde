// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// One look at one exchange or request: what is known when it starts, and what it finds.
final class RedactionPass {
  let rules: RuleBook
  let learnt: LearntValues.Snapshot
  /// Texts in which nothing was found by what is known.
  var seen: SeenTexts
  /// How many documents were read: what was found in one is not told by its text alone.
  private(set) var documents = 0
  private let aliases: Aliases
  /// Whether what looks like an alias is one and stays.
  private(set) var keepsAliases: Bool
  /// What the service's model says of the operation's members.
  let model: ModelMarks
  private let secretPlaces: PathSet
  private let kept: PathSet
  private let note: ((RedactionChange) -> Void)?

  /// The rules that changed something.
  private(set) var changed: Set<RedactionRule> = []
  /// Values that were found by their place, and are not known yet.
  private(set) var found: [LearntValues.Entry] = []
  private(set) var accounts: Set<UInt64> = []
  /// What is known of the digests of texts that are replaced, and what there is to know.
  private(set) var digests: BodyDigests
  /// The aliases that were put in, and what for.
  private(set) var originals: [Original] = []

  init(
    rules: RuleBook, learnt: LearntValues.Snapshot, seen: SeenTexts, aliases: Aliases, keepsAliases: Bool,
    action: Action,
    model: ModelMarks, digests: BodyDigests, note: ((RedactionChange) -> Void)?
  ) {
    self.digests = digests
    self.rules = rules
    self.learnt = learnt
    self.seen = seen
    self.aliases = aliases
    self.keepsAliases = keepsAliases
    self.model = model
    self.note = note
    func paths(_ rules: [RedactionSettings.PlaceRule]) -> PathSet {
      rules.isEmpty ? .none : PathSet(rules.filter { $0.action.matches(action) }.map(\.path))
    }
    secretPlaces = rules.isOn(.userPath) ? paths(rules.settings.places) : .none
    kept = paths(rules.settings.kept)
  }

  /// The alias of a value, or nil where it is one itself.
  func alias(
    _ value: ArraySlice<UInt8>, _ form: AliasForm, _ rule: RedactionRule, _ place: @autoclosure () -> String
  ) -> [UInt8]? {
    if keepsAliases, AliasMark.isAlias(value) { return nil }
    let alias = aliases.alias(of: value, as: form)
    changed.insert(rule)
    note?(RedactionChange(rule: rule, place: place()))
    originals.append(Original(alias: alias, value: Array(value), isKeyed: form.isKeyed(value)))
    if rule == .account { learn(account: value) }
    return alias
  }

  /// Keeps how a value was written where an alias stands for it: whoever gets it back wants it so.
  /// - Parameter first: which of ``originals`` are of that place.
  func noteSource(_ source: [UInt8], of alias: [UInt8], writtenAs written: [UInt8], since first: Int) {
    guard let index = originals[first...].firstIndex(where: { $0.alias == alias }) else { return }
    let original = Original(alias: written, value: source, isKeyed: originals[index].isKeyed)
    if written == alias { originals[index] = original } else { originals.append(original) }
  }

  /// A second look at something, in which what the first one put in stays.
  func keepingAliases<Result>(_ look: () -> Result) -> Result {
    let keptAliases = keepsAliases
    keepsAliases = true
    defer { keepsAliases = keptAliases }
    return look()
  }

  /// Keeps what is secret by its place, so that its copies are found.
  func learn(_ value: ArraySlice<UInt8>, _ form: AliasForm) {
    guard rules.isOn(.copy) else { return }
    found += LearntValues.entries(value, .copy, form).filter { !learnt.contains($0.text) }
  }

  private func learn(account digits: ArraySlice<UInt8>) {
    guard AWSIdentifier.isAccount(digits) else { return }
    let account = AWSIdentifier.number(digits)
    if !learnt.accounts.contains(account) { accounts.insert(account) }
  }

  /// A rule that left something out.
  func drop(_ rule: RedactionRule, _ part: ExchangeHalf, _ place: @autoclosure () -> String) {
    note?(RedactionChange(rule: rule, place: "\(part) \(place())"))
  }

  func markChanged(_ rule: RedactionRule) { changed.insert(rule) }

  /// The document with aliases; nil where nothing changes, and whether it could be read whole.
  /// - Parameter inherited: the rule by which all of it is secret, since it stands in place of one value.
  func rewritten(
    _ text: UnsafeRawBufferPointer, as kind: BodyKind, _ part: ExchangeHalf, depth: Int, inherited: RedactionRule? = nil
  ) -> (bytes: [UInt8]?, isWhole: Bool) {
    documents += 1
    return ScalarRewriter.rewrite(text, as: kind) { place, scalar, text in
      if scalar == .string, BodyDigests.isName(place.member), let digest = self.digests.replacement(of: text) {
        return digest
      }
      let other = self.scalar(text, scalar, place, part, depth: depth, inherited: inherited, isXML: kind == .xml)
      if let other, scalar != .name { self.digests.note(text, other) }
      return other
    }
  }

  private func scalar(
    _ text: UnsafeRawBufferPointer, _ kind: ScalarKind, _ place: borrowing ScalarPlace, _ part: ExchangeHalf,
    depth: Int, inherited: RedactionRule?, isXML: Bool
  ) -> [UInt8]? {
    guard !text.isEmpty else { return nil }
    if kind == .name {
      // Names of members are words; keys of maps may be anything.
      let isWord = text.count < 16 && !text.contains { ByteKind.isDigit($0) || $0 == 0x40 }
      guard !isWord || !learnt.hits(in: text).isEmpty else { return nil }
      return withPlace(place, part) { redacted(text, $0, depth: depth) }
    }
    if !kept.isEmpty, matches(kept, place, isXML: isXML) {
      return withPlace(place, part, isKept: true) { redacted(text, $0, depth: depth) }
    }
    if let rule = inherited ?? secretRule(place, part, isXML: isXML) {
      return secret(text, kind, rule, place, part, depth: depth)
    }
    if isAccount(text, named: place.member) {
      return alias(Array(text)[...], .digits, .account, describe(place, part))
    }
    if part == .response, SensitiveNames.requestIDMembers.contains(place.member), rules.isOn(.perRunHeader) {
      let value = Array(text)[...]
      return alias(value, AliasForm.of(value), .perRunHeader, describe(place, part))
    }
    switch kind {
    case .number: return number(text, place, part)
    case .bytes where firstInvalidUTF8(text) != nil: return withPlace(place, part) { copies(in: text, $0) }
    default: return withPlace(place, part) { redacted(text, $0, depth: depth) }
    }
  }

  /// Whether a value is somebody's account id, by its name.
  func isAccount(
    _ value: UnsafeRawBufferPointer, named name: UnsafeRawBufferPointer
  ) -> Bool {
    AWSIdentifier.isAccount(value) && rules.isOn(.account) && SensitiveNames.namesAccount(name)
      && !AWSIdentifier.isExampleAccount(value)
  }

  func isAccount(_ value: [UInt8], named name: [UInt8]) -> Bool {
    value.withUnsafeBytes { value in name.withUnsafeBytes { isAccount(value, named: $0) } }
  }

  /// A number that is known as an account's or as a secret; others say nothing.
  private func number(
    _ text: UnsafeRawBufferPointer, _ place: borrowing ScalarPlace, _ part: ExchangeHalf
  ) -> [UInt8]? {
    guard text.count >= 8 else { return nil }
    let value = Array(text)[...]
    if AWSIdentifier.isAccount(text), rules.isOn(.account), learnt.accounts.contains(AWSIdentifier.number(text)) {
      return alias(value, .digits, .account, describe(place, part))
    }
    guard let hit = learnt.hits(in: text).first, hit.range == 0..<text.count else { return nil }
    return alias(value, AliasForm.ofNumber(value), hit.rule, describe(place, part))
  }

  /// A value that is secret by its place.
  private func secret(
    _ text: UnsafeRawBufferPointer, _ kind: ScalarKind, _ rule: RedactionRule, _ place: borrowing ScalarPlace,
    _ part: ExchangeHalf, depth: Int
  ) -> [UInt8]? {
    let value = Array(text)[...]
    switch kind {
    case .name: return nil
    case .string:
      if value.allSatisfy({ $0 == 0x2A }) || value.elementsEqual("true".utf8) || value.elementsEqual("false".utf8) {
        return nil
      }
      if value.first == 0x7B, depth < RedactionPass.deepest {
        let (bytes, isWhole) = rewritten(text, as: .json, part, depth: depth + 1, inherited: rule)
        if isWhole { return bytes }
      }
    case .number: break
    case .bytes:
      guard firstInvalidUTF8(text) == nil else {
        learn(value, .text)
        return alias(value, .text, rule, describe(place, part))
      }
    }
    if rule == .overlayMember, ReservedNames.contains(url: value) { return nil }
    let form = kind == .number ? AliasForm.ofNumber(value) : isBlob(place, value) ? .base64 : AliasForm.of(value)
    guard let alias = alias(value, form, rule, describe(place, part)) else { return nil }
    // What models mark is often an ordinary name, such as that of a table in a function's environment.
    if rule != .modelMember && rule != .overlayMember || form == .url || LearntValues.isNoName(value) {
      learn(value, form)
    }
    return alias
  }

  private func isBlob(_ place: borrowing ScalarPlace, _ value: ArraySlice<UInt8>) -> Bool {
    SensitiveNames.blobs.contains(place.member) && value.count >= 4 && Base64.decode(value) != nil
  }

  /// Names so far above a value still say that it is secret.
  private static let ancestors = 16

  private func secretRule(
    _ place: borrowing ScalarPlace, _ part: ExchangeHalf, isXML: Bool
  ) -> RedactionRule? {
    // Attributes that say how an element is to be read are there for every reader.
    let isSchema = isXML && NameSet.schema.contains(place.member)
    for index in isSchema ? 0..<0 : max(0, place.depth - RedactionPass.ancestors)..<place.depth {
      guard case .member(let name) = place.step(index) else { continue }
      if let rule = rules.rule(ofMember: name) { return rule }
      if name.count == 11, NameSet.credentials.contains(name), rules.isOn(.secretMember), index + 1 < place.depth,
        !SensitiveNames.ordinaryCredentials.contains(place.member)
      {
        return .secretMember
      }
    }
    if !secretPlaces.isEmpty, matches(secretPlaces, place, isXML: isXML) { return .userPath }
    if let rule = model.rule(of: place, in: part), rules.isOn(rule) { return rule }
    return nil
  }

  /// Whether a path leads to a place or above it. In XML the outermost element may be left out.
  private func matches(_ paths: PathSet, _ place: borrowing ScalarPlace, isXML: Bool) -> Bool {
    for first in isXML ? [0, 1] : [0] {
      var set = paths
      if set.isMatch { return true }
      for index in first..<max(first, place.depth) {
        switch place.step(index) {
        case .member(let name): set = set.member(name)
        case .element(let number): set = set.element(number)
        }
        if set.isMatch { return true }
        if set.isEmpty { break }
      }
    }
    return false
  }

  private func describe(_ place: borrowing ScalarPlace, _ part: ExchangeHalf) -> String {
    guard note != nil else { return "" }
    return "\(part) /body\(place.pointer())"
  }

  private func withPlace<Result>(
    _ place: borrowing ScalarPlace, _ part: ExchangeHalf, isKept: Bool = false,
    _ body: (borrowing TextPlace) -> Result
  ) -> Result {
    let member = place.member
    return body(
      TextPlace(
        part, .body(note == nil ? "" : place.pointer()),
        tellsVersion: member.hasInAnyCase("version", at: member.count - 7), isKept: isKept))
  }
}

extension NameSet {
  fileprivate static let credentials: NameSet = ["credentials"]
  fileprivate static let schema: NameSet = ["xmlns", "xsi", "type", "nil"]
}

/// A change that redaction made: which rule, and where.
package struct RedactionChange: Hashable, Sendable {
  package var rule: RedactionRule
  /// `request /body/Password`, `response header Location`.
  package var place: String
}

/// An alias that was put in place of a value.
package struct Original: Hashable, Sendable {
  package var alias: [UInt8]
  package var value: [UInt8]
  /// Whether the alias is another one under another key.
  package var isKeyed: Bool
}
