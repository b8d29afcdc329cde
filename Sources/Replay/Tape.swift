// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import CassetteFormat
internal import Documents
internal import Synchronization

/// Cassettes made ready for replay, one behind the other: every exchange under its canonical key, every response rendered.
///
/// Immutable and shared by all event loops. It keeps the answers as they are sent; of larger cassettes the heads alone,
/// whose bodies are read when they are asked for.
package final class Tape: Sendable {
  struct Entry: Sendable {
    /// Which of `answers` the answer lies in.
    var page: Int32
    /// Where its head begins there, where that ends, and where the body behind it does.
    var start: UInt32
    var end: UInt32
    var bodyEnd: UInt32
    /// Index into `actions`.
    var action: Int32
    /// Index into `regions`.
    var region: Int32
    var traits: Traits
  }

  struct Traits: OptionSet {
    let rawValue: UInt8

    static let answersHEAD = Traits(rawValue: 1)
    static let tellsExpiry = Traits(rawValue: 2)
    /// It may have changed state: a mutation that succeeded.
    static let isBarrier = Traits(rawValue: 4)
    /// Its body is in pieces.
    static let isLarge = Traits(rawValue: 8)
    /// Its body is not kept.
    static let isBodyApart = Traits(rawValue: 16)
    /// It has fields behind its body, which are not kept.
    static let hasTrailers = Traits(rawValue: 32)
  }

  /// The exchanges of one key, in tape order.
  struct Chain {
    let id: Int32
    let places: ArraySlice<Int32>

    var count: Int { places.count }
    subscript(index: Int) -> Int { Int(places[places.startIndex + index]) }

    /// The indices of the exchanges that lie behind `first` and before `end`.
    func indices(between first: Int, and end: Int) -> Range<Int> {
      let low = places.lowerBound(Int32(first + 1)) - places.startIndex
      return low..<max(low, places.lowerBound(Int32(end)) - places.startIndex)
    }
  }

  struct IndexKey: Hashable {
    var key: CanonicalKey
    /// Index into `regions`; 0 for all where the tape has one region only.
    var region: Int32
  }

  let cassettes: CassetteList
  let entries: [Entry]
  let answers: [[UInt8]]
  let chainByKey: [IndexKey: Int32]
  /// For each exchange its chain, and for each chain where it begins in `chained`; one more says where the last ends.
  let chainIDs: [Int32]
  let chainStarts: [Int32]
  let chained: [Int32]
  /// Each action of the tape, and where it occurs.
  let actions: [TapeAction]
  let entriesByAction: [[Int32]]
  /// For each service, the places of its barriers.
  let mutationPlaces: [[Int32]]
  /// The idempotency tokens of the requests that have some, in the order of the service index.
  let tokens: [Int32: [String]]
  let context: CanonicalContext
  /// For each cassette, when its first exchange was recorded.
  private let starts: [Timestamp]
  private let lazyVocabulary = AtomicLazyReference<Vocabulary>()
  private let lazyRelations = AtomicLazyReference<Relations>()
  private let lazyCandidates = AtomicLazyReference<Candidates>()
  /// The regions of the tape, in the order of their first exchange.
  package let regions: [String]
  /// Whether live requests must be redacted before they are compared, because recorded bodies were.
  package let hasRedactedRequests: Bool

  package var count: Int { entries.count }

  /// The answers of longer cassettes are not all kept: 256 MiB of text.
  private static let longestKept = 256 << 20

  /// Reads every line once and checks the digests, on this thread. Linear in the texts.
  package convenience init(
    _ cassettes: CassetteList, context: CanonicalContext = CanonicalContext(), longestKept: Int = longestKept
  ) throws(TapeError) {
    let reading = TapeReading(cassettes, context: context, keepsBodies: cassettes.textLength <= longestKept)
    reading.work()
    self.init(cassettes, try reading.finish(), context)
  }

  /// The same, with the pages shared out among `parts` tasks.
  package static func reading(
    _ cassettes: CassetteList, parts: Int, context: CanonicalContext = CanonicalContext()
  ) async throws(TapeError) -> Tape {
    let reading = TapeReading(cassettes, context: context, keepsBodies: cassettes.textLength <= longestKept)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<max(1, min(parts, reading.pageCount)) { group.addTask { reading.work() } }
    }
    return Tape(cassettes, try reading.finish(), context)
  }

  private init(_ cassettes: CassetteList, _ builder: TapeBuilder, _ context: CanonicalContext) {
    self.cassettes = cassettes
    self.context = context
    entries = builder.entries
    answers = builder.answers
    actions = builder.actions
    entriesByAction = builder.entriesByAction
    regions = builder.regions
    hasRedactedRequests = builder.hasRedactedRequests
    tokens = builder.tokens
    starts = cassettes.members.map { member in
      member.text.count == 0 ? Timestamp(seconds: 0) : (try? member.text.view(0).at) ?? Timestamp(seconds: 0)
    }
    let chains = builder.chains()
    (chainByKey, chainIDs, chainStarts, chained) = (chains.byKey, chains.ids, chains.starts, chains.places)
    mutationPlaces = builder.mutationPlaces()
  }

  /// The exchanges with this key, or nil.
  func chain(_ key: CanonicalKey, region: String) -> Chain? {
    let place = regions.count > 1 ? regions.firstIndex(of: region) : 0
    guard let place, let id = chainByKey[IndexKey(key: key, region: Int32(place))] else { return nil }
    return chain(id)
  }

  /// The exchanges with the key of this one.
  func chain(of place: Int) -> Chain { chain(chainIDs[place]) }

  private func chain(_ id: Int32) -> Chain {
    Chain(id: id, places: chained[Int(chainStarts[Int(id)])..<Int(chainStarts[Int(id) + 1])])
  }

  func isBarrier(_ place: Int) -> Bool { entries[place].traits.contains(.isBarrier) }
  func isRead(_ place: Int) -> Bool { actions[Int(entries[place].action)].kind == .read }
  /// Whether an exchange may answer again, though it is a mutation.
  func isRepeatable(_ place: Int) -> Bool { actions[Int(entries[place].action)].isRepeatable }
  func isDeletion(_ place: Int) -> Bool { actions[Int(entries[place].action)].isDeletion }
  /// The service of an exchange: an index into `mutationPlaces`.
  func scope(_ place: Int) -> Int { Int(actions[Int(entries[place].action)].scope) }
  func isAnswerToHEAD(_ place: Int) -> Bool { entries[place].traits.contains(.answersHEAD) }
  func answersDocument(_ place: Int) -> Bool { actions[Int(entries[place].action)].answersDocument }
  /// Whether the answer tells when credentials end, so that it must be moved to the live clock.
  func tellsExpiry(_ place: Int) -> Bool { entries[place].traits.contains(.tellsExpiry) }

  /// A recorded request in its canonical form, and what else is compared.
  struct RecordedRequest {
    let request: CanonicalRequest
    let region: String
    let at: Timestamp
  }

  /// The request of an exchange, read anew; nil where its line cannot be read.
  func recorded(_ place: Int) -> RecordedRequest? {
    guard let view = try? cassettes.view(place), let head = try? view.requestHead(),
      let request = try? view.canonicalRequest(context.canonical(action(place)), head, context)
    else { return nil }
    return RecordedRequest(request: request, region: view.region, at: view.at)
  }

  /// The names of the members that are timestamps in the answers of an exchange's service.
  func timestampMembers(_ place: Int) -> Set<String> {
    let members = context.index.service(named: action(place).service)?.timestampMembers
    return Set((members?.body ?? [:]).keys)
  }

  /// The response of an exchange, read anew; without its body where that is in pieces.
  func recordedResponse(_ place: Int) throws(CassetteError) -> HTTPResponse {
    let view = try cassettes.view(place)
    return HTTPResponse(
      head: HTTPResponseHead(status: view.status, fields: try view.responseFields()),
      body: Array(try view.responseBody()), trailers: try view.responseTrailers())
  }

  /// The body of a response that is in pieces, if it is.
  func largeBody(_ place: Int) throws(CassetteError) -> LargeBody? {
    entries[place].traits.contains(.isLarge) ? try cassettes.bodies(place).response : nil
  }

  // What only misses and renamings ask for is made when the first of them does. Two threads may both make it; one stays.
  var vocabulary: Vocabulary {
    lazyVocabulary.load() ?? lazyVocabulary.storeIfNil(Vocabulary(cassettes))
  }
  var relations: Relations {
    lazyRelations.load() ?? lazyRelations.storeIfNil(Relations(self))
  }
  var candidates: Candidates {
    lazyCandidates.load() ?? lazyCandidates.storeIfNil(Candidates())
  }

  /// The response of the `index`-th exchange. Throws where its body has to be read and cannot be any more.
  package func response(_ index: Int) throws(CassetteError) -> PreparedResponse {
    let entry = entries[index]
    let answers = answers[Int(entry.page)]
    let isApart = entry.traits.contains(.isBodyApart)
    return PreparedResponse(
      head: answers[Int(entry.start)..<Int(entry.end)],
      body: isApart ? try cassettes.view(index).responseBody() : answers[Int(entry.end)..<Int(entry.bodyEnd)],
      largeBody: try largeBody(index),
      trailers: entry.traits.contains(.hasTrailers)
        ? PreparedResponse.rendered(trailers: try cassettes.view(index).responseTrailers()) : nil)
  }

  package func action(_ index: Int) -> Action { actions[Int(entries[index].action)].action }

  /// The region that an exchange was recorded in; empty where its line cannot be read.
  package func region(_ place: Int) -> String { regions[Int(entries[place].region)] }

  /// An exchange as messages name it.
  package func name(_ place: Int) -> ExchangeName { cassettes.name(of: place) }

  /// When the recording began that an exchange is of.
  func startedAt(_ place: Int) -> Timestamp { starts[cassettes.member(of: place)] }
}
