// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFormat
internal import Documents

/// Collects what a ``Tape`` holds, exchange by exchange.
struct TapeBuilder: Sendable {
  let text: CassetteText
  private let index: ServiceIndex
  private(set) var entries: [Tape.Entry] = []
  private(set) var rendered: [UInt8] = []
  private(set) var actions: [Action] = []
  private(set) var entriesByAction: [[Int32]] = []
  private(set) var regions: [String] = []
  private(set) var links: [Int32] = []
  private(set) var hasRedactedRequests = false
  private var keys: [Tape.IndexKey] = []
  private var actionPlaces: [Action: Int32] = [:]
  private var regionPlaces: [String: Int32] = [:]

  private init(text: CassetteText, index: ServiceIndex, count: Int) {
    self.text = text
    self.index = index
    entries.reserveCapacity(count)
    keys.reserveCapacity(count)
  }

  /// Reads a stretch of a cassette.
  static func reading(
    _ lines: Range<Int>, of text: CassetteText, index: ServiceIndex
  ) throws(CassetteError) -> TapeBuilder {
    var builder = TapeBuilder(text: text, index: index, count: lines.count)
    for line in lines { try builder.add(text.view(line)) }
    return builder
  }

  private mutating func add(_ view: ExchangeView) throws(CassetteError) {
    let action = place(of: view.action)
    let request = try view.requestHead()
    let key = CanonicalRequest(
      action: actions[Int(action)], head: request, body: try view.requestBody(), index: index
    ).key
    keys.append(Tape.IndexKey(key: key, region: place(ofRegion: view.region)))
    entriesByAction[Int(action)].append(Int32(entries.count))
    entries.append(try render(view, isAnswerToHEAD: request.method == "HEAD", action: action))
    if view.mayHaveRedactedRequest { hasRedactedRequests = true }
  }

  private mutating func place(of action: Action) -> Int32 {
    if let place = actionPlaces[action] { return place }
    actionPlaces[action] = Int32(actions.count)
    actions.append(action)
    entriesByAction.append([])
    return Int32(actions.count - 1)
  }

  private mutating func place(ofRegion region: String) -> Int32 {
    if let place = regionPlaces[region] { return place }
    regionPlaces[region] = Int32(regions.count)
    regions.append(region)
    return Int32(regions.count - 1)
  }

  /// Takes in the stretch that follows this one.
  mutating func append(_ next: TapeBuilder) {
    let (firstEntry, firstByte) = (Int32(entries.count), rendered.count)
    let newActions = next.actions.map { place(of: $0) }
    let newRegions = next.regions.map { place(ofRegion: $0) }
    rendered += next.rendered
    for (old, new) in newActions.enumerated() {
      entriesByAction[Int(new)] += next.entriesByAction[old].map { $0 + firstEntry }
    }
    keys += next.keys.map { Tape.IndexKey(key: $0.key, region: newRegions[Int($0.region)]) }
    entries += next.entries.map { entry in
      var entry = entry
      entry.action = newActions[Int(entry.action)]
      entry.head = entry.head.lowerBound + firstByte..<entry.head.upperBound + firstByte
      if entry.isBodyRendered { entry.body = entry.body.lowerBound + firstByte..<entry.body.upperBound + firstByte }
      return entry
    }
    hasRedactedRequests = hasRedactedRequests || next.hasRedactedRequests
  }

  private mutating func render(
    _ view: ExchangeView, isAnswerToHEAD: Bool, action: Int32
  ) throws(CassetteError) -> Tape.Entry {
    let body = isAnswerToHEAD ? [] : try view.responseBody()
    let start = rendered.count
    PreparedResponse.renderHead(
      HTTPResponseHead(status: view.status, fields: try view.responseFields()), bodyCount: body.count,
      isAnswerToHEAD: isAnswerToHEAD, to: &rendered)
    let head = start..<rendered.count
    let liesInText = !isAnswerToHEAD && view.isResponseBodyInText
    if !liesInText { rendered.append(contentsOf: body) }
    return Tape.Entry(
      head: head, body: liesInText ? body.startIndex..<body.endIndex : head.upperBound..<rendered.count,
      isBodyRendered: !liesInText, action: action)
  }

  /// The first exchange of each key; fills `links`.
  mutating func indexed() -> [Tape.IndexKey: Int32] {
    var first: [Tape.IndexKey: Int32] = Dictionary(minimumCapacity: keys.count)
    links = Array(repeating: -1, count: keys.count)
    let hasOneRegion = regions.count <= 1
    for place in keys.indices.reversed() {
      var key = keys[place]
      if hasOneRegion { key.region = 0 }
      if let following = first.updateValue(Int32(place), forKey: key) { links[place] = following }
    }
    return first
  }
}
