// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// The syncs of one resource: the latest, and the latest that succeeded.
struct ResourceSync: Sendable {
  /// A sync of the resource from one revision to another.
  struct Run: Sendable {
    let initial: Revision
    let target: Revision
    var attempt: SyncAttempt
  }

  private(set) var latest: Run
  private(set) var latestSuccessful: Run?

  /// The first sync: there is nothing before its target.
  init(to target: Revision, at now: Timestamp) {
    latest = Run(initial: target, target: target, attempt: SyncAttempt(at: now))
  }

  /// Begins anew, from what the resource is at now.
  mutating func begin(to target: Revision, at now: Timestamp) {
    latest = Run(
      initial: latestSuccessful?.target ?? latest.initial, target: target, attempt: SyncAttempt(at: now))
  }

  mutating func fail(_ reason: String, at now: Timestamp) {
    latest.attempt.fail(reason, at: now)
  }

  /// Notes a read; call it before the syncs are shown.
  mutating func noteRead(at now: Timestamp) {
    latest.attempt.noteRead(at: now)
    if latest.attempt.status == .succeeded { latestSuccessful = latest }
  }

  /// Writes the members of the output of GetResourceSyncStatus; `target` is the resource's name.
  func write(target: String, to writer: inout JSONWriter) {
    if let latestSuccessful {
      writer.name("LatestSuccessfulSync")
      Self.write(latestSuccessful, target, to: &writer)
    }
    writer.name("LatestSync")
    Self.write(latest, target, to: &writer)
  }

  private static func write(_ run: Run, _ target: String, to writer: inout JSONWriter) {
    writer.object {
      run.attempt.writeMembers(to: &$0)
      $0.name("InitialRevision")
      run.initial.write(to: &$0)
      $0.name("TargetRevision")
      run.target.write(to: &$0)
      $0.member("Target", target)
    }
  }
}

extension ResourceSync: Dumped {
  init(dumped value: AdminValue) throws(AdminError) {
    latest = try value.dumped(Run.self, "latest")
    latestSuccessful = try value.optional("latestSuccessful").map { run throws(AdminError) in try Run(dumped: run) }
  }

  func dump(to writer: inout JSONWriter) {
    writer.object {
      $0.member("latest", dumped: latest)
      if let latestSuccessful { $0.member("latestSuccessful", dumped: latestSuccessful) }
    }
  }
}

extension ResourceSync.Run: Dumped {
  init(dumped value: AdminValue) throws(AdminError) {
    initial = try value.dumped(Revision.self, "initial")
    target = try value.dumped(Revision.self, "target")
    attempt = try value.dumped(SyncAttempt.self, "attempt")
  }

  func dump(to writer: inout JSONWriter) {
    writer.object {
      $0.member("initial", dumped: initial)
      $0.member("target", dumped: target)
      $0.member("attempt", dumped: attempt)
    }
  }
}
