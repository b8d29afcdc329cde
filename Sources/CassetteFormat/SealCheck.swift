// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Crypto
internal import Synchronization

/// Checks the digest of a cassette while its pages are read, by whoever reads them and in whatever order.
package final class SealCheck: Sendable {
  private struct State {
    var hash = SHA256()
    /// How many pages are in the hash, and whether somebody adds one now.
    var done = 0
    var isBusy = false
    /// Pages that wait for one before them.
    var waiting: [Int: CassettePage] = [:]
  }

  private let text: CassetteText
  private let state = Mutex(State())

  package init(_ text: CassetteText) {
    self.text = text
  }

  /// Takes in the `index`-th page of exchanges.
  package func add(_ page: CassettePage, _ index: Int) {
    state.withLock { $0.waiting[index] = page }
    while let (page, index, hash) = next() {
      var hash = hash
      let end = index == text.pages.indices.last ? text.trailerStart ?? page.range.upperBound : page.range.upperBound
      page.text.withUnsafeBytes {
        hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[page.range.lowerBound..<end]))
      }
      state.withLock { state in
        state.hash = hash
        state.done += 1
        state.isBusy = false
      }
    }
  }

  private func next() -> (CassettePage, Int, SHA256)? {
    state.withLock { state in
      guard !state.isBusy, let page = state.waiting.removeValue(forKey: state.done) else { return nil }
      state.isBusy = true
      return (page, state.done, state.hash)
    }
  }

  /// What is wrong once all pages are in it; nil if the digest is that of the trailer.
  package var flaw: CassetteError? {
    let (hash, done) = state.withLock { ($0.hash, $0.done) }
    if done == text.pages.count, hexEncoded(hash.finalize()) == text.sealed { return nil }
    return CassetteError(.wrongDigest, detail: "it was changed after it was written")
  }
}
