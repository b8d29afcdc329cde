// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import TestSupport
import Testing

@testable import Drift

@Suite("What the user's settings make of findings")
struct VerdictTests {
  private let get = Action(service: "codeconnections", operation: "GetConnection")

  private func finding(
    _ rule: DriftRule, _ pointer: String = "/body/Connection/Status", action: Action? = nil, old: String = "a"
  ) -> Finding {
    Finding(
      rule, severity: rule.severity ?? .info, action: action ?? get,
      place: Place(.response, DocumentPath(pointer)?.steps ?? []), old: Evidence(text: old))
  }

  private func override(
    _ rule: String, _ severity: Severity?, action: String? = nil, path: String? = nil
  ) throws -> DriftSettings.Override {
    DriftSettings.Override(
      rule: rule, action: try action.map { try #require(ActionPattern($0)) },
      path: try path.map { try #require(Place.pattern($0)) }, severity: severity)
  }

  private func apply(
    _ overrides: [DriftSettings.Override], _ findings: [Finding], approvals: [DriftSettings.Approval] = [],
    today: Int = 0
  ) -> DriftSettings.Verdict {
    var settings = DriftSettings()
    settings.overrides = overrides
    settings.approvals = approvals
    return settings.apply(to: findings, today: today)
  }

  @Test("are nothing without any: findings keep the severity of their rule, worst first")
  func none() {
    let verdict = apply([], [finding(.memberAdded), finding(.kindChanged), finding(.memberRemoved)])
    #expect(verdict.findings.map(\.rule) == [.kindChanged, .memberRemoved, .memberAdded])
    #expect(verdict.findings.map(\.severity) == [.error, .warning, .info])
    #expect(verdict.muted.isEmpty && verdict.expired.isEmpty && verdict.ignored == 0)
  }

  @Test("are the last that fits, of all that do")
  func last() throws {
    let overrides = [
      try override("member.removed", .error), try override("member.*", .info), try override("header.*", .error),
      try override("member.removed", .warning, action: "s3:*"),
    ]
    #expect(apply(overrides, [finding(.memberRemoved)]).findings.map(\.severity) == [.info])
    #expect(apply(overrides.reversed(), [finding(.memberRemoved)]).findings.map(\.severity) == [.error])
  }

  @Test("leave findings out, which are counted")
  func ignored() throws {
    let verdict = apply(
      [try override("*", nil, path: "/headers")], [finding(.headerAdded, "/headers/server"), finding(.memberAdded)])
    #expect(verdict.findings.map(\.rule) == [.memberAdded] && verdict.ignored == 1)
  }

  @Test(
    "name rules by id, by group, or all",
    arguments: [
      ("member.removed", true), ("member.*", true), ("*", true), ("member", false), ("member.", false),
      ("member.remove", false), ("mem*", false), ("*.removed", false), ("", false),
    ])
  func rules(pattern: String, fits: Bool) {
    #expect(DriftRule.memberRemoved.fits(pattern) == fits)
  }

  @Test(
    "name places and what lies in them",
    arguments: [
      ("/body/Connections/*/Status", true), ("/body/Connections/*", true), ("/body", true), ("/body/**", true),
      ("/**/Status", true), ("/*/Connections", true), ("/**", true), ("/body/**/Status/**", true),
      ("/body/Connections/0/Status", false), ("/body/Connections/*/Stat", false), ("/headers", false),
      ("/body/Connections/*/Status/Code", false), ("/body/*/Status", false), ("/**/Code", false),
    ])
  func places(path: String, fits: Bool) throws {
    let found = finding(.valueChanged, "/body/Connections/*/Status")
    #expect(apply([try override("*", nil, path: path)], [found]).ignored == (fits ? 1 : 0))
  }

  @Test("with a path do not fit what is about a whole exchange, but /** does")
  func wholeExchange() throws {
    let removed = finding(.operationRemoved, "")
    #expect(apply([try override("*", nil, path: "/body")], [removed]).ignored == 0)
    #expect(apply([try override("*", nil, path: "/**")], [removed]).ignored == 1)
  }

  @Test("name headers in any case")
  func headers() throws {
    let found = finding(.headerAdded, "/headers/x-amz-id-2")
    #expect(apply([try override("*", nil, path: "/headers/X-Amz-Id-2")], [found]).ignored == 1)
  }

  @Test(
    "name actions, by any name of a service that was renamed",
    arguments: [
      ("codeconnections:GetConnection", true), ("codestar-connections:Get*", true), ("GetConnection", true),
      ("*", true), ("codeconnections:List*", false), ("s3:*", false),
    ])
  func actions(pattern: String, fits: Bool) throws {
    for service in ["codeconnections", "codestar-connections"] {
      let found = finding(.valueChanged, action: Action(service: service, operation: "GetConnection"))
      #expect(apply([try override("*", nil, action: pattern)], [found]).ignored == (fits ? 1 : 0))
      var settings = DriftSettings()
      settings.only = [try #require(ActionPattern("s3:PutObject")), try #require(ActionPattern(pattern))]
      let verdict = settings.apply(to: [found], today: 0)
      #expect(verdict.findings.count == (fits ? 1 : 0) && verdict.ignored == 0)
    }
  }

  @Test("turn on what is off by default, where they fit")
  func off() throws {
    let findings = [finding(.listLength), finding(.listLength, "/body/Tags")]
    let verdict = apply([], findings)
    #expect(verdict.findings.isEmpty && verdict.ignored == 0)

    var settings = DriftSettings()
    settings.overrides = [try override("list.*", .warning, path: "/body/Tags"), try override("timing.slower", nil)]
    let some = settings.apply(to: findings, today: 0)
    #expect(some.findings.map(\.place.pointer) == ["/body/Tags"] && some.findings.first?.severity == .warning)
  }

  @Test("mute by fingerprint up to the last day, and tell that it is over on the next")
  func approvals() {
    let (known, other) = (finding(.kindChanged), finding(.kindChanged, old: "b"))
    let approval = DriftSettings.Approval(fingerprint: known.fingerprint, until: 100, reason: "r")
    let unused = DriftSettings.Approval(fingerprint: "000000000000", until: 0, reason: "r")
    for today in [0, 100] {
      let verdict = apply([], [known, other], approvals: [unused, approval], today: today)
      #expect(verdict.findings == [other] && verdict.expired.isEmpty && verdict.ignored == 0)
      #expect(verdict.muted.map(\.finding) == [known] && verdict.muted.first?.approval == approval)
    }
    let verdict = apply([], [known, other], approvals: [unused, approval], today: 101)
    #expect(verdict.findings.count == 2 && verdict.muted.isEmpty && verdict.expired == [approval])
  }

  @Test("mute nothing that is left out, and mute by the same fingerprint under another severity")
  func approvedAndOverridden() throws {
    let known = finding(.kindChanged)
    let approval = DriftSettings.Approval(fingerprint: known.fingerprint, until: 100, reason: "r")
    let ignored = apply([try override("*", nil)], [known], approvals: [approval], today: 101)
    #expect(ignored.ignored == 1 && ignored.muted.isEmpty && ignored.expired.isEmpty)
    let lower = apply([try override("*", .info)], [known], approvals: [approval])
    #expect(lower.muted.map(\.finding.severity) == [.info])
  }

  @Test("account for each finding once, whatever they are", arguments: 0..<40 as Range<UInt64>)
  func sum(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let pointers = ["/body/A", "/body/A/*/B", "/headers/x", "/status", ""]
    let findings = (0..<60).map { _ in
      finding(
        DriftRule.all[Int(random.next() % UInt64(DriftRule.all.count))], pointers[Int(random.next() % 5)],
        old: "\(random.next() % 4)")
    }
    let overrides = try (0..<8).map { _ in
      try override(
        ["*", "member.*", "value.changed", "list.length"][Int(random.next() % 4)],
        [nil, .info, .error][Int(random.next() % 3)],
        action: [nil, "Get*", "s3:*"][Int(random.next() % 3)],
        path: [nil, "/body", "/**/B", "/headers/*"][Int(random.next() % 4)])
    }
    let approvals = findings.prefix(20).map {
      DriftSettings.Approval(fingerprint: $0.fingerprint, until: Int(random.next() % 3), reason: "r")
    }
    let verdict = apply(overrides, findings, approvals: approvals, today: 1)
    // What is dropped without a count is off, and turned on by nothing.
    let dropped = findings.count - verdict.findings.count - verdict.muted.count - verdict.ignored
    #expect(dropped >= 0 && dropped <= findings.count { $0.rule.severity == nil })
    #expect(verdict.findings == verdict.findings.sorted(by: Finding.precedes))
  }
}
