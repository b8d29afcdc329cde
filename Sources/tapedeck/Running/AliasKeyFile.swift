// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Why there is no key in the user's file. It never holds what the file does.
enum AliasKeyFileError: Error {
  /// Nothing can be read or written there.
  case unusable(String)
  /// What is there must not be used; the reason continues a sentence that begins with the path.
  case refused(String)
}

/// The file that keeps a user's key, outside of any project: 64 hexadecimal digits and a newline, for its owner alone.
struct AliasKeyFile {
  /// The folder that holds all settings of the user.
  private let settings: FilePath

  private var folder: FilePath { settings.appending("tapedeck") }
  private var file: FilePath { folder.appending("alias-key") }
  var path: String { file.string }

  /// Nil where the environment has no home. Relative paths do not count (XDG Base Directory Specification).
  init?(environment: [String: String]) {
    func absolute(_ name: String) -> FilePath? {
      environment[name].map { FilePath($0) }.flatMap { $0.isAbsolute ? $0 : nil }
    }
    guard let settings = absolute("XDG_CONFIG_HOME") ?? absolute("HOME")?.appending(".config") else { return nil }
    self.settings = settings
  }

  /// Nil where there is no file.
  func key() throws(AliasKeyFileError) -> [UInt8]? {
    let text: [UInt8]
    do {
      // Nothing that blocks: a pipe has to be refused, not waited for.
      let descriptor = try FileDescriptor.open(
        file, .readOnly, options: [.closeOnExec, .noFollow, .nonBlocking], retryOnInterrupt: true)
      text = try descriptor.closeAfter {
        try check(descriptor)
        return try contents(descriptor)
      }
    } catch Errno.noSuchFileOrDirectory {
      return nil
    } catch Errno.tooManySymbolicLinkLevels {
      throw .refused("is a symbolic link. Put the file itself there, or set \(AliasKeySource.variable)")
    } catch let error as AliasKeyFileError {
      throw error
    } catch {
      throw .unusable("\(error)")
    }
    guard let key = AliasKeySource.parsed(text.last == 0x0A ? text.dropLast() : text) else {
      throw .refused(
        "does not hold \(AliasKeySource.size * 2) hexadecimal digits. Bring back the key that it held, or remove the file "
          + "to get a new one: aliases will differ from those of older recordings")
    }
    return key
  }

  /// Makes the file with this key, or takes the one that another process has made in the meantime.
  func made(from key: [UInt8]) throws(AliasKeyFileError) -> [UInt8] {
    do {
      try makeFolders()
      try publish(Array("\(hexEncoded(key))\n".utf8))
    } catch {
      throw .unusable("\(error)")
    }
    guard let key = try self.key() else { throw .unusable("it was removed as soon as it was made") }
    return key
  }

  private func check(_ descriptor: FileDescriptor) throws {
    var status = stat()
    guard fstat(descriptor.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw AliasKeyFileError.refused("is no regular file. Remove it, or set \(AliasKeySource.variable)")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw AliasKeyFileError.refused(
        "can be read by others than its owner. Run: chmod 600 '\(path.replacing("'", with: "'\\''"))'")
    }
  }

  /// One byte more than a key and its newline, where there is more.
  private func contents(_ descriptor: FileDescriptor) throws -> [UInt8] {
    var room = [UInt8](repeating: 0, count: AliasKeySource.size * 2 + 2)
    var count = 0
    while count < room.count {
      let read = try room.withUnsafeMutableBytes {
        try descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[count...]))
      }
      guard read > 0 else { break }
      count += read
    }
    return Array(room[..<count])
  }

  private func makeFolders() throws {
    var missing: [FilePath] = []
    var folder = folder
    while access(folder.string, F_OK) != 0, errno == ENOENT, folder != folder.removingLastComponent() {
      missing.append(folder)
      folder = folder.removingLastComponent()
    }
    for folder in missing.reversed() where mkdir(folder.string, 0o700) != 0 && errno != EEXIST {
      throw Errno(rawValue: errno)
    }
  }

  /// Writes the text beside the file, then gives it the file's name if nothing has that: the file is there as a whole or
  /// not at all, and the first of two processes wins.
  private func publish(_ text: [UInt8]) throws {
    let temporary = folder.appending(".alias-key-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).tmp")
    let descriptor = try FileDescriptor.open(
      temporary, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite,
      retryOnInterrupt: true)
    defer { unlink(temporary.string) }
    try descriptor.closeAfter {
      try descriptor.writeAll(text)
      guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }
    guard link(temporary.string, file.string) == 0 || errno == EEXIST else { throw Errno(rawValue: errno) }
  }
}
