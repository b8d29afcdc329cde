// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The processors of this machine.
enum Processors {
  /// As many as share a work whose parts take memory: 1 to 8.
  static let count = min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), 8)
}
