// SPDX-License-Identifier: Apache-2.0

/// The comparison of two documents modulo consistent renaming: is this live document that recorded one, if some
/// generated tokens of it stand for others?
///
/// Equality is ``CanonicalWriter``'s: order of members and tags, absent and null, forms of numbers do not count.
package struct Unification {
  /// What of a document is not compared as it stands.
  package struct Exceptions: Sendable {
    /// What the normal form does not tell.
    package var paths: CanonicalPaths?
    /// Any text may stand for any other here, a word for a word.
    package var bound: PathSet
    /// Nothing may differ here.
    package var unbound: PathSet

    package init(paths: CanonicalPaths? = nil, bound: PathSet = .none, unbound: PathSet = .none) {
      self.paths = paths
      self.bound = bound
      self.unbound = unbound
    }

    private var isEmpty: Bool { paths == nil && bound.isEmpty && unbound.isEmpty }

    func member(_ name: DocumentValue) -> Exceptions {
      if isEmpty { return self }
      return name.withBytes {
        Exceptions(paths: paths?.member($0), bound: bound.member($0), unbound: unbound.member($0))
      }
    }

    func element(_ index: Int) -> Exceptions {
      if isEmpty { return self }
      return Exceptions(paths: paths?.element(index), bound: bound.element(index), unbound: unbound.element(index))
    }

    /// Whether the normal form leaves out a value at this place.
    func omits(_ value: DocumentValue) -> Bool {
      let isContainer = value.kind == .object || value.kind == .array
      return paths.map { $0.isOmitted && ($0.kept.isEmpty || !isContainer) || $0.empties(value) } ?? false
    }
  }

  /// Pairs that would have to be added, besides those that are known; those of equal sides as well.
  package private(set) var added = Renaming()
  /// Values that differ where a rule lets them: whole strings.
  package private(set) var wholes: [Renaming.Pair] = []
  /// Tokens that are one value's in two guises, by ``isSame``: nothing else is said of either.
  package private(set) var same: [Renaming.Pair] = []
  private let known: Renaming
  private let clocks: TimestampPair
  private let mayBind: (_ recorded: UnsafeRawBufferPointer, _ live: UnsafeRawBufferPointer) -> Bool
  private let isSame: (_ recorded: UnsafeRawBufferPointer, _ live: UnsafeRawBufferPointer) -> Bool

  /// - Parameters:
  ///   - known: what stands for what already; it is not contradicted.
  ///   - mayBind: asked, besides the rules of shape, before two different tokens are paired.
  ///   - isSame: asked before all else, whether two different tokens may be one value that redaction gave two aliases.
  package init(
    known: Renaming, clocks: TimestampPair,
    mayBind: @escaping (_ recorded: UnsafeRawBufferPointer, _ live: UnsafeRawBufferPointer) -> Bool = { _, _ in true },
    isSame: @escaping (_ recorded: UnsafeRawBufferPointer, _ live: UnsafeRawBufferPointer) -> Bool = { _, _ in false }
  ) {
    self.known = known
    self.clocks = clocks
    self.mayBind = mayBind
    self.isSame = isSame
  }

  /// Whether the two are equal modulo `known` and ``added``, which grows. After false, ``added`` is of no use.
  package mutating func equate(
    recorded: DocumentValue, live: DocumentValue, _ exceptions: Exceptions = Exceptions()
  ) -> Bool {
    if exceptions.paths?.isPlaceholder == true { return true }
    if exceptions.unbound.isMatch {
      return DocumentComparison.differences(recorded, live, limit: 1, renaming: known).isEmpty
    }
    if exceptions.bound.isMatch, recorded.kind == .string, live.kind == .string {
      if recorded.bytes != live.bytes {
        wholes.append(Renaming.Pair(recorded: Array(recorded.bytes), live: Array(live.bytes)))
      }
      return true
    }
    switch (recorded.kind, live.kind) {
    case (.object, .object): return equateObjects(recorded, live, exceptions)
    case (.array, .array): return equateArrays(recorded, live, exceptions)
    case (.string, .string): return equateTexts(recorded, live)
    case (.number, .number): return equateNumbers(recorded, live)
    case (let one, let other): return one == other
    }
  }

  private mutating func equateObjects(
    _ recorded: DocumentValue, _ live: DocumentValue, _ exceptions: Exceptions
  ) -> Bool {
    func compared(_ object: DocumentValue) -> [DocumentValue.Member] {
      object.members.filter { !$0.value.isNull && !exceptions.member($0.name).omits($0.value) }
    }
    let (left, right) = (compared(recorded), compared(live))
    guard left.count == right.count else { return false }
    // Clients write their members in one order, as a rule. Names are texts like others: those of a map may be
    // generated.
    let isInOrder = zip(left, right).allSatisfy { $0.name.bytes == $1.name.bytes }
    let pairs = isInOrder ? zip(left, right) : zip(Unification.sorted(left), Unification.sorted(right))
    for (one, other) in pairs {
      guard equateTexts(one.name, other.name),
        equate(recorded: one.value, live: other.value, exceptions.member(one.name))
      else { return false }
    }
    return true
  }

  private static func sorted(_ members: [DocumentValue.Member]) -> [DocumentValue.Member] {
    members.map { ($0, skeleton($0.name)) }.sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
  }

  private static func skeleton(_ text: DocumentValue) -> [UInt8] {
    var bytes: [UInt8] = []
    text.withBytes { TextForm.appendSkeleton($0, to: &bytes) }
    return bytes
  }

  private mutating func equateArrays(
    _ recorded: DocumentValue, _ live: DocumentValue, _ exceptions: Exceptions
  ) -> Bool {
    func compared(_ list: DocumentValue) -> [DocumentValue] {
      list.elements.enumerated().filter { !exceptions.element($0.offset).omits($0.element) }.map(\.element)
    }
    var (left, right) = (compared(recorded), compared(live))
    guard left.count == right.count else { return false }
    if CanonicalWriter.isTagList(recorded), CanonicalWriter.isTagList(live) {
      // By key, as far as keys are words: those that are generated themselves keep the order they are written in.
      left = Unification.sortedByKey(left)
      right = Unification.sortedByKey(right)
    }
    for index in left.indices {
      guard equate(recorded: left[index], live: right[index], exceptions.element(index)) else { return false }
    }
    return true
  }

  private static func sortedByKey(_ tags: [DocumentValue]) -> [DocumentValue] {
    let keyed = tags.enumerated().map { index, tag in
      (index, tag.members.first { $0.name.bytes.count == 3 }.map { skeleton($0.value) } ?? [], tag)
    }
    return keyed.sorted { $0.1 == $1.1 ? $0.0 < $1.0 : $0.1.lexicographicallyPrecedes($1.1) }.map(\.2)
  }

  private mutating func equateNumbers(_ recorded: DocumentValue, _ live: DocumentValue) -> Bool {
    if DecimalForm.areEqual(recorded, live) { return true }
    return recorded.withBytes { left in
      live.withBytes { right in
        if isSame(left, right) { return equateSame(left, right) }
        if let digits = Unification.aliasDigits(left), let others = Unification.aliasDigits(right) {
          return left.first == right.first && equateTokens(digits, others) { _, _ in true }
        }
        let (whole, other) = (Unification.wholeDigits(left), Unification.wholeDigits(right))
        guard let whole, let other else { return false }
        // Epoch seconds may have a fraction, which is as volatile as they are.
        if let near = clocks.mayDiffer(seconds: whole, other) {
          return near && add(Renaming.Pair(recorded: Array(whole), live: Array(other), isLoose: true))
        }
        guard whole.count == left.count, other.count == right.count else { return false }
        return equateTokens(whole, other) { TokenShape.areAlikeNumbers($0, $1, isName: false) }
      }
    }
  }

  /// The digits of a number that redaction put in place of another: a negative whole one, or a fraction below one.
  static func aliasDigits(_ number: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    let isNegative = number.first == 0x2D
    let value = UnsafeRawBufferPointer(rebasing: number[(isNegative ? 1 : 0)...])
    let isFraction = value.count == 11 && value[0] == 0x30 && value[1] == 0x2E
    guard isFraction || isNegative else { return nil }
    let digits = UnsafeRawBufferPointer(rebasing: value[(isFraction ? 2 : 0)...])
    guard digits.count >= 9, digits.prefix(3).allSatisfy({ $0 == 0x39 }), digits.allSatisfy(ByteClass.isDigit) else {
      return nil
    }
    return digits
  }

  /// The digits before a number's fraction; nil where there is a sign or exponent.
  private static func wholeDigits(_ number: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    let whole = number.prefix { ByteClass.isDigit($0) }
    let rest = number[whole.endIndex...]
    guard !whole.isEmpty, rest.isEmpty || rest.first == 0x2E && rest.dropFirst().allSatisfy(ByteClass.isDigit) else {
      return nil
    }
    return UnsafeRawBufferPointer(rebasing: whole)
  }

  /// The same for two texts.
  package mutating func equate(recorded: String, live: String) -> Bool {
    Array(recorded.utf8).withUnsafeBytes { left in
      Array(live.utf8).withUnsafeBytes { right in equateTexts(left, right, depth: 0) }
    }
  }

  private mutating func equateTexts(_ recorded: DocumentValue, _ live: DocumentValue) -> Bool {
    recorded.withBytes { left in live.withBytes { right in equateTexts(left, right, depth: 0) } }
  }

  private mutating func equateTexts(
    _ recorded: UnsafeRawBufferPointer, _ live: UnsafeRawBufferPointer, depth: Int
  ) -> Bool {
    var others = TextSegments(live, depth: depth)
    for segment in TextSegments(recorded, depth: depth) {
      guard let other = others.next() else { return false }
      if let left = segment.decoded, let right = other.decoded {
        let isEqual = left.withUnsafeBytes { left in
          right.withUnsafeBytes { right in equateTexts(left, right, depth: depth + 1) }
        }
        guard isEqual else { return false }
      } else {
        guard segment.decoded == nil, other.decoded == nil,
          equatePlain(
            UnsafeRawBufferPointer(rebasing: recorded[segment.range]),
            UnsafeRawBufferPointer(rebasing: live[other.range]))
        else { return false }
      }
    }
    return others.next() == nil
  }

  /// Token by token; what stands between them must be equal.
  private mutating func equatePlain(_ recorded: UnsafeRawBufferPointer, _ live: UnsafeRawBufferPointer) -> Bool {
    var others = GeneratedTokens(live)
    var (left, right) = (0, 0)
    for token in GeneratedTokens(recorded) {
      guard let other = others.next(), token.kind == other.kind,
        recorded[left..<token.range.lowerBound].elementsEqual(live[right..<other.range.lowerBound])
      else { return false }
      let value = UnsafeRawBufferPointer(rebasing: recorded[token.range])
      let otherValue = UnsafeRawBufferPointer(rebasing: live[other.range])
      guard equate(token, value, other, otherValue) else { return false }
      (left, right) = (token.range.upperBound, other.range.upperBound)
    }
    return others.next() == nil && recorded[left...].elementsEqual(live[right...])
  }

  private mutating func equate(
    _ token: GeneratedToken, _ value: UnsafeRawBufferPointer, _ other: GeneratedToken,
    _ otherValue: UnsafeRawBufferPointer
  ) -> Bool {
    // Before the clocks: an alias of an account id is no time.
    if isSame(value, otherValue) { return equateSame(value, otherValue) }
    switch token.kind {
    case .uuid, .address: return equateTokens(value, otherValue) { _, _ in true }
    case .timestamp:
      if value.elementsEqual(otherValue) { return true }
      return clocks.mayDiffer(value, otherValue)
        && add(Renaming.Pair(recorded: Array(value), live: Array(otherValue), isLoose: true))
    case .run:
      let isName = token.isPartOfName && other.isPartOfName
      // A moment in a name tells runs apart; one that stands alone is a time.
      if !isName, value.allSatisfy(ByteClass.isDigit), otherValue.allSatisfy(ByteClass.isDigit),
        !value.elementsEqual(otherValue), let near = clocks.mayDiffer(seconds: value, otherValue)
      {
        if near { return add(Renaming.Pair(recorded: Array(value), live: Array(otherValue), isLoose: true)) }
        // As text, what is near its clock may as well be a name.
        guard clocks.areNear(value, otherValue) else { return false }
      }
      return equateTokens(value, otherValue) { TokenShape.areAlike($0, $1, isName: isName) }
    }
  }

  private mutating func equateTokens(
    _ recorded: UnsafeRawBufferPointer, _ live: UnsafeRawBufferPointer,
    areAlike: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Bool
  ) -> Bool {
    if let pair = known.pair(recorded: recorded) ?? added.pair(recorded: recorded), !pair.isLoose {
      return pair.live.hasSameBytes(live)
    }
    if let pair = known.pair(live: live) ?? added.pair(live: live), !pair.isLoose {
      return pair.recorded.hasSameBytes(recorded)
    }
    let isSame = recorded.elementsEqual(live)
    guard isSame || areAlike(recorded, live) && mayBind(recorded, live) else { return false }
    return add(Renaming.Pair(recorded: Array(recorded), live: Array(live)))
  }

  /// Two guises of one value: each stands for no other one.
  private mutating func equateSame(_ recorded: UnsafeRawBufferPointer, _ live: UnsafeRawBufferPointer) -> Bool {
    for pair in same where pair.recorded.hasSameBytes(recorded) || pair.live.hasSameBytes(live) {
      return pair.recorded.hasSameBytes(recorded) && pair.live.hasSameBytes(live)
    }
    same.append(Renaming.Pair(recorded: Array(recorded), live: Array(live)))
    return true
  }

  private mutating func add(_ pair: Renaming.Pair) -> Bool { added.bind(pair) }
}
