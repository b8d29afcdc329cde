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

  /// Keeps one exchange. When this returns, it is in the journal, or held back because a secret was left in it: then
  /// the run fails, but the client has its answer. Throws where the journal does not take it: then the client must
  /// not see the end of the answer.
  package func record(_ exchange: Exchange) throws(RecordingError) {
    let scan = currentScan()
    let redacted = redactor.redact(exchange)
    let line = redacted.encoded()
    let findings = line.withUnsafeBytes { scan.findings(in: $0) }
    guard findings.isEmpty else {
      log.note { summary in
        for finding in findings { summary.heldBack["\(finding)", default: 0] += 1 }
      }
      return
    }
    do {
      try journal.append(line)
    } catch {
      log.note { $0.journalFailure = "\(error)" }
      throw RecordingError(message: "\(error)")
    }
    log.note { $0.recorded += 1 }
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
