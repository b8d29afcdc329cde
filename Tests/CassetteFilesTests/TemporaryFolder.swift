// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder of a test's own, which is gone with all that is in it when the test ends.
final class TemporaryFolder {
  let path: String
  private let isMount: Bool

  /// - Parameter size: The bytes that fit, for a test of a full disk: on Linux, as root.
  init(size: Int? = nil) throws {
    var template = Array("/tmp/cassette-files-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Refusal(number: errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    #if canImport(Glibc)
      isMount = size != nil
      if let size, mount("tmpfs", path, "tmpfs", 0, "size=\(size)") != 0 {
        let number = errno
        rmdir(path)
        throw Refusal(number: number)
      }
    #else
      isMount = false
      if size != nil { throw Refusal(number: ENOTSUP) }
    #endif
  }

  deinit {
    for name in names { unlink(self / name) }
    #if canImport(Glibc)
      // A file of the test's may be open still.
      if isMount { umount2(path, Int32(MNT_DETACH)) }
    #endif
    rmdir(path)
  }

  /// Whether a folder of limited size can be made here.
  static let canLimitSize = (try? TemporaryFolder(size: 64 << 10)) != nil

  struct Refusal: Error {
    let number: Int32
  }

  static func / (folder: TemporaryFolder, name: String) -> String { "\(folder.path)/\(name)" }

  /// What is in the folder, in order.
  var names: [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Writes a file without any of the code under test.
  func put(_ bytes: [UInt8], as name: String, mode: mode_t = 0o644) {
    let descriptor = open(self / name, O_WRONLY | O_CREAT | O_TRUNC, mode)
    defer { close(descriptor) }
    fchmod(descriptor, mode)
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  func get(_ name: String) -> [UInt8] {
    let descriptor = open(self / name, O_RDONLY)
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while case let count = read(descriptor, &piece, piece.count), count > 0 { bytes += piece[..<count] }
    return bytes
  }

  func permissions(_ name: String) -> mode_t {
    var status = stat()
    return stat(self / name, &status) == 0 ? status.st_mode & 0o7777 : 0
  }
}
