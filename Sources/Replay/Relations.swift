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
    var found: [Int32: [Int32]?] = [:]
  }

  private let state = Mutex(State())
  private unowned let tape: Tape

  /// - Parameter tape: outlives this, because it keeps it.
  init(_ tape: Tape) {
    self.tape = tape
  }

  /// The places of the mutations that concern the reads of a chain, ascending; nil where it names no resource that a
  /// mutation names, so that every mutation of the service concerns it.
  func mutations(concerning chain: Tape.Chain) -> [Int32]? {
    state.withLock { state in
      if let found = state.found[chain.id] { return found }
      let scope = tape.scope(chain[0])
      let index = state.places[scope] ?? index(tape.mutationPlaces[scope], withAnswers: true)
      state.places[scope] = index
      let lists = words(chain[0], withAnswer: false).hashes.compactMap { index[$0] }
      let found: [Int32]?
      switch lists.count {
      case 0: found = nil
      case 1: found = lists[0]
      default: found = Set(lists.joined()).sorted()
      }
      state.found[chain.id] = .some(found)
      return found
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
    if withAnswer, let answer = tape.recordedResponse(place), let body = answer.document { words.add(body.root) }
    return words
  }
}
