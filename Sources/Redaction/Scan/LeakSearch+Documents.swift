// SPDX-License-Identifier: Apache-2.0

/// The documents of an exchange: the line itself, JSON and XML in it.
extension LeakSearch {
  mutating func exchange(_ line: UnsafeRawBufferPointer) {
    var events = JSONEvents(line, names: takeNames())
    defer { memory?.names = events.names }
    var header = 0..<0
    var isQueue = false
    while let event = events.next(), !found.isFull {
      let kind = events.kind
      // Closures that are not kept in a variable cost nothing where they are not called.
      guard case .string(let range, let hasEscapes) = event else {
        value(event, line, kind, depth: 0) { MemberName.pointer(events.frames, in: line, isName: $0) }
        continue
      }
      switch ExchangePart(events, in: line) {
      case .action:
        let action = Layers.unescaped(UnsafeRawBufferPointer(rebasing: line[range]))
        isQueue = action.starts(with: "sqs:".utf8)
        found.action = shown(action)
        value(event, line, kind, depth: 0) { MemberName.pointer(events.frames, in: line, isName: $0) }
      case .fieldName: header = range
      case .fieldValue:
        let kind = events.names.kind(of: UnsafeRawBufferPointer(rebasing: line[header]))
        field(line, header, range, hasEscapes, kind) { MemberName.fieldPointer(events.frames, header, in: line) }
      case .bytes:
        decoded(UnsafeRawBufferPointer(rebasing: line[range]), [], 0) { MemberName.pointer(events.frames, in: line) }
      case .target where isQueue:
        string(line, range, hasEscapes, .queuePath, 0) { MemberName.pointer(events.frames, in: line) }
      default: value(event, line, kind, depth: 0) { MemberName.pointer(events.frames, in: line, isName: $0) }
      }
    }
    // What is no JSON may hide anything.
    if !events.isClean { values(line, [], 0) { "" } }
  }

  /// What is known of names, left by nobody else, so that it may be added to where it is.
  private mutating func takeNames() -> NameKinds {
    defer { memory?.names = NameKinds() }
    return memory?.names ?? NameKinds()
  }

  /// For what is no operation of AWS, method and path stand in the action, and with them whatever the path holds.
  private func shown(_ action: [UInt8]) -> String {
    let whole = String(decoding: action, as: UTF8.self)
    if action.allSatisfy({ ByteClass.isWord($0) || $0 == 0x3A || $0 == 0x2D }) { return whole }
    var search = LeakSearch(
      known: known, found: FoundLeaks(off: [], exceptions: []), limit: LeakSearch.limit(for: action.count))
    search.text(action)
    return search.found.sorted.isEmpty ? whole : "\(whole.prefix { $0 != ":" }):*"
  }

  private mutating func field(
    _ line: UnsafeRawBufferPointer, _ name: Range<Int>, _ range: Range<Int>, _ hasEscapes: Bool, _ kind: NameKind,
    at pointer: () -> String
  ) {
    let name = UnsafeRawBufferPointer(rebasing: line[name])
    let value = UnsafeRawBufferPointer(rebasing: line[range])
    if HeaderName.isSecret(name), !StandIns.hasNoSecret(value) { report("header.secret", value, at: pointer()) }
    // A header that is a secret by its name is told as one, not as a member.
    string(line, range, hasEscapes, kind.subtracting(.secret), 0, at: pointer)
  }

  mutating func json(_ bytes: UnsafeRawBufferPointer, _ layer: Layer) {
    var events = JSONEvents(bytes, names: takeNames())
    defer { memory?.names = events.names }
    while let event = events.next(), !found.isFull {
      let kind = events.kind.union(layer.kind)
      if layer.isSecret, case .string(let range, _) = event {
        let leaf = Layers.unescaped(UnsafeRawBufferPointer(rebasing: bytes[range]))
        if !leaf.withUnsafeBytes({ StandIns.hasNoSecret($0) }) {
          report("member.secret", leaf, at: layer.pointer + MemberName.pointer(events.frames, in: bytes))
        }
      }
      value(event, bytes, kind, depth: layer.depth, isRead: layer.isRead) {
        layer.pointer + MemberName.pointer(events.frames, in: bytes, isName: $0)
      }
    }
    guard !events.isClean else { return }
    if layer.isSecret, !StandIns.hasNoSecret(bytes) { report("member.secret", bytes, at: layer.pointer) }
    if !layer.isRead { values(bytes, layer.kind, layer.depth) { layer.pointer } }
  }

  /// - Parameter pointer: where the value stands, or the name that is no place of its own.
  private mutating func value(
    _ event: JSONEvents.Event, _ bytes: UnsafeRawBufferPointer, _ kind: NameKind, depth: Int, isRead: Bool = false,
    at pointer: (_ isName: Bool) -> String
  ) {
    switch event {
    case .name(let range):
      // Names of maps are values, too; short words are not worth a look.
      guard range.count >= 8, !isRead else { return }
      string(bytes, range, bytes[range].contains(0x5C), kind.inner, depth) { pointer(true) }
    case .string(let range, let hasEscapes):
      string(bytes, range, hasEscapes, kind, depth, isRead: isRead) { pointer(false) }
    case .bare(let range):
      guard !kind.isEmpty, let first = bytes[range].first, first == 0x2D || ByteClass.isDigit(first) else { return }
      named(UnsafeRawBufferPointer(rebasing: bytes[range]), kind) { pointer(false) }
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
      switch event {
      case .text(let range):
        guard bytes[range].contains(where: { !ByteClass.isSpace($0) }) else { continue }
        content(bytes, range, events.kind, layer) { MemberName.pointer(events.frames, in: bytes) }
      case .attribute(let name, let range):
        content(bytes, range, NameKind(UnsafeRawBufferPointer(rebasing: bytes[name])), layer) {
          MemberName.pointer(events.frames, in: bytes) + "/@"
            + MemberName.shown(UnsafeRawBufferPointer(rebasing: bytes[name]))
        }
      }
    }
  }

  private mutating func content(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ kind: NameKind, _ layer: Layer, at path: () -> String
  ) {
    let raw = UnsafeRawBufferPointer(rebasing: bytes[range])
    let all = kind.union(layer.kind)
    guard raw.contains(0x26) else {
      return text(raw, all, layer.depth, isRead: layer.isRead) { layer.pointer + path() }
    }
    Layers.withoutEntities(raw).withUnsafeBytes { text($0, all, layer.depth) { layer.pointer + path() } }
  }
}

/// Which part of an exchange a value of its line is.
private enum ExchangePart {
  case action
  case fieldName
  case fieldValue
  case target
  /// A body in base64.
  case bytes
  case other

  init(_ events: borrowing JSONEvents, in line: UnsafeRawBufferPointer) {
    func isNamed(_ index: Int, _ text: StaticString) -> Bool {
      UnsafeRawBufferPointer(rebasing: line[events.frames[index].name]).equals(text)
    }
    self = .other
    if events.frames.count == 4, isNamed(1, "headers") || isNamed(1, "trailers") {
      self = events.frames[3].count == 0 ? .fieldName : .fieldValue
    } else if events.frames.count == 2, isNamed(0, "request") || isNamed(0, "response") {
      self = isNamed(1, "target") ? .target : isNamed(1, "base64") ? .bytes : .other
    } else if events.frames.count == 1, isNamed(0, "action") {
      self = .action
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

  /// - Parameter isName: of the name that was read last, not of its value.
  static func pointer(_ frames: [JSONEvents.Frame], in bytes: UnsafeRawBufferPointer, isName: Bool = false) -> String {
    let parts = frames.prefix(deepest).map { frame in
      frame.isObject ? "/" + shown(UnsafeRawBufferPointer(rebasing: bytes[frame.name])) : "/*"
    }
    return (isName ? parts.dropLast() + ["/*"] : parts).joined()
  }

  static func pointer(_ frames: [XMLEvents.Frame], in bytes: UnsafeRawBufferPointer) -> String {
    frames.map { "/" + shown(UnsafeRawBufferPointer(rebasing: bytes[$0.name])) }.joined()
  }

  static func fieldPointer(_ frames: [JSONEvents.Frame], _ name: Range<Int>, in line: UnsafeRawBufferPointer) -> String
  {
    pointer(Array(frames.prefix(2)), in: line) + "/" + shown(UnsafeRawBufferPointer(rebasing: line[name]))
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
}
