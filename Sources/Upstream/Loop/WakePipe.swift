// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A pipe by which any thread wakes the one that waits for its reader.
final class WakePipe: Sendable {
  /// Readable from ``wake()`` to ``drain()``.
  let reader: CInt
  private let writer: CInt

  init() throws(CurlStartError) {
    var ends: [CInt] = [-1, -1]
    guard pipe(&ends) == 0 else { throw CurlStartError("no pipe: \(String(cString: strerror(errno)))") }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (reader, writer) = (ends[0], ends[1])
  }

  deinit {
    close(reader)
    close(writer)
  }

  func wake() {
    var byte: UInt8 = 1
    // A pipe that is full wakes, too.
    _ = write(writer, &byte, 1)
  }

  func drain() {
    var bytes: (UInt64, UInt64) = (0, 0)
    _ = withUnsafeMutableBytes(of: &bytes) { read(reader, $0.baseAddress, $0.count) }
  }
}
