// SPDX-License-Identifier: Apache-2.0

internal import CassetteFormat
internal import Dispatch
internal import Synchronization

/// Checks the digest of a cassette on all processors: they inflate its pages, in turn.
enum ParallelCheck {
  static func run(_ text: CassetteText) throws(CassetteError) {
    let seal = SealCheck(text)
    let next = Atomic(0)
    let flaw = Mutex<CassetteError?>(nil)
    DispatchQueue.concurrentPerform(iterations: min(text.pageCount, Processors.count)) { _ in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < text.pageCount else { return }
        do throws(CassetteError) {
          seal.add(try text.page(index, keeps: true), index)
        } catch {
          flaw.withLock { $0 = $0 ?? error }
          return
        }
      }
    }
    if let flaw = flaw.withLock({ $0 }) ?? seal.flaw { throw flaw }
  }
}
