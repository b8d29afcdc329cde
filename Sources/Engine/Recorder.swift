// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import CassetteFormat
package import Redaction
internal import Synchronization

/// Puts finished exchanges into the journal: redacted, looked at once more, then written.
package final class Recorder: Sendable {
  private struct State {
    /// The proxy's own that are searched for: exchanges that older ones signed may still be under way.
    var credentials: [Credentials] = []
    var scan: LeakScan
  }

  private let journal: any Journal
  private let clientKey: Credentials
  private let credentials: any CredentialSource
  private let redactor: Redactor
  private let settings: RedactionSettings
  private let log: RunLog
  private let state: Mutex<State>
  private let bodies = Atomic(0)

  /// - Parameters:
  ///   - clientKey: the session's throw-away credentials.
  ///   - credentials: the proxy's own: their values are searched for in everything.
  ///   - redactor: takes out what is not to be written; it learns the credentials.
  ///   - settings: what the scan of what is to be written goes by.
  package init(
    journal: any Journal, clientKey: Credentials, credentials: any CredentialSource, redactor: Redactor,
    settings: RedactionSettings = .none, log: RunLog
  ) {
    self.journal = journal
    self.clientKey = clientKey
    self.credentials = credentials
    self.redactor = redactor
    self.settings = settings
    self.log = log
    redactor.add(clientKey)
    state = Mutex(State(scan: LeakScan(settings, credentials: [clientKey])))
  }

  /// Keeps one exchange.
  /// - Parameter then: called once, on any thread, also before this returns. Without an error, the exchange is in the
  ///   journal, or held back because a secret was left in it: then the run fails, but the client has its answer. With
  ///   one, the journal did not take it: then the client must not see the end of the answer.
  package func record(_ exchange: Exchange, then: @escaping @Sendable (RecordingError?) -> Void) {
    let scan = currentScan()
    let redacted = redactor.redact(exchange)
    let line = redacted.encoded()
    let findings = line.withUnsafeBytes { scan.findings(in: $0) }
    guard findings.isEmpty else {
      note(findings)
      return then(nil)
    }
    write(line) { [log] failure in
      if failure == nil { log.note { $0.recorded += 1 } }
      then(failure)
    }
  }

  /// A number for one large body more.
  func nextBody() -> Int { bodies.add(1, ordering: .relaxed).newValue }

  /// What takes secrets out of one large body.
  func mask() -> LargeBodyMask {
    _ = currentScan()
    return redactor.mask()
  }

  /// Keeps a piece of a large body, without secrets already.
  /// - Parameters:
  ///   - before: the end of the piece before it.
  ///   - pointer: where the body stands in its exchange.
  ///   - then: as that of ``record(_:then:)``; not called where the piece is not written.
  /// - Returns: false where a secret was left in it, which the log tells; then it is not written.
  func keep(
    _ piece: PieceLine, behind before: [UInt8], of action: Action, at pointer: String,
    then: @escaping @Sendable (RecordingError?) -> Void
  ) -> Bool {
    let name = redactor.redact(action).description
    let findings = (before + piece.body).withUnsafeBytes { currentScan().findings(in: $0, of: name, at: pointer) }
    guard findings.isEmpty else {
      note(findings)
      return false
    }
    write(piece.encoded(), then)
    return true
  }

  private func note(_ findings: [LeakFinding]) {
    log.note { summary in
      for finding in findings { summary.heldBack["\(finding)", default: 0] += 1 }
    }
  }

  private func write(_ line: [UInt8], _ then: @escaping @Sendable (RecordingError?) -> Void) {
    journal.append(line) { [log] outcome in
      do {
        try outcome.get()
        then(nil)
      } catch {
        log.note { $0.journalFailure = "\(error)" }
        then(RecordingError(message: "\(error)"))
      }
    }
  }

  /// Made anew when the proxy's credentials have changed, which the redactor learns then.
  private func currentScan() -> LeakScan {
    let own = try? credentials.current()
    return state.withLock { state in
      if let own, !state.credentials.contains(own) {
        state.credentials = [own] + state.credentials.prefix(7)
        redactor.add(own)
        state.scan = LeakScan(settings, credentials: [clientKey] + state.credentials)
      }
      return state.scan
    }
  }
}

/// The journal did not take an exchange.
package struct RecordingError: Error, Sendable {
  package let message: String
}
