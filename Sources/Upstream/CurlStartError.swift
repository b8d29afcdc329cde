// SPDX-License-Identifier: Apache-2.0

/// Why there is no loop: the machine has no memory or no thread left.
package struct CurlStartError: Error, CustomStringConvertible {
  package let description: String

  init(_ reason: String) {
    description = "cannot start the upstream: \(reason)"
  }
}
