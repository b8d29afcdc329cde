// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Whose resources a caller sees: the account that its access key id belongs to.
package struct Accounts: Hashable, Sendable {
  /// Of all keys that are not listed: twelve digits.
  let common: String
  private let byKeyID: [String: String]

  /// - Parameters:
  ///   - common: the account of all keys that `byKeyID` does not have.
  ///   - byKeyID: access key id → account.
  package init(_ common: String = "123456789012", byKeyID: [String: String] = [:]) {
    self.common = common
    self.byKeyID = byKeyID
  }

  /// Whether a text is an account's id.
  package static func isAccount(_ text: String) -> Bool {
    text.utf8.count == 12 && text.utf8.allSatisfy { $0 &- 0x30 < 10 }
  }

  func account(ofKey id: String) -> String { byKeyID[id] ?? common }
}

extension Accounts: Dumped {
  init(dumped value: AdminValue) throws(AdminError) {
    common = try value.text("common")
    let keys = try value.member("keys")
    var byKeyID: [String: String] = [:]
    for member in keys.value.members {
      let id = member.name.string ?? ""
      byKeyID[id] = try AdminValue(member.value, path: "\(keys.path).\(id)").string()
    }
    self.byKeyID = byKeyID
  }

  func dump(to writer: inout JSONWriter) {
    writer.object {
      $0.member("common", common)
      $0.name("keys")
      $0.object { keys in
        for (id, account) in byKeyID.sorted(by: { $0.key < $1.key }) { keys.member(id, account) }
      }
    }
  }
}
