// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Reads the files that people write by hand.
enum BoundedFile {
  /// What the file holds; an error names it.
  static func parsed<Value>(
    _ path: String, by parse: ([UInt8]) throws(ProjectFileError) -> Value
  ) throws(ProjectFileError) -> Value {
    do throws(ProjectFileError) {
      return try parse(bytes(of: path))
    } catch {
      var error = error
      error.file = path
      throw error
    }
  }

  /// No more than just above what the reader takes.
  private static func bytes(of path: String) throws(ProjectFileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count <= YAMLReader.largest {
      let count = read(descriptor, &room, room.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure() }
      if count == 0 { break }
      bytes += room[..<count]
    }
    return bytes
  }

  private static func failure() -> ProjectFileError {
    ProjectFileError("it cannot be read: \(String(cString: strerror(errno)))")
  }
}
