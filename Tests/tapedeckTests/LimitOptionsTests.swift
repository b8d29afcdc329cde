// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Proxy
import Testing

@testable import tapedeck

@Suite("Limits on the command line")
struct LimitOptionsTests {
  @Test(
    "sizes are numbers of bytes, or of their multiples",
    arguments: [
      ("0", 0), ("65536", 65_536), ("64KiB", 65_536), ("256MiB", 256 << 20), ("2GiB", 2 << 30), ("KiB", nil), ("", nil),
      ("1.5MiB", nil), ("-1", nil), ("+1", nil), ("1MB", nil), ("1 KiB", nil), ("4294967296", nil),
      ("99999999999999999999", nil),
    ])
  func sizes(text: String, bytes: Int?) {
    #expect(ByteSize(argument: text)?.bytes == bytes)
  }

  @Test("sizes are shown as they are typed", arguments: ["1", "1023", "1KiB", "1025", "64KiB", "1MiB", "2GiB"])
  func shownSizes(text: String) {
    #expect(ByteSize(argument: text)?.description == text)
  }

  @Test(
    "times are of a second to a day, or none",
    arguments: [
      ("1s", "1s"), ("1000ms", "1s"), ("90s", "90s"), ("1.5m", "90s"), ("10m", "10m"), ("24h", "1440m"),
      ("none", "none"), ("999ms", nil), ("0s", nil), ("24.1h", nil), ("10", nil), ("-1s", nil), ("", nil),
      ("None", nil),
    ])
  func times(text: String, shown: String?) {
    #expect(TimeLimit(argument: text)?.description == shown)
  }

  @Test("what is chosen is what the server gets, and no more connections than the system allows")
  func limits() throws {
    let options = try LimitOptions.parse([
      "--max-connections", "5", "--max-body", "1MiB", "--max-time", "2m", "--idle-timeout", "none",
    ])
    let limits = options.limits(connections: 100)
    #expect(limits.connections == 5 && limits.collectedBody == 1 << 20 && limits.headerFields == 256)
    #expect(limits.exchangeTime == .seconds(120) && limits.idleTime == nil && limits.headerTime == .seconds(60))
    #expect(options.limits(connections: 3).connections == 3)
  }

  @Test("only addresses of this machine are local")
  func hosts() throws {
    for host in ["127.0.0.1", "127.0.0.2", "::1", "localhost"] {
      #expect(try ServeOptions.parse(["--host", host]).isLocal)
    }
    for host in ["0.0.0.0", "::", "192.0.2.1", "build-machine"] {
      #expect(try !ServeOptions.parse(["--host", host]).isLocal)
    }
  }
}
