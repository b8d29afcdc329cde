// SPDX-License-Identifier: Apache-2.0

internal import CCurl

/// libcurl's multi handle.
///
/// Unchecked: after `init` only the loop's thread may use the pointer.
struct MultiHandle: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer

  /// How many idle connections are kept.
  private static let idleConnections = 256

  /// libcurl's global state, made once for the process and never undone.
  private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  init() throws(CurlStartError) {
    guard Self.isLibraryReady, let pointer = curl_multi_init() else {
      throw CurlStartError("libcurl cannot be initialised")
    }
    _ = ccurl_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, Self.idleConnections)
    self.pointer = pointer
  }
}
