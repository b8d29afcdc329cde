// SPDX-License-Identifier: Apache-2.0

internal import NIOCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The proxy cannot listen.
package struct ProxyError: Error, Sendable, CustomStringConvertible {
  package let host: String
  package let port: Int
  package let underlying: any Error

  package var description: String {
    switch (underlying as? IOError)?.errnoCode {
    case EADDRINUSE:
      "port \(port) on \(host) is in use by another program; choose another with --port, or leave --port away for a free one"
    case EACCES:
      "this user may not listen on port \(port); choose one above 1023 with --port"
    case EADDRNOTAVAIL:
      "this machine has no address \(host); give another with --host"
    default: "cannot listen on \(host):\(port): \(underlying)"
    }
  }
}
