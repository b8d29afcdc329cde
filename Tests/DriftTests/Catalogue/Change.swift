// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Testing

@testable import Drift

/// One row of the catalogue: a single change of one side of a recorded session, and the one finding that tells it.
struct Change: Sendable, CustomTestStringConvertible {
  enum Session: String, CaseIterable, Sendable {
    case connections, dynamodb, lambda, s3, query, ec2, cloudwatch

    func tape(_ world: World) -> Tape {
      switch self {
      case .connections: ConnectionsSession.tape(world)
      case .dynamodb: DynamoDBSession.tape(world)
      case .lambda: LambdaSession.tape(world)
      case .s3: S3Session.tape(world)
      case .query: QuerySession.tape(world)
      case .ec2: EC2Session.tape(world)
      case .cloudwatch: CloudWatchSession.tape(world)
      }
    }
  }

  /// Which recording is changed.
  enum Side: Sendable { case old, new, both }

  /// What is told of a finding.
  struct Told: Hashable, Sendable, CustomStringConvertible {
    var rule: String
    var severity: Severity
    var action: String
    var side: Place.Side
    var pointer: String

    init(_ finding: Finding) {
      rule = finding.rule.id
      severity = finding.severity
      action = finding.action.description
      side = finding.place.side
      pointer = finding.place.pointer
    }

    init(_ rule: DriftRule, _ severity: Severity, _ action: String, _ side: Place.Side, _ pointer: String) {
      (self.rule, self.severity, self.action) = (rule.id, severity, action)
      (self.side, self.pointer) = (side, pointer)
    }

    var description: String { "\(severity) \(rule) \(action) \(side) \(pointer)" }
  }

  let name: String
  let session: Session
  let side: Side
  let settings: DriftSettings
  let edit: @Sendable (inout Tape) throws -> Void
  /// nil: the change is none of the API's.
  let told: Told?

  /// A change that is told.
  init(
    _ name: String, in session: Session, of side: Side = .new, _ rule: DriftRule, _ severity: Severity,
    _ action: String, at pointer: String, in part: Place.Side = .response, settings: DriftSettings = .none,
    _ edit: @escaping @Sendable (inout Tape) throws -> Void
  ) {
    self.name = name
    self.session = session
    self.side = side
    self.settings = settings
    self.edit = edit
    told = Told(rule, severity, action, part, pointer)
  }

  /// A change that is not told.
  init(
    noneFor name: String, in session: Session, of side: Side = .new, settings: DriftSettings = .none,
    _ edit: @escaping @Sendable (inout Tape) throws -> Void
  ) {
    self.name = name
    self.session = session
    self.side = side
    self.settings = settings
    self.edit = edit
    told = nil
  }

  var testDescription: String { "\(session): \(name)" }

  /// The findings when everything else that may differ does: names of this style.
  func findings(_ names: World.Names, seed: UInt64) throws -> [Finding] {
    var old = session.tape(World(seed: 2 * seed, names: names))
    var new = session.tape(World(seed: 2 * seed + 1, names: names))
    if side != .new { try edit(&old) }
    if side != .old { try edit(&new) }
    return try Tape.compare(old, new, settings).findings
  }

  static let told: [Change] =
    outcomes + environment + errors + members + listedMembers + kinds + forms + enumerations + constants + pages
    + headers + requests + calls
}

extension DriftSettings {
  /// A rule switched on that is off.
  static func on(_ rule: DriftRule, _ severity: Severity) -> DriftSettings {
    var settings = DriftSettings()
    settings.overrides = [Override(rule: rule.id, severity: severity)]
    return settings
  }

  static func pinned(_ action: String, _ path: String) throws -> DriftSettings {
    var settings = DriftSettings()
    settings.pins = [
      MatchRules.PathRule(
        action: try #require(ActionPattern(action)), path: try #require(DocumentPath(path)))
    ]
    return settings
  }
}
