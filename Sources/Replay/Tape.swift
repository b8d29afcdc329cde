// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
internal import CassetteFormat
internal import Documents
internal import Synchronization

/// Cassettes made ready for replay, one behind the other: every exchange under its canonical key, every response rendered.
///
/// Immutable and shared by all event loops. It keeps the cassettes' plain texts and, beside them, one buffer with the
/// response heads; bodies are sent from where they lie in the texts.
package final class Tape: Sendable {
  struct Entry: Sendable {
    /// Where the head lies in `rendered`.
    var head: Range<Int>
    /// Where the body lies: in its cassette's text, or in `rendered` where it was escaped or base64.
    var body: Range<Int>
    var isBodyRendered: Bool
    var isAnswerToHEAD: Bool
    var tellsExpiry: Bool
    /// Whether it may have changed state: a mutation that succeeded.
    var isBarrier: Bool
    /// Index into `actions`.
    var action: Int32
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
  let rendered: [UInt8]
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

  /// Reads every line once, on this thread. Linear in the texts.
  package convenience init(
    _ cassettes: CassetteList, context: CanonicalContext = CanonicalContext()
  ) throws(TapeError) {
    self.init(try TapeBuilder.reading(0..<cassettes.count, of: cassettes, context: context))
  }

  /// The same, with the lines shared out among `parts` tasks where there are enough of them.
  package static func reading(
    _ cassettes: CassetteList, parts: Int, context: CanonicalContext = CanonicalContext()
  ) async throws(TapeError) -> Tape {
    let count = cassettes.count
    let parts = max(1, min(parts, count / 1000))
    let built = await withTaskGroup(of: (Int, Result<TapeBuilder, TapeError>).self) { group in
      for part in 0..<parts {
        group.addTask {
          let places = count * part / parts..<count * (part + 1) / parts
          do throws(TapeError) {
            return (part, .success(try TapeBuilder.reading(places, of: cassettes, context: context)))
          } catch {
            return (part, .failure(error))
          }
        }
      }
      var built: [(Int, Result<TapeBuilder, TapeError>)] = []
      for await part in group { built.append(part) }
      return built.sorted { $0.0 < $1.0 }.map(\.1)
    }
    var whole = try built[0].get()
    for part in built.dropFirst() { whole.append(try part.get()) }
    return Tape(whole)
  }

  private init(_ builder: TapeBuilder) {
    cassettes = builder.cassettes
    entries = builder.entries
    rendered = builder.rendered
    actions = builder.actions
    entriesByAction = builder.entriesByAction
    regions = builder.regions
    hasRedactedRequests = builder.hasRedactedRequests
    tokens = builder.tokens
    context = builder.context
    starts = builder.cassettes.members.map { member in
      member.text.lines.isEmpty ? Timestamp(seconds: 0) : (try? member.text.view(0).at) ?? Timestamp(seconds: 0)
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

  func isBarrier(_ place: Int) -> Bool { entries[place].isBarrier }
  func isRead(_ place: Int) -> Bool { actions[Int(entries[place].action)].kind == .read }
  /// Whether an exchange may answer again, though it is a mutation.
  func isRepeatable(_ place: Int) -> Bool { actions[Int(entries[place].action)].isRepeatable }
  func isDeletion(_ place: Int) -> Bool { actions[Int(entries[place].action)].isDeletion }
  /// The service of an exchange: an index into `mutationPlaces`.
  func scope(_ place: Int) -> Int { Int(actions[Int(entries[place].action)].scope) }
  func isAnswerToHEAD(_ place: Int) -> Bool { entries[place].isAnswerToHEAD }
  func answersDocument(_ place: Int) -> Bool { actions[Int(entries[place].action)].answersDocument }
  /// Whether the answer tells when credentials end, so that it must be moved to the live clock.
  func tellsExpiry(_ place: Int) -> Bool { entries[place].tellsExpiry }

  /// A recorded request in its canonical form, and what else is compared.
  struct RecordedRequest {
    let request: CanonicalRequest
    let region: String
    let at: Timestamp
  }

  /// The request of an exchange, read anew; nil where its line cannot be read.
  func recorded(_ place: Int) -> RecordedRequest? {
    guard let view = try? cassettes.view(place), let head = try? view.requestHead(), let body = try? view.requestBody()
    else { return nil }
    let request = CanonicalRequest(
      action: context.canonical(action(place)), head: head, body: body, context: context, host: view.host)
    return RecordedRequest(request: request, region: view.region, at: view.at)
  }

  /// The names of the members that are timestamps in the answers of an exchange's service.
  func timestampMembers(_ place: Int) -> Set<String> {
    let members = context.index.service(named: action(place).service)?.timestampMembers
    return Set((members?.body ?? [:]).keys)
  }

  /// The response of an exchange, read anew.
  func recordedResponse(_ place: Int) -> HTTPResponse? {
    guard let view = try? cassettes.view(place), let fields = try? view.responseFields(),
      let body = try? view.responseBody(),
      let trailers = try? view.responseTrailers()
    else { return nil }
    return HTTPResponse(
      head: HTTPResponseHead(status: view.status, fields: fields), body: Array(body), trailers: trailers)
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

  /// The response of the `index`-th exchange.
  package func response(_ index: Int) -> PreparedResponse {
    let entry = entries[index]
    return PreparedResponse(
      head: rendered[entry.head],
      body: entry.isBodyRendered ? rendered[entry.body] : cassettes.bytes(entry.body, of: index))
  }

  package func action(_ index: Int) -> Action { actions[Int(entries[index].action)].action }

  /// The region that an exchange was recorded in; empty where its line cannot be read.
  package func region(_ place: Int) -> String { (try? cassettes.view(place))?.region ?? "" }

  /// An exchange as messages name it.
  package func name(_ place: Int) -> ExchangeName { cassettes.name(of: place) }

  /// When the recording began that an exchange is of.
  func startedAt(_ place: Int) -> Timestamp { starts[cassettes.member(of: place)] }
}
