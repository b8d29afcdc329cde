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
