// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// One of the two files that the AWS tools share, where it lies.
struct SharedFile: Equatable {
  enum Kind {
    case credentials, config
  }

  /// What changes when the file does.
  struct Stamp: Equatable {
    var inode: UInt64
    var size: Int64
    var seconds: Int
    var nanoseconds: Int
  }

  /// In bytes; a larger file is refused.
  static let sizeLimit = 1024 * 1024

  let kind: Kind
  let path: String

  /// Nil where the environment has no home to look in.
  init?(_ kind: Kind, environment: [String: String]) {
    let (variable, name) =
      switch kind {
      case .credentials: ("AWS_SHARED_CREDENTIALS_FILE", "credentials")
      case .config: ("AWS_CONFIG_FILE", "config")
      }
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }
    if let given = environment[variable], !given.isEmpty {
      path = given.hasPrefix("~/") ? (home ?? "~") + given.dropFirst() : given
    } else if let home {
      path = "\(home)/.aws/\(name)"
    } else {
      return nil
    }
    self.kind = kind
  }

  /// Nil where there is no file.
  var stamp: Stamp? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    #if canImport(Glibc)
      let changed = status.st_mtim
    #else
      let changed = status.st_mtimespec
    #endif
    return Stamp(
      inode: UInt64(status.st_ino), size: Int64(status.st_size), seconds: changed.tv_sec, nanoseconds: changed.tv_nsec)
  }

  /// Nil where there is no file.
  func sections() throws(CredentialsError) -> [SharedConfigSection]? {
    guard let bytes = try read() else { return nil }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CredentialsError(.unreadable, "\(path) is not UTF-8")
    }
    do throws(SharedConfigSyntaxError) {
      return try SharedConfigReader.read(text)
    } catch {
      throw CredentialsError(.unreadable, "\(path):\(error.line): \(error.reason)")
    }
  }

  private func read() throws(CredentialsError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0, errno == ENOENT || errno == ENOTDIR { return nil }
    guard descriptor >= 0 else { throw unreadable() }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 16 * 1024)
    while true {
      let count = room.withUnsafeMutableBytes { systemRead(descriptor, $0) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable() }
      guard count > 0 else { return bytes }
      bytes += room[..<count]
      guard bytes.count <= Self.sizeLimit else {
        throw CredentialsError(.unreadable, "\(path) is larger than \(Self.sizeLimit) bytes")
      }
    }
  }

  private func unreadable() -> CredentialsError {
    CredentialsError(.unreadable, "cannot read \(path): \(String(cString: strerror(errno)))")
  }
}

private func systemRead(_ descriptor: CInt, _ room: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, room.baseAddress, room.count)
}
