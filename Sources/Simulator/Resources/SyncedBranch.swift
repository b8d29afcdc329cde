// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// A branch that a sync configuration follows, or has followed.
struct SyncedBranch: Sendable {
  let name: String
  /// The id of the last commit.
  var head: String
  /// The sync of the repository itself, before that of the resources that follow the branch.
  var attempt: SyncAttempt
}

extension SyncedBranch: Dumped {
  init(dumped value: AdminValue) throws(AdminError) {
    name = try value.text("name")
    head = try value.text("head")
    attempt = try value.dumped(SyncAttempt.self, "attempt")
  }

  func dump(to writer: inout JSONWriter) {
    writer.object {
      $0.member("name", name)
      $0.member("head", head)
      $0.member("attempt", dumped: attempt)
    }
  }
}
