// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Engine
import Synchronization
import Testing

@testable import Upstream

@Suite("Credentials while a recording runs")
struct CredentialChainTests {
  /// A clock that a test moves.
  private final class Clock: Sendable {
    private let moment = Mutex(ContinuousClock.now)

    var now: ContinuousClock.Instant { moment.withLock { $0 } }

    func advance(_ duration: Duration) {
      moment.withLock { $0 += duration }
    }
  }

  private let home: TemporaryHome
  private let clock = Clock()
  private let chain: CredentialChain

  init() throws {
    let home = try TemporaryHome()
    let clock = clock
    self.home = home
    chain = CredentialChain(environment: ["HOME": home.path], profile: nil) { clock.now }
  }

  private func write(token: String) throws {
    try home.write(
      credentials: "[default]\naws_access_key_id=A\naws_secret_access_key=B\naws_session_token=\(token)\n")
  }

  @Test("A token that was refreshed is taken, a second after the last look at the latest")
  func refresh() throws {
    let source: any CredentialSource = chain
    try write(token: "one")
    #expect(try source.current().sessionToken == "one")
    try write(token: "second")
    clock.advance(.milliseconds(999))
    #expect(try source.current().sessionToken == "one")
    clock.advance(.milliseconds(1))
    #expect(try source.current().sessionToken == "second")
  }

  @Test("A file that is caught half written is forgiven once, a broken one is told")
  func halfWritten() throws {
    try write(token: "one")
    #expect(try chain.current().sessionToken == "one")
    try home.write(credentials: "[default]\naws_access_key_id=A\n")
    clock.advance(.seconds(1))
    #expect(try chain.current().sessionToken == "one")
    clock.advance(.milliseconds(500))
    #expect(try chain.current().sessionToken == "one")
    clock.advance(.milliseconds(500))
    #expect(throws: CredentialsError.self) { try chain.current() }
    try write(token: "three")
    clock.advance(.seconds(1))
    #expect(try chain.current().sessionToken == "three")
  }

  @Test("Credentials that appear after a failure are found")
  func appearing() throws {
    #expect(throws: CredentialsError.self) { try chain.current() }
    try write(token: "late")
    #expect(throws: CredentialsError.self) { try chain.current() }
    clock.advance(.seconds(1))
    #expect(try chain.current().sessionToken == "late")
  }

  @Test("The region comes from the profile")
  func region() throws {
    try home.write(config: "[default]\nregion = eu-west-3\n")
    #expect(try chain.region() == "eu-west-3")
  }
}
