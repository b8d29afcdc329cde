// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import tapedeck

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite("The key of aliases")
struct AliasKeySourceTests {
  private static let digits = "00ff" + String(repeating: "aB", count: 30)
  private static let bytes = [0x00, 0xFF] + [UInt8](repeating: 0xAB, count: 30)

  /// A home for as long as `test` runs, and the path of its key.
  private func withHome(_ test: (_ environment: [String: String], _ path: String) throws -> Void) throws {
    var template = Array("/tmp/tapedeck-alias-XXXXXX".utf8CString)
    let home = String(cString: try #require(mkdtemp(&template)))
    let folder = "\(home)/.config/tapedeck"
    defer {
      unlink("\(folder)/alias-key")
      rmdir("\(folder)/alias-key")
      for folder in [folder, "\(home)/.config", home] { rmdir(folder) }
    }
    try test(["HOME": home], "\(folder)/alias-key")
  }

  /// Puts a file of this text where the key belongs.
  private func put(_ text: String, at path: String, mode: mode_t = 0o600) throws {
    let folder = path.dropLast("/alias-key".count)
    mkdir(String(folder.dropLast("/tapedeck".count)), 0o755)
    mkdir(String(folder), 0o755)
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
    chmod(path, mode)
  }

  private func text(at path: String) throws -> String {
    var room = [UInt8](repeating: 0, count: 200)
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    let count = fread(&room, 1, room.count, file)
    return String(decoding: room.prefix(count), as: UTF8.self)
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
  }

  private func refusal(_ environment: [String: String]) throws -> String {
    let error = #expect(throws: Failure.self) { try AliasKeySource.key(environment: environment, makesFile: true) }
    #expect(error?.status == ExitStatus.usage)
    return try #require(error).message
  }

  private func warning(_ environment: [String: String], makesFile: Bool = true) throws -> String {
    let key = try AliasKeySource.key(environment: environment, makesFile: makesFile)
    let other = try AliasKeySource.key(environment: environment, makesFile: makesFile)
    #expect(key.bytes.count == 32 && key.bytes != other.bytes)
    guard case .random(let warning) = key.origin else { return "\(key.origin)" }
    return warning
  }

  @Test("is the environment's, before any file")
  func environment() throws {
    try withHome { environment, path in
      try put(String(repeating: "1", count: 64), at: path)
      let key = try AliasKeySource.key(
        environment: environment.merging(["TAPEDECK_ALIAS_KEY": Self.digits]) { $1 }, makesFile: true)
      #expect(key.bytes == Self.bytes)
      #expect(key.origin == .environment)
    }
  }

  @Test("is not the environment's where that is empty, as a secret is that a build may not see")
  func emptyEnvironment() throws {
    let key = try AliasKeySource.key(environment: ["TAPEDECK_ALIAS_KEY": ""], makesFile: false)
    guard case .random = key.origin else {
      Issue.record("\(key.origin)")
      return
    }
  }

  @Test(
    "is refused where the environment's is none, with how to make one and without its value",
    arguments: ["12345", digits + "0", digits + "\n", " " + digits.dropFirst(), "z" + digits.dropFirst()])
  func badEnvironment(value: String) throws {
    let message = try refusal(["TAPEDECK_ALIAS_KEY": value])
    #expect(message.contains("openssl rand -hex 32"))
    #expect(!message.contains(value.prefix(5)))
  }

  @Test("is made once, for its owner alone, and found again")
  func made() throws {
    try withHome { environment, path in
      let first = try AliasKeySource.key(environment: environment, makesFile: true)
      #expect(first.origin == .file(path))
      #expect(first.bytes.count == 32)
      #expect(mode(path) == 0o600)
      #expect(mode(String(path.dropLast("/alias-key".count))) == 0o700)
      #expect(AliasKeySource.parsed(Array(try text(at: path).utf8.dropLast())) == first.bytes)
      #expect(try text(at: path).utf8.count == 65)
      for makesFile in [true, false] {
        let again = try AliasKeySource.key(environment: environment, makesFile: makesFile)
        #expect(again.bytes == first.bytes && again.origin == .file(path))
      }
    }
  }

  @Test("is the first one's where another has made it in the meantime")
  func lost() throws {
    try withHome { environment, path in
      let file = try #require(AliasKeyFile(environment: environment))
      #expect(try file.key() == nil)
      #expect(try file.made(from: Self.bytes) == Self.bytes)
      #expect(try file.made(from: [UInt8](repeating: 1, count: 32)) == Self.bytes)
    }
  }

  @Test("is the same for all who make it at once")
  func race() async throws {
    var template = Array("/tmp/tapedeck-alias-XXXXXX".utf8CString)
    let home = String(cString: try #require(mkdtemp(&template)))
    let keys = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<16 {
        group.addTask { try AliasKeySource.key(environment: ["XDG_CONFIG_HOME": home], makesFile: true).bytes }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(keys.count == 1)
    unlink("\(home)/tapedeck/alias-key")
    // Nothing else is left: the folder can go.
    #expect(rmdir("\(home)/tapedeck") == 0)
    rmdir(home)
  }

  @Test("is found where XDG_CONFIG_HOME says, if that is a path from the root")
  func places() throws {
    try withHome { environment, path in
      try put(Self.digits, at: path)
      let config = String(path.dropLast("/tapedeck/alias-key".count))
      for environment in [
        ["XDG_CONFIG_HOME": config, "HOME": "/nowhere"], ["XDG_CONFIG_HOME": "", "HOME": environment["HOME"] ?? ""],
        ["XDG_CONFIG_HOME": "relative", "HOME": environment["HOME"] ?? ""],
      ] {
        let key = try AliasKeySource.key(environment: environment, makesFile: false)
        #expect(key.bytes == Self.bytes)
        #expect(key.origin == .file(path))
      }
    }
  }

  @Test("is random, with a warning, where no file can be")
  func random() throws {
    let beginning = "aliases of this recording will differ from the next one's: "
    #expect(try warning([:]).hasPrefix(beginning + "there is no home directory"))
    #expect(try warning(["HOME": ""]).contains("no home directory"))
    #expect(
      try warning(["XDG_CONFIG_HOME": "/dev/null"]).hasPrefix(beginning + "/dev/null/tapedeck/alias-key cannot be used")
    )
    #expect(try warning(["HOME": "/proc/nowhere"]).contains("cannot be used"))
    try withHome { environment, path in
      let warning = try warning(environment, makesFile: false)
      #expect(warning.contains("there is no \(path) yet"))
      #expect(access(path, F_OK) != 0)
    }
  }

  @Test(
    "is refused where others can read it, with how to mend it", arguments: [0o644, 0o640, 0o604, 0o620] as [mode_t])
  func readable(mode: mode_t) throws {
    try withHome { environment, path in
      try put(Self.digits, at: path, mode: mode)
      let message = try refusal(environment)
      #expect(message.hasPrefix(path))
      #expect(message.contains("chmod 600 '\(path)'"))
    }
  }

  @Test(
    "is refused where the file holds something else, and not overwritten",
    arguments: ["", "\n", "my secret", digits.dropLast() + "\n", digits + "\n\n", digits + " ", digits + "\r\n"])
  func contents(text: String) throws {
    try withHome { environment, path in
      try put(text, at: path)
      let message = try refusal(environment)
      #expect(message.hasPrefix(path) && message.contains("does not hold 64 hexadecimal digits"))
      #expect(!message.contains("secret") && !message.contains("00ff"))
      #expect(try self.text(at: path) == text)
    }
  }

  @Test("is refused where there is no regular file")
  func kinds() throws {
    try withHome { environment, path in
      try put("", at: path)
      unlink(path)
      symlink("/dev/null", path)
      #expect(try refusal(environment).contains("is a symbolic link"))
      unlink(path)
      mkfifo(path, 0o600)
      #expect(try refusal(environment).contains("is no regular file"))
      unlink(path)
      mkdir(path, 0o700)
      #expect(try refusal(environment).contains("is no regular file"))
    }
  }
}
