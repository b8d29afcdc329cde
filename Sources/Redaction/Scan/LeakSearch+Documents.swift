// SPDX-License-Identifier: Apache-2.0

/// The documents of an exchange: the line itself, JSON and XML in it.
extension LeakSearch {
  mutating func exchange(_ line: UnsafeRawBufferPointer, isQueue: Bool) {
    var events = JSONEvents(line)
    var header: Range<Int>?
    while let event = events.next(), !found.isFull {
      let frames = events.frames
      let part = ExchangePart(frames, in: line)
      switch event {
      case .string(let range, _) where part == .field && frames.last?.count == 0: header = range
      case .string(let range, let hasEscapes) where part == .field:
        let name =
          header.map { UnsafeRawBufferPointer(rebasing: line[$0]) } ?? UnsafeRawBufferPointer(rebasing: line[..<0])
        let pointer = { "\(MemberName.pointer(Array(frames.prefix(2)), in: line))/\(MemberName.shown(name))" }
        string(line, range, hasEscapes, HeaderName.kind(name), 0) { pointer() }
        if HeaderName.isSecret(name), !StandIns.hasNoSecret(UnsafeRawBufferPointer(rebasing: line[range])) {
          report("header.secret", line[range], at: pointer())
        }
      case .string(let range, _) where part == .bytes:
        let decoded = Layers.base64Decoded(UnsafeRawBufferPointer(rebasing: line[range]))
        decoded.withUnsafeBytes { bytes($0, [], 0) { MemberName.pointer(frames, in: line) } }
      case .string(let range, let hasEscapes) where part == .target && isQueue:
        string(line, range, hasEscapes, .queuePath, 0) { MemberName.pointer(frames, in: line) }
      default: value(event, line, events, pointer: "", depth: 0)
      }
    }
    // What is no JSON may hide anything.
    if !events.isClean { values(line, [], 0) { "" } }
  }

  mutating func json(_ bytes: UnsafeRawBufferPointer, _ layer: Layer) {
    var events = JSONEvents(bytes)
    var isWhole = true
    while let event = events.next(), !found.isFull {
      if layer.isSecret, case .string(let range, _) = event {
        let leaf = UnsafeRawBufferPointer(rebasing: bytes[range])
        if !StandIns.hasNoSecret(leaf) {
          report("member.secret", leaf, at: layer.pointer + MemberName.pointer(events.frames, in: bytes))
        }
      }
      if case .bare = event, !events.isClean { isWhole = false }
      value(event, bytes, events, pointer: layer.pointer, depth: layer.depth, isRead: layer.isRead, layer.kind)
    }
    guard !events.isClean || !isWhole else { return }
    if layer.isSecret, !StandIns.hasNoSecret(bytes) { report("member.secret", bytes, at: layer.pointer) }
    if !layer.isRead { values(bytes, layer.kind, layer.depth) { layer.pointer } }
  }

  private mutating func value(
    _ event: JSONEvents.Event, _ bytes: UnsafeRawBufferPointer, _ events: JSONEvents, pointer: String, depth: Int,
    isRead: Bool = false, _ outer: NameKind = []
  ) {
    let kind = events.kind.union(outer)
    let at = { pointer + MemberName.pointer(events.frames, in: bytes) }
    switch event {
    case .name(let range):
      // Names of maps are values, too; short words are not worth a look.
      guard range.count >= 8, !isRead else { return }
      let object = Array(events.frames.dropLast())
      string(bytes, range, bytes[range].contains(0x5C), outer, depth) {
        pointer + MemberName.pointer(object, in: bytes) + "/*"
      }
    case .string(let range, let hasEscapes):
      string(bytes, range, hasEscapes, kind, depth, isRead: isRead, at: at)
    case .bare(let range):
      guard !kind.isEmpty, let first = bytes[range].first, first == 0x2D || ByteClass.isDigit(first) else { return }
      named(UnsafeRawBufferPointer(rebasing: bytes[range]), kind, at: at)
    }
  }

  /// A string of JSON, between its quotes.
  private mutating func string(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ hasEscapes: Bool, _ kind: NameKind, _ depth: Int,
    isRead: Bool = false, at pointer: () -> String
  ) {
    let raw = UnsafeRawBufferPointer(rebasing: bytes[range])
    guard hasEscapes else { return text(raw, kind, depth, isRead: isRead, at: pointer) }
    // With its escapes undone it is another text than the one that was read.
    Layers.unescaped(raw).withUnsafeBytes { text($0, kind, depth, at: pointer) }
  }

  mutating func xml(_ bytes: UnsafeRawBufferPointer, _ layer: Layer) {
    var events = XMLEvents(bytes)
    while let event = events.next(), !found.isFull {
      let frames = events.frames
      let kind: NameKind
      let range: Range<Int>
      var attribute: Range<Int>?
      switch event {
      case .text(let text): (kind, range) = (events.kind, text)
      case .attribute(let name, let value):
        (kind, range, attribute) = (NameKind(UnsafeRawBufferPointer(rebasing: bytes[name])), value, name)
      }
      let raw = UnsafeRawBufferPointer(rebasing: bytes[range])
      guard raw.contains(where: { !ByteClass.isSpace($0) }) else { continue }
      let pointer = {
        layer.pointer + frames.map { "/" + MemberName.shown(UnsafeRawBufferPointer(rebasing: bytes[$0.name])) }.joined()
          + (attribute.map { "/@" + MemberName.shown(UnsafeRawBufferPointer(rebasing: bytes[$0])) } ?? "")
      }
      let all = kind.union(layer.kind)
      if raw.contains(0x26) {
        Layers.withoutEntities(raw).withUnsafeBytes { text($0, all, layer.depth, at: pointer) }
      } else {
        text(raw, all, layer.depth, isRead: layer.isRead, at: pointer)
      }
    }
  }
}

/// Which part of an exchange a value of its line is.
private enum ExchangePart {
  /// Name or value of a header.
  case field
  case target
  /// A body in base64.
  case bytes
  case other

  init(_ frames: [JSONEvents.Frame], in line: UnsafeRawBufferPointer) {
    func name(_ index: Int, _ text: StaticString) -> Bool {
      let name = UnsafeRawBufferPointer(rebasing: line[frames[index].name])
      return name.count == text.utf8CodeUnitCount && name.starts(text, at: 0)
    }
    self = .other
    if frames.count == 4, name(1, "headers") || name(1, "trailers") {
      self = .field
    } else if frames.count == 2, name(0, "request") || name(0, "response") {
      self = name(1, "target") ? .target : name(1, "base64") ? .bytes : .other
    }
  }
}

/// How names are shown: never where they might be values themselves.
enum MemberName {
  private static let longest = 40
  private static let mostDigits = 4
  private static let deepest = 32

  static func shown(_ name: UnsafeRawBufferPointer) -> String {
    var scan = TextScan(name, [])
    scan.run()
    let isName =
      scan.hits.isEmpty && !name.isEmpty && name.count <= longest
      && name.allSatisfy { ByteClass.isWord($0) || $0 == 0x2D || $0 == 0x2E }
      && name.count(where: ByteClass.isDigit) <= mostDigits
    return isName ? String(decoding: name, as: UTF8.self) : "*"
  }

  static func pointer(_ frames: [JSONEvents.Frame], in bytes: UnsafeRawBufferPointer) -> String {
    frames.prefix(deepest).map { frame in
      frame.isObject ? "/" + shown(UnsafeRawBufferPointer(rebasing: bytes[frame.name])) : "/*"
    }.joined()
  }
}

/// What headers must not be in an exchange.
enum HeaderName {
  private static let secret: NameSet = [
    "authorization", "proxy-authorization", "cookie", "set-cookie", "set-cookie2", "x-amz-security-token",
    "x-amz-mfa", "x-api-key", "api-key", "x-amz-server-side-encryption-customer-key",
    "x-amz-server-side-encryption-customer-key-md5", "x-amz-copy-source-server-side-encryption-customer-key",
    "x-amz-copy-source-server-side-encryption-customer-key-md5", "x-amz-s3session-token", "x-amz-sso_bearer_token",
    "x-amz-sso-bearer-token", "x-aws-ec2-metadata-token", "x-auth-token", "x-amz-delegation-token",
  ]

  static func isSecret(_ name: UnsafeRawBufferPointer) -> Bool { secret.contains(name) }

  /// A header that is a secret by its name is told as one, not as a member.
  static func kind(_ name: UnsafeRawBufferPointer) -> NameKind { NameKind(name).subtracting(.secret) }
}
