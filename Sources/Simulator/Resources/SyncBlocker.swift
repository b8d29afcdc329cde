// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// What keeps a resource from being synced until somebody resolves it.
struct SyncBlocker: Sendable {
  /// How and when it was resolved.
  struct Resolution: Sendable {
    let reason: String
    let time: Timestamp
  }

  let id: String
  let reason: String
  let createdAt: Timestamp
  let contexts: [Pair]
  var resolution: Resolution?

  var isActive: Bool { resolution == nil }

  /// Writes the model's `SyncBlocker`.
  func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("Id", id)
      $0.member("Type", "AUTOMATED")
      $0.member("Status", isActive ? "ACTIVE" : "RESOLVED")
      $0.member("CreatedReason", reason)
      $0.member("CreatedAt", createdAt)
      $0.name("Contexts")
      contexts.write(to: &$0)
      if let resolution {
        $0.member("ResolvedReason", resolution.reason)
        $0.member("ResolvedAt", resolution.time)
      }
    }
  }
}

extension SyncBlocker: Dumped {
  init(dumped value: AdminValue) throws(AdminError) {
    id = try value.text("id")
    reason = try value.text("reason")
    createdAt = try value.member("createdAt").time()
    contexts = try value.dumped(listOf: Pair.self, "contexts")
    if let resolution = value.optional("resolution") {
      self.resolution = Resolution(
        reason: try resolution.text("reason"), time: try resolution.member("time").time())
    }
  }

  func dump(to writer: inout JSONWriter) {
    writer.object {
      $0.member("id", id)
      $0.member("reason", reason)
      $0.member("createdAt", createdAt.rfc3339)
      $0.member("contexts", dumped: contexts)
      if let resolution {
        $0.name("resolution")
        $0.object {
          $0.member("reason", resolution.reason)
          $0.member("time", resolution.time.rfc3339)
        }
      }
    }
  }
}
