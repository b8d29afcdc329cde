// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import Testing

@testable import Proxy

@Suite("How a connection gets on")
struct ConnectionPulseTests {
  private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

  /// A connection and a clock.
  private struct Subject {
    var pulse: ConnectionPulse
    var now = ConnectionPulseTests.start
    var pending = 0
    var isServing = false
    var mayRead = true

    init(_ change: (inout ProxyLimits) -> Void = { _ in }) {
      var limits = ProxyLimits()
      change(&limits)
      pulse = ConnectionPulse(limits, now: now)
    }

    mutating func wait(_ seconds: Int64) -> ConnectionPulse.Verdict {
      now = now + .seconds(seconds)
      return pulse.verdict(now: now, pending: pending, isServing: isServing, mayRead: mayRead)
    }

    mutating func read(_ count: Int) -> RequestFlaw? {
      pulse.read(count)
      return pulse.readComplete(now: now)
    }

    @discardableResult mutating func head() -> RequestFlaw? {
      pulse.took(
        .head(HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: ["Host": "x"])), now: now)
    }

    mutating func body(_ count: Int) {
      _ = pulse.took(.body(ByteBuffer(repeating: 0, count: count)), now: now)
    }

    mutating func end() { _ = pulse.took(.end(nil), now: now) }
  }

  private func isSlow(_ verdict: ConnectionPulse.Verdict) -> Bool {
    if case .refuse(let flaw) = verdict { flaw.status == 408 } else { false }
  }

  @Test("one without a request is closed after a while, which begins anew behind each answer")
  func idle() {
    var subject = Subject()
    #expect(subject.wait(599) == .fine)
    #expect(subject.wait(1) == .close)
    subject = Subject()
    subject.head()
    subject.end()
    subject.isServing = true
    #expect(subject.wait(3_600) == .fine)
    subject.isServing = false
    #expect(subject.wait(599) == .fine)
    #expect(subject.wait(1) == .close)
  }

  @Test("without limits it stands for ever")
  func noLimits() {
    var subject = Subject { ($0.idleTime, $0.headerTime, $0.bodyTime, $0.answerTime) = (nil, nil, nil, nil) }
    #expect(subject.wait(1 << 30) == .fine)
    _ = subject.read(10)
    #expect(subject.wait(1 << 30) == .fine)
    subject.head()
    subject.pulse.wrote(9)
    subject.pending = 9
    #expect(subject.wait(1 << 30) == .fine)
  }

  @Test("a header section must come whole in its time, however busily it comes")
  func slowHeader() {
    var subject = Subject()
    for _ in 0..<6 {
      #expect(subject.read(3) == nil)
      #expect(subject.wait(9) == .fine)
    }
    #expect(subject.wait(5) == .fine)
    #expect(isSlow(subject.wait(1)))
  }

  @Test("an empty line is no beginning of a request")
  func emptyLine() {
    var subject = Subject()
    _ = subject.read(2)
    #expect(subject.wait(599) == .fine)
    #expect(subject.wait(1) == .close)
  }

  @Test("bytes that never become a header section are too many at some time")
  func endlessHeader() {
    var subject = Subject {
      $0.headerBytes = 1000
      $0.headerFields = 10
    }
    #expect(subject.read(2000) == nil)
    #expect(subject.read(40) == nil)
    #expect(subject.read(1)?.status == 431)
  }

  @Test("a body must get on, however slowly")
  func slowBody() {
    var subject = Subject()
    subject.head()
    for _ in 0..<10 {
      #expect(subject.wait(59) == .fine)
      subject.body(1)
    }
    #expect(subject.wait(59) == .fine)
    #expect(isSlow(subject.wait(1)))
  }

  @Test("a body that is not read because the upstream has no room is not late")
  func heldBody() {
    var subject = Subject()
    subject.head()
    subject.mayRead = false
    #expect(subject.wait(3_600) == .fine)
    subject.mayRead = true
    #expect(subject.wait(59) == .fine)
    #expect(isSlow(subject.wait(1)))
  }

  @Test("chunks may have framing, but not nothing else")
  func framing() {
    var subject = Subject { $0.headerBytes = 1000 }
    subject.head()
    for _ in 0..<10_000 {
      subject.body(1)
      #expect(subject.read(6) == nil)
    }
    subject = Subject { $0.headerBytes = 1000 }
    subject.head()
    subject.body(1)
    #expect(subject.read(2016) == nil)
    #expect(subject.read(1)?.status == 400)
  }

  @Test("a client that takes nothing of its answer is given up; one that takes a little is not")
  func slowReader() {
    var subject = Subject()
    subject.head()
    subject.end()
    subject.pulse.wrote(1000)
    subject.pending = 900
    for _ in 0..<10 {
      #expect(subject.wait(59) == .fine)
      subject.pending -= 1
    }
    #expect(subject.wait(59) == .fine)
    #expect(subject.wait(59) == .fine)
    #expect(subject.wait(1) == .giveUp)
  }

  @Test("an answer that goes on to be written is not one that is taken")
  func growingAnswer() {
    var subject = Subject()
    subject.isServing = true
    for _ in 0..<59 {
      subject.pulse.wrote(100)
      subject.pending += 100
      #expect(subject.wait(1) == .fine)
    }
    subject.pulse.wrote(100)
    subject.pending += 100
    _ = subject.wait(1)
    #expect(subject.wait(1) == .giveUp)
  }

  @Test("behind its last answer it is closed when the client has had that for a while")
  func lingering() {
    var subject = Subject()
    subject.head()
    subject.pulse.wrote(10)
    subject.pulse.closes(now: subject.now)
    subject.pending = 10
    #expect(subject.wait(50) == .fine)
    subject.pending = 0
    #expect(subject.wait(4) == .fine)
    #expect(subject.wait(1) == .close)
  }

  @Test("at a shutdown it goes as soon as nothing is under way, and not before")
  func draining() {
    var subject = Subject()
    subject.pulse.drain(now: subject.now)
    #expect(subject.wait(0) == .fine)
    #expect(subject.wait(1) == .close)
    subject = Subject()
    subject.head()
    subject.end()
    subject.isServing = true
    subject.pulse.drain(now: subject.now)
    #expect(subject.wait(30) == .fine)
    subject.isServing = false
    subject.pending = 1
    #expect(subject.wait(30) == .fine)
    subject.pending = 0
    #expect(subject.wait(1) == .close)
  }

  @Test("at a shutdown a request that does not come whole is not waited for", arguments: [false, true])
  func drainingPart(isBody: Bool) {
    var subject = Subject()
    if isBody { subject.head() } else { _ = subject.read(10) }
    subject.pulse.drain(now: subject.now)
    #expect(subject.wait(0) == .fine)
    if isBody { subject.body(1) }
    #expect(subject.wait(1) == .close)
  }
}
