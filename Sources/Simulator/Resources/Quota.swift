// SPDX-License-Identifier: Apache-2.0

/// The default quotas of an account in a region.
enum Quota {
  static let connections = 250
  static let hosts = 50
  static let repositoryLinks = 100
  static let syncConfigurations = 100
  static let tagsPerResource = 50
}
