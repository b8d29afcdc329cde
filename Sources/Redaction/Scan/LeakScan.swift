// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
internal import Synchronization

/// The second, independent look at an exchange: reads the very bytes that are to be written, and finds what redaction
/// forgot. It shares names with the redactor, and no code that walks or matches.
///
/// Linear in the line: one serves any number of exchanges, on any thread.
package struct LeakScan: Sendable {
  private let known: KnownSecrets
  private let off: Set<String>
  private let exceptions: Set<String>
  private let spare = SpareMemories()

  /// - Parameters:
  ///   - credentials: the proxy's own and the clients'; their values are searched for in every encoding.
  ///   - off: the ids of rules that are switched off.
  ///   - exceptions: the fingerprints of findings that the project accepts.
  ///   - secrets: values that the project names; those under 6 bytes are left aside.
  package init(credentials: [Credentials], off: Set<String>, exceptions: Set<String>, secrets: [[UInt8]]) {
    known = KnownSecrets(credentials, literals: secrets)
    self.off = off
    self.exceptions = exceptions
  }

  /// What should not be in a line of a cassette: at most 100, sorted, each once.
  package func findings(in line: UnsafeRawBufferPointer) -> [LeakFinding] {
    let found = FoundLeaks(off: off, exceptions: exceptions)
    var search = LeakSearch(
      known: known, found: found, limit: LeakSearch.limit(for: line.count), memory: spare.take())
    search.line(line)
    spare.giveBack(&search.memory)
    return search.found.sorted
  }

  /// What should not be in a stretch of a body that is written in pieces.
  /// - Parameter pointer: which body, as findings name it: `/response/body`.
  package func findings(in bytes: UnsafeRawBufferPointer, of action: String, at pointer: String) -> [LeakFinding] {
    let found = FoundLeaks(off: off, exceptions: exceptions)
    var search = LeakSearch(known: known, found: found, limit: LeakSearch.limit(for: bytes.count))
    search.piece(bytes, of: action, at: pointer)
    return search.found.sorted
  }
}

/// What searches keep of one line for the next.
struct SearchMemory: Sendable {
  /// Texts that told nothing, and that nothing is written in.
  var texts = SeenTexts()
  var names = NameKinds()
}

/// What searches that are over have kept, for those to come.
private final class SpareMemories: Sendable {
  /// As many as there are threads that search at once, as a rule.
  private static let most = 4

  private let memories = Mutex<[SearchMemory]>([])

  func take() -> SearchMemory { memories.withLock { $0.popLast() } ?? SearchMemory() }

  func giveBack(_ memory: inout SearchMemory?) {
    guard let one = memory.take() else { return }
    memories.withLock { if $0.count < SpareMemories.most { $0.append(one) } }
  }
}
