// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// A sync that runs or has run. Nobody drives it: each read shows it one step further.
struct SyncAttempt: Sendable {
  enum Status: String, CaseIterable, Sendable {
    case initiated = "INITIATED"
    case inProgress = "IN_PROGRESS"
    case succeeded = "SUCCEEDED"
    case failed = "FAILED"
  }

  /// Something that happened on the way.
  struct Event: Sendable {
    let text: String
    let time: Timestamp
    let status: Status
  }

  let startedAt: Timestamp
  private(set) var status = Status.initiated
  private(set) var events: [Event]
  private var wasRead = false

  init(at now: Timestamp) {
    startedAt = now
    events = [Event(text: "The sync has been initiated.", time: now, status: .initiated)]
  }

  var isFinished: Bool { status == .succeeded || status == .failed }

  /// Notes a read; call it before the attempt is shown. The first read shows it as it began.
  mutating func noteRead(at now: Timestamp) {
    defer { wasRead = true }
    guard wasRead else { return }
    switch status {
    case .initiated: enter(.inProgress, "The sync is in progress.", at: now)
    case .inProgress: enter(.succeeded, "The sync has succeeded.", at: now)
    case .succeeded, .failed: break
    }
  }

  mutating func fail(_ reason: String, at now: Timestamp) {
    enter(.failed, reason, at: now)
  }

  private mutating func enter(_ status: Status, _ text: String, at now: Timestamp) {
    self.status = status
    events.append(Event(text: text, time: now, status: status))
  }

  /// Writes the members that the attempts of repositories and of resources share.
  func writeMembers(to writer: inout JSONWriter) {
    writer.member("StartedAt", startedAt)
    writer.member("Status", status.rawValue)
    writer.name("Events")
    writer.array {
      for event in events {
        $0.object {
          $0.member("Event", event.text)
          $0.member("Time", event.time)
          $0.member("Type", event.status.rawValue)
        }
      }
    }
  }
}

extension JSONWriter {
  /// A timestamp as awsJson writes it: seconds since 1970 with a fraction.
  mutating func member(_ name: String, _ time: Timestamp) {
    self.name(name)
    let fraction = Int(time.milliseconds - time.seconds * 1000).padded(3)
    raw("\(time.seconds).\(fraction)".utf8)
  }
}

extension SyncAttempt: Dumped {
  init(dumped value: AdminValue) throws(AdminError) {
    startedAt = try value.member("startedAt").time()
    status = try value.member("status").choice(Status.self)
    events = try value.dumped(listOf: Event.self, "events")
    wasRead = try value.member("wasRead").bool()
  }

  func dump(to writer: inout JSONWriter) {
    writer.object {
      $0.member("startedAt", startedAt.rfc3339)
      $0.member("status", status.rawValue)
      $0.member("events", dumped: events)
      $0.member("wasRead", wasRead)
    }
  }
}

extension SyncAttempt.Event: Dumped {
  init(dumped value: AdminValue) throws(AdminError) {
    text = try value.text("text")
    time = try value.member("time").time()
    status = try value.member("status").choice(SyncAttempt.Status.self)
  }

  func dump(to writer: inout JSONWriter) {
    writer.object {
      $0.member("text", text)
      $0.member("time", time.rfc3339)
      $0.member("status", status.rawValue)
    }
  }
}
