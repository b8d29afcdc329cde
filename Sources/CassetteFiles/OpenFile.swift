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

  /// Takes the lock as soon as nobody else has it.
  func waitForLock() throws(CassetteFileError) {
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw failure() }
    }
  }

  func synchronize() throws(CassetteFileError) {
    guard fsync(descriptor) == 0 else { throw failure() }
  }

  /// Brings the bytes of the file to the disk, and what it takes to read them back.
  func synchronizeData() throws(CassetteFileError) {
    #if canImport(Glibc)
      guard fdatasync(descriptor) == 0 else { throw failure() }
    #else
      try synchronize()
    #endif
  }

  /// Whether the file is what `name` stands for, unless that is a link.
  func has(name: String) -> Bool {
    var named = stat()
    guard lstat(name, &named) == 0, let opened = try? status() else { return false }
    return named.st_dev == opened.st_dev && named.st_ino == opened.st_ino
  }

  func write(_ bytes: [UInt8]) throws(CassetteFileError) {
    let outcome: Result<Void, CassetteFileError> = bytes.withUnsafeBytes { bytes in
      do throws(CassetteFileError) { return .success(try write(bytes)) } catch { return .failure(error) }
    }
    try outcome.get()
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

  /// The `count` bytes at `offset`, or as many as there are.
  func bytes(at offset: Int, count: Int) throws(CassetteFileError) -> [UInt8] {
    var number: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { room, total in
      while total < count {
        let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(room)[total...])
        let read = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + total))
        if read < 0 && errno == EINTR { continue }
        if read < 0 { number = errno }
        guard read > 0 else { break }
        total += read
      }
    }
    guard number == 0 else { throw CassetteFileError(system: number, path) }
    return bytes
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

  /// The `count` bytes from `offset` on; fewer where the file ends. May be called from any thread.
  func contents(at offset: Int, count: Int) throws(CassetteFileError) -> [UInt8] {
    var outcome = Result<Int, CassetteFileError>.success(0)
    let bytes = [UInt8]().extended(to: count) { room in
      var total = 0
      while total < count {
        let part = pread(descriptor, room.baseAddress?.advanced(by: total), count - total, off_t(offset + total))
        if part < 0 && errno == EINTR { continue }
        guard part >= 0 else {
          outcome = .failure(failure())
          return 0
        }
        if part == 0 { break }
        total += part
      }
      return total
    }
    _ = try outcome.get()
    return bytes
  }

  /// All that the file, or the pipe, has to give, which must be no more than `limit` bytes.
  /// - Parameter beginning: what does not begin so is read no further than to find that out.
  func contents(limit: Int, beginning: [UInt8]) throws(CassetteFileError) -> [UInt8] {
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
      guard bytes.count == capacity, bytes.starts(with: beginning) else { return bytes }
      guard bytes.count <= limit else { throw CassetteFileError(.tooLarge, path, detail: "more than \(limit) bytes") }
      capacity *= 2
    }
  }
}
