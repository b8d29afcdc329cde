// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFormat
internal import Documents
internal import Synchronization

/// Which mutations concern which reads: those of the same service that share a word which names a resource.
///
/// Made service by service when the first read needs it, from the requests of its mutations and from what they
/// answered: an id that a service made up stands first in an answer.
final class Relations: Sendable {
  private struct State {
    /// For each service, word → places of mutations.
    var places: [Int: [Int: [Int32]]] = [:]
    /// The same with the places of all exchanges.
    var allPlaces: [Int: [Int: [Int32]]] = [:]
    /// What was found for a chain, by its id.
    var found: [Int32: Concern] = [:]
  }

  private let state = Mutex(State())
  private unowned let tape: Tape

  /// - Parameter tape: outlives this, because it keeps it.
  init(_ tape: Tape) {
    self.tape = tape
  }

  /// The mutations that concern the reads of a chain.
  struct Concern {
    /// Those that share a word with it, ascending; nil where it names no resource that a mutation names, so that every
    /// mutation of the service concerns it.
    var sharing: [Int32]?
    /// Those that name all that it names: behind them, what it was answered before is no longer true.
    var covering: [Int32]

    func covers(_ place: Int32) -> Bool {
      let index = covering.lowerBound(place)
      return index < covering.count && covering[index] == place
    }
  }

  func mutations(concerning chain: Tape.Chain) -> Concern {
    state.withLock { state in
      if let found = state.found[chain.id] { return found }
      let scope = tape.scope(chain[0])
      let index = state.places[scope] ?? index(tape.mutationPlaces[scope], withAnswers: true)
      state.places[scope] = index
      let lists = words(chain[0], withAnswer: false).lists.map { list in list.compactMap { index[$0] }.flatMap { $0 } }
      let known = lists.filter { !$0.isEmpty }
      var concern = Concern(sharing: nil, covering: [])
      if let first = known.first {
        concern.sharing = known.count == 1 ? Set(first).sorted() : Set(known.joined()).sorted()
        let covering = known.dropFirst().reduce(Set(first)) { $0.intersection($1) }
        concern.covering = known.count == lists.count ? covering.sorted() : []
      }
      state.found[chain.id] = concern
      return concern
    }
  }

  /// The places of all exchanges of a service whose requests name a resource, ascending.
  func exchanges(concerning word: Int, of scope: Int) -> [Int32] {
    state.withLock { state in
      let all = tape.entries.indices.lazy.filter { self.tape.scope($0) == scope }.map { Int32($0) }
      let index = state.allPlaces[scope] ?? index(Array(all), withAnswers: false)
      state.allPlaces[scope] = index
      return index[word] ?? []
    }
  }

  private func index(_ places: [Int32], withAnswers: Bool) -> [Int: [Int32]] {
    var index: [Int: [Int32]] = [:]
    for place in places {
      for word in words(Int(place), withAnswer: withAnswers).hashes { index[word, default: []].append(place) }
    }
    return index
  }

  /// The words of one exchange.
  func words(_ place: Int, withAnswer: Bool) -> ResourceWords {
    var words = ResourceWords()
    if let request = tape.recorded(place)?.request.document.root {
      if let labels = request["uri"] { words.add(label: labels) }
      words.add(request)
    }
    if withAnswer, let answer = try? tape.recordedResponse(place), let body = answer.document { words.add(body.root) }
    return words
  }
}
