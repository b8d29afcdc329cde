// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Engine

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The machine's clock.
struct SystemClock: WallClock {
  func now() -> Timestamp { Timestamp(milliseconds: Self.milliseconds(CLOCK_REALTIME)) }
  func uptime() -> Int64 { Self.milliseconds(CLOCK_MONOTONIC) }

  private static func milliseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}

/// A clock that stands still, so that a recording can be made again as it was.
struct FixedClock: WallClock {
  let time: Timestamp
  func now() -> Timestamp { time }
}

/// The environment of this process.
func processEnvironment() -> [String: String] {
  var result: [String: String] = [:]
  var entry = environ
  while let line = entry.pointee {
    let text = String(cString: line)
    if let mark = text.firstIndex(of: "=") { result[String(text[..<mark])] = String(text[text.index(after: mark)...]) }
    entry += 1
  }
  return result
}
