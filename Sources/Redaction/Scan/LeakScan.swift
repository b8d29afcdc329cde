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
  private let spare = SpareTexts()

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
      known: known, found: found, limit: LeakSearch.limit(for: line.count), seen: spare.take())
    search.line(line)
    spare.giveBack(&search.seen)
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

/// The texts that searches which are over have seen, for those to come.
private final class SpareTexts: Sendable {
  /// As many as there are threads that search at once, as a rule.
  private static let most = 4

  private let texts = Mutex<[SeenTexts]>([])

  func take() -> SeenTexts { texts.withLock { $0.popLast() } ?? SeenTexts() }

  func giveBack(_ seen: inout SeenTexts?) {
    guard let one = seen.take() else { return }
    texts.withLock { if $0.count < SpareTexts.most { $0.append(one) } }
  }
}
