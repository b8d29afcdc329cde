// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFormat
internal import Synchronization

/// Cassettes on their way to a tape: their pages are read in turn by as many as work on it.
final class TapeReading: Sendable {
  private struct State {
    var pages: [Int: TapeBuilder] = [:]
    var flaw: (page: Int, error: TapeError)?
  }

  private let cassettes: CassetteList
  private let context: CanonicalContext
  private let keepsBodies: Bool
  /// All pages of all cassettes, in tape order.
  private let pages: [(member: Int, index: Int)]
  private let seals: [SealCheck]
  private let next = Atomic(0)
  private let state = Mutex(State())

  init(_ cassettes: CassetteList, context: CanonicalContext, keepsBodies: Bool) {
    self.cassettes = cassettes
    self.context = context
    self.keepsBodies = keepsBodies
    pages = cassettes.members.enumerated().flatMap { member, cassette in
      (0..<cassette.text.pageCount).map { (member, $0) }
    }
    seals = cassettes.members.map { SealCheck($0.text) }
  }

  var pageCount: Int { pages.count }

  /// Reads pages as long as there are any. May be called by several threads at once.
  func work() {
    while true {
      let number = next.add(1, ordering: .relaxed).oldValue
      guard number < pages.count, state.withLock({ $0.flaw == nil }) else { return }
      let (member, index) = pages[number]
      do throws(CassetteError) {
        let text = cassettes.members[member].text
        let page = try text.page(index)
        seals[member].add(page, index)
        var builder = TapeBuilder(context: context, keepsBodies: keepsBodies)
        try builder.add(page, index, of: text)
        state.withLock { $0.pages[number] = builder }
      } catch {
        let flaw = TapeError(cassette: cassettes.members[member].name, error: error)
        // Whoever is quicker, the first is told of.
        state.withLock { state in
          if state.flaw.map({ number < $0.page }) ?? true { state.flaw = (number, flaw) }
        }
      }
    }
  }

  /// What was read, when all of it is.
  func finish() throws(TapeError) -> TapeBuilder {
    let (pages, flaw) = state.withLock { ($0.pages, $0.flaw) }
    if let flaw { throw flaw.error }
    for (cassette, seal) in zip(cassettes.members, seals) {
      if let flaw = seal.flaw { throw TapeError(cassette: cassette.name, error: flaw) }
    }
    var whole = TapeBuilder(context: context, keepsBodies: keepsBodies)
    for number in self.pages.indices {
      if let page = pages[number] { whole.append(page) }
    }
    return whole
  }
}
