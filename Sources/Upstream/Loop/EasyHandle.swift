// SPDX-License-Identifier: Apache-2.0

internal import CCurl

/// Owns one easy handle of libcurl, used for many transfers one after the other.
///
/// Not sendable: only the loop's thread touches it.
final class EasyHandle {
  let pointer: UnsafeMutableRawPointer
  private let words: UnsafeMutablePointer<CChar>

  /// Nil where there is no memory.
  init?() {
    guard let pointer = curl_easy_init() else { return nil }
    self.pointer = pointer
    words = .allocate(capacity: Int(CURL_ERROR_SIZE))
    words.pointee = 0
  }

  deinit {
    curl_easy_cleanup(pointer)
    words.deallocate()
  }

  /// Forgets everything but connections. Must not be with the multi handle any more.
  func reset() {
    curl_easy_reset(pointer)
    words.pointee = 0
  }

  /// The connection of the transfer that runs is closed after it.
  func forbidReuse() {
    _ = ccurl_set_long(pointer, CURLOPT_FORBID_REUSE, 1)
  }

  /// What there is to say of a transfer that failed with this code.
  func failure(_ code: CURLcode) -> CurlFailure {
    CurlFailure(
      code: code, words: String(cString: words), connectStatus: long(CURLINFO_HTTP_CONNECTCODE),
      systemError: CInt(truncatingIfNeeded: long(CURLINFO_OS_ERRNO)), wasSent: long(CURLINFO_REQUEST_SIZE) > 0)
  }

  private func long(_ info: CURLINFO) -> Int {
    var value = 0
    _ = ccurl_get_long(pointer, info, &value)
    return value
  }

  /// Sets all options for one transfer on a handle that is new or was reset. The code is of an option that libcurl
  /// refused. `context` is the address of the ``RunningTransfer`` that the callbacks are for.
  func prepare(_ request: WireRequest, _ options: CurlUpstreamOptions, context: UnsafeMutableRawPointer) -> CURLcode? {
    var setting = Settings(pointer)
    setting.pointer(CURLOPT_PRIVATE, context)
    setting.pointer(CURLOPT_ERRORBUFFER, words)
    setConnection(options, &setting)
    setCallbacks(context, &setting)
    setRequest(request, &setting)
    return setting.refused
  }

  private func setConnection(_ options: CurlUpstreamOptions, _ setting: inout Settings) {
    setting.long(CURLOPT_NOSIGNAL, 1)
    // A resolver that hangs must not hold up the other transfers when its own is given up.
    setting.long(CURLOPT_QUICK_EXIT, 1)
    setting.text(CURLOPT_PROTOCOLS_STR, "http,https")
    setting.long(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    setting.long(CURLOPT_TCP_NODELAY, 1)
    setting.long(CURLOPT_TCP_KEEPALIVE, 1)
    // Larger than that, and malloc tidies its free lists up after each transfer. Refused where the last transfer left its
    // buffer behind, as it does on a connection that others still use: then that one serves.
    _ = ccurl_set_long(pointer, CURLOPT_BUFFERSIZE, 32 * 1024)
    setting.long(CURLOPT_CONNECTTIMEOUT_MS, options.connectLimit.wholeMilliseconds)
    if let idle = options.idleTimeout {
      setting.long(CURLOPT_LOW_SPEED_LIMIT, 1)
      setting.long(CURLOPT_LOW_SPEED_TIME, max(1, idle.wholeMilliseconds / 1000))
    }
    setting.long(CURLOPT_SSL_VERIFYPEER, 1)
    setting.long(CURLOPT_SSL_VERIFYHOST, 2)
    setting.long(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    if let bundle = options.caBundle { setting.text(CURLOPT_CAINFO, bundle) }
    // Through a tunnel even for http: in its own words a proxy would see another target than ours.
    setting.long(CURLOPT_HTTPPROXYTUNNEL, 1)
    setting.long(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    if options.ignoreProxies { setting.text(CURLOPT_PROXY, "") }
  }

  private func setCallbacks(_ context: UnsafeMutableRawPointer, _ setting: inout Settings) {
    setting.pointer(CURLOPT_PREREQDATA, context)
    setting.requestCallback { context, _, _, _, _ in
      guard let context else { return CURL_PREREQFUNC_ABORT }
      return RunningTransfer.at(context).mayBegin() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }
    setting.pointer(CURLOPT_HEADERDATA, context)
    setting.callback(CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
      return RunningTransfer.at(context).receive(line: line) ? line.count : Int(CURL_WRITEFUNC_ERROR)
    }
    setting.pointer(CURLOPT_WRITEDATA, context)
    setting.callback(CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      return RunningTransfer.at(context).receive(piece: UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
    setting.pointer(CURLOPT_READDATA, context)
    setting.callback(CURLOPT_READFUNCTION) { bytes, size, count, context in
      guard let bytes, let context else { return Int(CURL_READFUNC_ABORT) }
      return RunningTransfer.at(context).fill(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
    }
  }

  private func setRequest(_ request: WireRequest, _ setting: inout Settings) {
    // The target goes beside the URL, which libcurl would tidy up.
    setting.text(CURLOPT_URL, request.origin + "/")
    setting.long(CURLOPT_PATH_AS_IS, 1)
    setting.text(CURLOPT_REQUEST_TARGET, request.target)
    setting.list(CURLOPT_HTTPHEADER, request.memory.lines)
    setting.long(CURLOPT_HTTP_CONTENT_DECODING, 0)
    switch request.upload {
    case .none where request.method == "HEAD":
      // libcurl must know, or it would wait for the body that Content-Length speaks of.
      setting.long(CURLOPT_NOBODY, 1)
      return
    case .none:
      setting.long(CURLOPT_HTTPGET, 1)
    case .memory:
      setting.long(CURLOPT_POST, 1)
      setting.size(CURLOPT_POSTFIELDSIZE_LARGE, request.memory.body.count)
      setting.pointer(CURLOPT_POSTFIELDS, request.memory.body.baseAddress)
    case .stream(let length):
      setting.long(CURLOPT_UPLOAD, 1)
      setting.size(CURLOPT_INFILESIZE_LARGE, length ?? -1)
    }
    setting.text(CURLOPT_CUSTOMREQUEST, request.method)
  }
}

/// Sets one option after the other and remembers the first that was refused.
private struct Settings {
  private let handle: UnsafeMutableRawPointer
  private(set) var refused: CURLcode?

  init(_ handle: UnsafeMutableRawPointer) {
    self.handle = handle
  }

  mutating func long(_ option: CURLoption, _ value: Int) {
    note(ccurl_set_long(handle, option, value))
  }

  mutating func size(_ option: CURLoption, _ value: Int) {
    note(ccurl_set_size(handle, option, curl_off_t(value)))
  }

  mutating func text(_ option: CURLoption, _ value: String) {
    note(ccurl_set_text(handle, option, value))
  }

  mutating func pointer(_ option: CURLoption, _ value: UnsafeRawPointer?) {
    note(ccurl_set_pointer(handle, option, value))
  }

  mutating func list(_ option: CURLoption, _ value: UnsafePointer<curl_slist>?) {
    note(ccurl_set_list(handle, option, value))
  }

  mutating func callback(_ option: CURLoption, _ value: @escaping ccurl_transfer_callback) {
    note(ccurl_set_callback(handle, option, value))
  }

  mutating func requestCallback(_ value: @escaping ccurl_request_callback) {
    note(ccurl_set_request_callback(handle, value))
  }

  private mutating func note(_ code: CURLcode) {
    if code != CURLE_OK, refused == nil { refused = code }
  }
}

extension Duration {
  fileprivate var wholeMilliseconds: Int {
    Int(clamping: components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}
