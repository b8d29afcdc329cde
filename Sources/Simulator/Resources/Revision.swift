// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// A commit of a branch, as a resource is synced to it.
struct Revision: Sendable {
  let branch: String
  /// Where the configuration file lies in the repository; empty for its root.
  let directory: String
  let ownerID: String
  let repositoryName: String
  let providerType: String
  let commit: String

  init(of link: RepositoryLink, branch: String, configFile: String, commit: String) {
    self.branch = branch
    directory = configFile.lastIndex(of: "/").map { String(configFile[..<$0]) } ?? ""
    ownerID = link.ownerID
    repositoryName = link.repositoryName
    providerType = link.providerType
    self.commit = commit
  }

  func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("Branch", branch)
      $0.member("Directory", directory)
      $0.member("OwnerId", ownerID)
      $0.member("RepositoryName", repositoryName)
      $0.member("ProviderType", providerType)
      $0.member("Sha", commit)
    }
  }
}

extension Revision: Dumped {
  init(dumped value: AdminValue) throws(AdminError) {
    branch = try value.text("Branch")
    directory = try value.text("Directory")
    ownerID = try value.text("OwnerId")
    repositoryName = try value.text("RepositoryName")
    providerType = try value.text("ProviderType")
    commit = try value.text("Sha")
  }

  func dump(to writer: inout JSONWriter) { write(to: &writer) }
}
