// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An open file, which closes itself when it goes out of scope.
struct OpenFile: ~Copyable, Sendable {
  let descriptor: Int32
  /// What errors name.
  let path: String

  /// Opens `path`; errors name `reported` instead where that is what the user knows the file by.
  init(_ path: String, _ flags: Int32, mode: mode_t = 0, reported: String? = nil) throws(CassetteFileError) {
    self.path = reported ?? path
    var descriptor: Int32
    repeat { descriptor = open(path, flags | O_CLOEXEC, mode) } while descriptor < 0 && errno == EINTR
    self.descriptor = descriptor
    guard descriptor >= 0 else {
      let number = errno
      let lacksFolder = flags & O_CREAT != 0 && (number == ENOENT || number == ENOTDIR)
      throw lacksFolder
        ? CassetteFileError(.noSuchFolder, self.path, number: number) : CassetteFileError(system: number, self.path)
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// The error that the last call left in `errno`.
  func failure() -> CassetteFileError { CassetteFileError(system: errno, path) }

  func status() throws(CassetteFileError) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure() }
    return status
  }

  /// Takes the advisory lock of the file (`LOCK_EX` or `LOCK_SH`) until it is closed, or fails at once with `inUse`.
  func lock(_ kind: Int32) throws(CassetteFileError) {
    guard flock(descriptor, kind | LOCK_NB) != 0 else { return }
    throw errno == EWOULDBLOCK ? CassetteFileError(.inUse, path) : failure()
  }

  func synchronize() throws(CassetteFileError) {
    guard fsync(descriptor) == 0 else { throw failure() }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(CassetteFileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      #if canImport(Glibc)
        let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      #else
        let count = Darwin.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      #endif
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw failure() }
      rest = rest.dropFirst(count)
    }
  }

  /// Fills `room` as far as the file goes: less than all of it means the end.
  func read(into room: UnsafeMutableRawBufferPointer) -> Result<Int, CassetteFileError> {
    var total = 0
    while total < room.count {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, room.baseAddress?.advanced(by: total), room.count - total)
      #else
        let count = Darwin.read(descriptor, room.baseAddress?.advanced(by: total), room.count - total)
      #endif
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return .failure(failure()) }
      if count == 0 { break }
      total += count
    }
    return .success(total)
  }

  /// All that the file, or the pipe, has to give, which must be no more than `limit` bytes.
  func contents(limit: Int) throws(CassetteFileError) -> [UInt8] {
    let size = Int(try status().st_size)
    guard size <= limit else { throw CassetteFileError(.tooLarge, path, detail: "\(size) bytes") }
    var bytes: [UInt8] = []
    // The spare byte lets the first read meet the end. What has no size is a pipe.
    var capacity = max(size, 64 << 10) + 1
    while true {
      var outcome = Result<Int, CassetteFileError>.success(0)
      bytes = bytes.extended(to: capacity) { room in
        outcome = read(into: room)
        return (try? outcome.get()) ?? 0
      }
      _ = try outcome.get()
      guard bytes.count == capacity else { return bytes }
      guard bytes.count <= limit else { throw CassetteFileError(.tooLarge, path, detail: "more than \(limit) bytes") }
      capacity *= 2
    }
  }
}
