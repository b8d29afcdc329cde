// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
internal import CassetteFormat
package import Redaction
internal import Synchronization

/// Puts finished exchanges into the journal: redacted, looked at once more, then written.
package final class Recorder: Sendable {
  private struct State {
    var redactor: Redactor
    /// All that were in force: exchanges that older ones signed may still be under way.
    var credentials: [Credentials] = []
  }

  private let journal: any Journal
  private let clientKey: Credentials
  private let credentials: any CredentialSource
  private let redaction: RedactionRules
  private let log: RunLog
  private let state: Mutex<State>

  /// - Parameters:
  ///   - clientKey: the session's throw-away credentials.
  ///   - credentials: the proxy's own: their values are searched for in everything.
  ///   - redaction: what is taken out beyond the lists that are always in force.
  package init(
    journal: any Journal, clientKey: Credentials, credentials: any CredentialSource, redaction: RedactionRules = .none,
    log: RunLog
  ) {
    self.journal = journal
    self.clientKey = clientKey
    self.credentials = credentials
    self.redaction = redaction
    self.log = log
    state = Mutex(State(redactor: Redactor(credentials: [clientKey], rules: redaction)))
  }

  /// Keeps one exchange. When this returns, it is in the journal, or held back because a secret was left in it: then
  /// the run fails, but the client has its answer. Throws where the journal does not take it: then the client must
  /// not see the end of the answer.
  func record(_ exchange: Exchange) throws(RecordingError) {
    let redactor = currentRedactor()
    let redacted = redactor.redact(exchange)
    let line = redacted.encoded()
    let findings = redactor.findings(in: line)
    guard findings.isEmpty else {
      let text = "\(redacted.action): \(findings.joined(separator: ", "))"
      log.note { $0.heldBack[text, default: 0] += 1 }
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

  /// Made anew when the proxy's credentials have changed.
  private func currentRedactor() -> Redactor {
    let own = try? credentials.current()
    return state.withLock { state in
      if let own, !state.credentials.contains(own) {
        state.credentials = [own] + state.credentials.prefix(7)
        state.redactor = Redactor(credentials: [clientKey] + state.credentials, rules: redaction)
      }
      return state.redactor
    }
  }
}

/// The journal did not take an exchange.
package struct RecordingError: Error, Sendable {
  package let message: String
}
