// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
internal import Engine
internal import Synchronization

/// Credentials as the AWS tools find them: the environment, then the shared credentials and config files.
///
/// Keys and session tokens that stand there are taken; what would have to be fetched (roles, SSO, processes, metadata)
/// is an error that says how to have the AWS CLI fetch it. The files are looked at again when they change, at most once
/// a second, so that a token that was refreshed during a recording is taken.
package final class CredentialChain: CredentialSource {
  private struct State {
    var looked: ContinuousClock.Instant
    var stamps: [SharedFile.Stamp?]
    var found: Result<Credentials, CredentialsError>
    /// Whether a look has failed since the last that did not. One is forgiven: the files may have been half written.
    var hasFailed = false
  }

  private static let interval = Duration.seconds(1)

  private let lookup: CredentialLookup
  private let now: @Sendable () -> ContinuousClock.Instant
  private let state = Mutex<State?>(nil)

  /// `profile` goes before `AWS_PROFILE` and, as with the AWS CLI, before keys in the environment. `environment` is
  /// read for all variables, `HOME` among them.
  package convenience init(environment: [String: String], profile: String? = nil) {
    self.init(environment: environment, profile: profile, now: { ContinuousClock.now })
  }

  init(
    environment: [String: String], profile: String?, now: @escaping @Sendable () -> ContinuousClock.Instant
  ) {
    lookup = CredentialLookup(environment: environment, profile: profile)
    self.now = now
  }

  package func current() throws(CredentialsError) -> Credentials {
    let found = state.withLock { state in
      let moment = now()
      if let last = state, moment - last.looked < Self.interval { return last.found }
      let stamps = lookup.files.map(\.stamp)
      guard let last = state, last.stamps == stamps, !last.hasFailed else {
        let next = look(after: state, stamps, moment)
        state = next
        return next.found
      }
      state?.looked = moment
      return last.found
    }
    return try found.get()
  }

  /// The region that the environment or the profile names, if any.
  package func region() throws(CredentialsError) -> String? {
    try lookup.region()
  }

  /// The stamps are from before the look, so that what is written meanwhile is seen the next time.
  private func look(
    after last: State?, _ stamps: [SharedFile.Stamp?], _ moment: ContinuousClock.Instant
  ) -> State {
    do throws(CredentialsError) {
      return State(looked: moment, stamps: stamps, found: .success(try lookup.credentials()))
    } catch {
      if let last, !last.hasFailed, case .success = last.found {
        return State(looked: moment, stamps: stamps, found: last.found, hasFailed: true)
      }
      return State(looked: moment, stamps: stamps, found: .failure(error), hasFailed: true)
    }
  }
}
