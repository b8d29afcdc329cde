// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension Duration {
  /// So many seconds, or ten times as many where scripts/sanitize runs the tests on slower code.
  package static func patience(_ seconds: Int) -> Duration {
    .seconds(getenv("TAPEDECK_SANITIZED") == nil ? seconds : 10 * seconds)
  }
}
