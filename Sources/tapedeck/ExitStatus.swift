// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The exit codes, documented in docs/exit-codes.md.
enum ExitStatus {
  static let fine: Int32 = 0
  static let findings: Int32 = 1
  static let usage: Int32 = 2
  static let misses: Int32 = 3
  static let upstream: Int32 = 4
  static let cassette: Int32 = 5
  static let notExecutable: Int32 = 126
  static let notFound: Int32 = 127

  static let summary = """
    0 fine, 1 findings or an incomplete recording, 2 usage, 3 misses, \
    4 upstream or credentials, 5 cassette unreadable or unwritable; else the command's own \
    (126 not executable, 127 not found, 128 + n killed by signal n).
    """

  static func exit(_ status: Int32) -> Never {
    fflush(nil)
    #if canImport(Glibc)
      Glibc.exit(status)
    #elseif canImport(Musl)
      Musl.exit(status)
    #else
      Darwin.exit(status)
    #endif
  }
}

/// Ends the run with a message and an exit code.
struct Failure: Error {
  let status: Int32
  let message: String

  init(_ status: Int32, _ message: String) {
    self.status = status
    self.message = message
  }

  init(_ error: any Error) {
    self = error as? Failure ?? Failure(ExitStatus.usage, "\(error)")
  }

  /// Ends the run with an exit code where all has been said.
  static func silent(_ status: Int32) -> Failure { Failure(status, "") }

  /// What `step` fails with; nil where it does not.
  static func caught(_ step: () throws -> Void) -> Failure? {
    do {
      try step()
      return nil
    } catch {
      return Failure(error)
    }
  }
}
