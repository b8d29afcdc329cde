// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFormat
internal import Documents

/// Collects what a ``Tape`` holds, exchange by exchange.
struct TapeBuilder: Sendable {
  private let context: CanonicalContext
  /// Whether bodies are kept beside their heads.
  private let keepsBodies: Bool
  private(set) var entries: [Tape.Entry] = []
  /// What is rendered of the answers, page by page.
  private(set) var answers: [[UInt8]] = []
  private(set) var actions: [TapeAction] = []
  private(set) var entriesByAction: [[Int32]] = []
  private(set) var regions: [String] = []
  private(set) var tokens: [Int32: [String]] = [:]
  private(set) var hasRedactedRequests = false
  private var scopePlaces: [String: Int32] = [:]
  private var keys: [Tape.IndexKey] = []
  private var actionPlaces: [Action: Int32] = [:]
  private var regionPlaces: [String: Int32] = [:]

  init(context: CanonicalContext, keepsBodies: Bool) {
    self.context = context
    self.keepsBodies = keepsBodies
  }

  /// Adds the exchanges of a page.
  mutating func add(_ page: CassettePage, _ index: Int, of text: CassetteText) throws(CassetteError) {
    let places = text.places(onPage: index)
    entries.reserveCapacity(entries.count + places.count)
    keys.reserveCapacity(keys.count + places.count)
    var rendered: [UInt8] = []
    for place in places {
      let view = try text.view(place, of: page)
      try add(view, to: &rendered)
      // A cassette whose pieces are not there is found out before anybody asks for them.
      _ = try text.bodies(of: place, view)
    }
    // Without the room that it had to grow.
    answers.append(rendered.withUnsafeBytes { Array($0) })
  }

  private mutating func add(_ view: ExchangeView, to rendered: inout [UInt8]) throws(CassetteError) {
    let head = try view.requestHead()
    var recorded = view.action
    // Older cassettes have method and path for what is an operation.
    if recorded.operation.utf8.contains(0x20) {
      recorded = RequestIdentity.action(recorded: recorded, head: head, host: view.host, index: context.index)
    }
    let action = place(of: recorded, head)
    let request = try view.canonicalRequest(context.canonical(actions[Int(action)].action), head, context)
    let region = place(ofRegion: view.region)
    keys.append(Tape.IndexKey(key: request.key, region: region))
    if !request.tokens.isEmpty { tokens[Int32(entries.count)] = request.tokens }
    entriesByAction[Int(action)].append(Int32(entries.count))
    entries.append(
      try render(view, isAnswerToHEAD: head.method == "HEAD", action: action, region: region, to: &rendered))
    if view.mayHaveRedactedRequest { hasRedactedRequests = true }
  }

  private mutating func place(of action: Action, _ head: HTTPRequestHead) -> Int32 {
    if let place = actionPlaces[action] { return place }
    let kind = context.kind(of: action) ?? ActionKind(action, head: head, index: context.index)
    return append(
      TapeAction(
        action: action, kind: kind, isRepeatable: ActionKind.isRepeatable(action, index: context.index),
        isDeletion: ActionKind.isDeletion(action), answersDocument: context.answersDocument(action),
        scope: scope(of: action)))
  }

  private mutating func append(_ action: TapeAction) -> Int32 {
    actionPlaces[action.action] = Int32(actions.count)
    actions.append(action)
    entriesByAction.append([])
    return Int32(actions.count - 1)
  }

  private mutating func scope(of action: Action) -> Int32 {
    let service = context.canonical(action).service
    if let scope = scopePlaces[service] { return scope }
    scopePlaces[service] = Int32(scopePlaces.count)
    return Int32(scopePlaces.count - 1)
  }

  private mutating func place(ofRegion region: String) -> Int32 {
    if let place = regionPlaces[region] { return place }
    regionPlaces[region] = Int32(regions.count)
    regions.append(region)
    return Int32(regions.count - 1)
  }

  /// Takes in the pages that follow these.
  mutating func append(_ next: TapeBuilder) {
    let (firstEntry, firstPage) = (Int32(entries.count), Int32(answers.count))
    let newActions = next.actions.map { action in
      if let place = actionPlaces[action.action] { return place }
      var action = action
      action.scope = scope(of: action.action)
      return append(action)
    }
    let newRegions = next.regions.map { place(ofRegion: $0) }
    answers += next.answers
    for (old, new) in newActions.enumerated() {
      entriesByAction[Int(new)] += next.entriesByAction[old].map { $0 + firstEntry }
    }
    keys += next.keys.lazy.map { Tape.IndexKey(key: $0.key, region: newRegions[Int($0.region)]) }
    entries += next.entries.lazy.map { entry in
      var entry = entry
      entry.action = newActions[Int(entry.action)]
      entry.region = newRegions[Int(entry.region)]
      entry.page += firstPage
      return entry
    }
    for (place, list) in next.tokens { tokens[place + firstEntry] = list }
    hasRedactedRequests = hasRedactedRequests || next.hasRedactedRequests
  }

  private mutating func render(
    _ view: ExchangeView, isAnswerToHEAD: Bool, action: Int32, region: Int32, to rendered: inout [UInt8]
  ) throws(CassetteError) -> Tape.Entry {
    let large = try view.responsePieces()
    let body = isAnswerToHEAD ? [] : try view.responseBody()
    let start = rendered.count
    let head = HTTPResponseHead(status: view.status, fields: try view.responseFields())
    PreparedResponse.renderHead(
      head,
      bodyCount: large?.digest.bytes ?? body.count, isAnswerToHEAD: isAnswerToHEAD, to: &rendered)
    let end = rendered.count
    if keepsBodies { rendered.append(contentsOf: body) }
    let hasTrailers = PreparedResponse.hasTrailers(
      head, try view.responseTrailers(), isAnswerToHEAD: isAnswerToHEAD)
    return Tape.Entry(
      page: Int32(answers.count), start: UInt32(start), end: UInt32(end), bodyEnd: UInt32(rendered.count),
      action: action, region: region,
      traits: [
        isAnswerToHEAD ? .answersHEAD : [],
        actions[Int(action)].answersDocument && ClockShift.mayTellExpiry(body) ? .tellsExpiry : [],
        actions[Int(action)].kind == .mutation && view.status < 400 ? .isBarrier : [],
        large != nil && !isAnswerToHEAD ? .isLarge : [],
        !keepsBodies && !body.isEmpty ? .isBodyApart : [],
        hasTrailers && large == nil ? .hasTrailers : [],
      ])
  }

  /// The exchanges of each key together, each key's in tape order.
  func chains() -> (byKey: [Tape.IndexKey: Int32], ids: [Int32], starts: [Int32], places: [Int32]) {
    var byKey: [Tape.IndexKey: Int32] = Dictionary(minimumCapacity: keys.count)
    var ids: [Int32] = []
    ids.reserveCapacity(keys.count)
    var starts: [Int32] = [0]
    let hasOneRegion = regions.count <= 1
    for var key in keys {
      if hasOneRegion { key.region = 0 }
      let id = byKey[key] ?? Int32(byKey.count)
      if id == Int32(byKey.count) {
        byKey[key] = id
        starts.append(0)
      }
      ids.append(id)
      starts[Int(id) + 1] += 1
    }
    for id in starts.indices.dropFirst() { starts[id] += starts[id - 1] }
    var next = starts
    var places = [Int32](repeating: 0, count: keys.count)
    for (place, id) in ids.enumerated() {
      places[Int(next[Int(id)])] = Int32(place)
      next[Int(id)] += 1
    }
    return (byKey, ids, starts, places)
  }

  /// For each service the places of what may have changed its state.
  func mutationPlaces() -> [[Int32]] {
    var places = [[Int32]](repeating: [], count: scopePlaces.count)
    for (place, entry) in entries.enumerated() where entry.traits.contains(.isBarrier) {
      places[Int(actions[Int(entry.action)].scope)].append(Int32(place))
    }
    return places
  }
}

/// An action that occurs on a tape.
struct TapeAction: Hashable, Sendable {
  let action: Action
  let kind: ActionKind
  /// Whether it may be answered again as it was, though it may change state.
  let isRepeatable: Bool
  /// Whether it ends what it names.
  let isDeletion: Bool
  /// Whether what it answers is a document of the service's, and no file of the user's.
  let answersDocument: Bool
  /// Which of the tape's services it belongs to.
  var scope: Int32
}
