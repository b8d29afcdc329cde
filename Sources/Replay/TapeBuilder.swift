// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFormat
internal import Documents

/// Collects what a ``Tape`` holds, exchange by exchange.
struct TapeBuilder {
  private let text: CassetteText
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

  init(text: CassetteText, index: ServiceIndex) {
    self.text = text
    self.index = index
    entries.reserveCapacity(text.lines.count)
    keys.reserveCapacity(text.lines.count)
  }

  mutating func add(_ view: ExchangeView) throws(CassetteError) {
    let action = view.action
    let actionPlace = actionPlaces[action] ?? Int32(actions.count)
    if Int(actionPlace) == actions.count {
      actionPlaces[action] = actionPlace
      actions.append(action)
      entriesByAction.append([])
    }
    let region = view.region
    let regionPlace = regionPlaces[region] ?? Int32(regions.count)
    if Int(regionPlace) == regions.count {
      regionPlaces[region] = regionPlace
      regions.append(region)
    }
    let request = try view.requestHead()
    let key = CanonicalRequest(action: action, head: request, body: try view.requestBody(), index: index).key
    keys.append(Tape.IndexKey(key: key, region: regionPlace))
    entriesByAction[Int(actionPlace)].append(Int32(entries.count))
    entries.append(try render(view, isAnswerToHEAD: request.method == "HEAD", action: actionPlace))
    if view.mayHaveRedactedRequest { hasRedactedRequests = true }
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
