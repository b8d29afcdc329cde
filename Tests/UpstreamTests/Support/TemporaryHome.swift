// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A home directory for one test, gone with it.
final class TemporaryHome: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "tapedeck-home-\(UUID())")
    try FileManager.default.createDirectory(at: url.appending(path: ".aws"), withIntermediateDirectories: true)
    path = url.path()
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  var credentials: String { path + "/.aws/credentials" }
  var config: String { path + "/.aws/config" }

  func write(credentials text: String) throws {
    try text.write(toFile: credentials, atomically: false, encoding: .utf8)
  }

  func write(config text: String) throws { try text.write(toFile: config, atomically: false, encoding: .utf8) }
}
