// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ProjectFile

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite("The file of a project's settings")
struct SettingsFileTests {
  /// Makes a folder with `above/below` in it for as long as `test` runs.
  private func withFolders(_ test: (_ above: String, _ below: String) throws -> Void) throws {
    var template = Array("/tmp/tapedeck-settings-XXXXXX".utf8CString)
    let root = String(cString: try #require(mkdtemp(&template)))
    let (above, below) = ("\(root)/above", "\(root)/above/below")
    mkdir(above, 0o755)
    mkdir(below, 0o755)
    defer {
      for folder in [below, above, root] {
        unlink("\(folder)/\(SettingsFile.name)")
        rmdir(folder)
      }
    }
    try test(above, below)
  }

  private func write(_ text: String, to folder: String) throws {
    let file = try #require(fopen("\(folder)/\(SettingsFile.name)", "w"))
    fputs(text, file)
    fclose(file)
  }

  @Test("is the nearest one upwards from a folder")
  func find() throws {
    try withFolders { above, below in
      try write("", to: above)
      #expect(SettingsFile.find(from: below) == "\(above)/tapedeck.yaml")
      try write("", to: below)
      #expect(SettingsFile.find(from: below) == "\(below)/tapedeck.yaml")
      #expect(SettingsFile.find(from: above) == "\(above)/tapedeck.yaml")
    }
    #expect(SettingsFile.find(from: "/") == nil)
  }

  @Test("is read, and named in what is wrong with it")
  func load() throws {
    try withFolders { above, below in
      try write("replay: {strict: true}", to: above)
      #expect(try SettingsFile.load("\(above)/tapedeck.yaml").replay.isStrict == true)
      try write("replay:\n  bind: x", to: below)
      let error = #expect(throws: ProjectFileError.self) { try SettingsFile.load("\(below)/tapedeck.yaml") }
      #expect("\(try #require(error))".hasPrefix("\(below)/tapedeck.yaml:2:9: replay.bind: "))
    }
  }

  @Test("is an error where it cannot be read or is too large")
  func unreadable() throws {
    try withFolders { above, below in
      let missing = #expect(throws: ProjectFileError.self) { try SettingsFile.load("\(above)/tapedeck.yaml") }
      #expect("\(try #require(missing))" == "\(above)/tapedeck.yaml: it cannot be read: No such file or directory")
      let folder = #expect(throws: ProjectFileError.self) { try SettingsFile.load(below) }
      #expect("\(try #require(folder))" == "\(below): it cannot be read: Is a directory")
      try write("#" + String(repeating: "x", count: 3 << 20), to: above)
      let large = #expect(throws: ProjectFileError.self) { try SettingsFile.load("\(above)/tapedeck.yaml") }
      #expect("\(try #require(large))".hasSuffix("it has more than 1 MiB"))
    }
  }
}
