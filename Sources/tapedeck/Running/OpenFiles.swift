// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// How many files and sockets this process may have open.
enum OpenFiles {
  /// What the process has beside its connections: streams, cassette, journal, event loops.
  private static let own = 64

  /// Sees to it, as far as the system lets this user, that so many clients can be connected, each with a connection to
  /// the upstream beside its own.
  /// - Returns: how many can.
  static func room(forConnections wanted: Int) -> Int {
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return wanted }
    let needed = rlim_t(own + 2 * wanted)
    // No more than that: the command that is run inherits it, and some programs close every number that they may have.
    if limit.rlim_cur < needed {
      limit.rlim_cur = min(needed, limit.rlim_max)
      guard setrlimit(resource, &limit) == 0, getrlimit(resource, &limit) == 0 else { return wanted }
    }
    return limit.rlim_cur >= needed ? wanted : max(1, (Int(limit.rlim_cur) - own) / 2)
  }

  #if canImport(Glibc)
    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #else
    private static let resource = RLIMIT_NOFILE
  #endif
}
