// SPDX-License-Identifier: Apache-2.0

internal import CassetteFormat
internal import Synchronization

/// The pages of a cassette that were asked for last, up to so many bytes of text.
final class PageCache: Sendable {
  private struct State {
    var pages: [Int: (page: CassettePage, used: Int)] = [:]
    var length = 0
    /// Counts up with every use.
    var clock = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) {
    self.limit = limit
  }

  func page(_ index: Int) -> CassettePage? {
    state.withLock { state in
      guard let page = state.pages[index]?.page else { return nil }
      state.clock += 1
      state.pages[index]?.used = state.clock
      return page
    }
  }

  /// Keeps a page, and lets go of those that were not used for longest. One that is larger than all of it is not kept.
  func add(_ page: CassettePage, _ index: Int) {
    guard page.text.count <= limit else { return }
    state.withLock { state in
      state.clock += 1
      let old = state.pages.updateValue((page, state.clock), forKey: index)
      state.length += page.text.count - (old?.page.text.count ?? 0)
      while state.length > limit, let oldest = state.pages.min(by: { $0.value.used < $1.value.used }) {
        state.pages[oldest.key] = nil
        state.length -= oldest.value.page.text.count
      }
    }
  }
}
