// SPDX-License-Identifier: Apache-2.0

/// Searches an exchange layer by layer: texts, what is written in them, and what is written in that.
///
/// Breadth first, with a bound on the bytes that are undone: a line that is wrapped so often that the bound is reached
/// is a finding of its own, because nobody looked at the rest.
struct LeakSearch {
  enum Form {
    case text, json, xml
  }

  struct Layer {
    let bytes: [UInt8]
    let form: Form
    let pointer: String
    let kind: NameKind
    let depth: Int
    /// All of it was looked through as a text before: only what names tell is new.
    var isRead = false
    /// The value of a secret member: what it holds are secrets.
    var isSecret = false
  }

  static let deepest = 4

  let known: KnownSecrets
  var found: FoundLeaks
  /// Nil where there is nothing to be kept for.
  var memory: SearchMemory?
  private var layers: [Layer] = []
  private var budget: Int
  /// How often something was found, or a layer put aside.
  private var events = 0

  /// - Parameter limit: how many bytes are undone at most.
  init(known: KnownSecrets, found: FoundLeaks, limit: Int, memory: SearchMemory? = nil) {
    self.memory = memory
    self.known = known
    self.found = found
    budget = limit
  }

  /// What a line of that length needs, by far: of each layer there are a few forms at most.
  static func limit(for count: Int) -> Int { (1 << 20) + 24 * count }

  mutating func line(_ line: UnsafeRawBufferPointer) {
    exchange(line)
    drain()
    // Whatever the reading missed: the secrets that are known may not be in the bytes at all.
    for secret in known.found(in: line) where !found.has(secret.rule) { report(secret.rule, secret.bytes, at: "") }
  }

  mutating func piece(_ bytes: UnsafeRawBufferPointer, of action: String, at pointer: String) {
    found.action = action
    self.bytes(bytes, [], 0) { pointer }
    drain()
  }

  mutating func report(_ rule: String, _ value: some Collection<UInt8>, at pointer: String) {
    events += 1
    let isSafe = Array(pointer.utf8).withUnsafeBytes { known.found(in: $0).isEmpty }
    found.add(rule, value, at: isSafe ? pointer : "/*")
  }

  mutating func text(_ bytes: [UInt8]) {
    push(Layer(bytes: bytes, form: .text, pointer: "", kind: [], depth: 0))
    drain()
  }

  private mutating func drain() {
    var next = 0
    while next < layers.count, !found.isFull {
      let layer = layers[next]
      // What is done with is not kept.
      layers[next] = Layer(bytes: [], form: .text, pointer: "", kind: [], depth: 0)
      next += 1
      layer.bytes.withUnsafeBytes { bytes in
        switch layer.form {
        case .text: text(bytes, layer.kind, layer.depth) { layer.pointer }
        case .json: json(bytes, layer)
        case .xml: xml(bytes, layer)
        }
      }
    }
    layers.removeAll()
  }

  mutating func push(_ layer: Layer) {
    guard !layer.bytes.isEmpty else { return }
    events += 1
    budget -= layer.bytes.count
    if budget >= 0 {
      layers.append(layer)
    } else {
      report("scan.limit", [], at: layer.pointer)
    }
  }

  /// Looks through a text, and at what its member's name says of it.
  /// - Parameter pointer: made only where something is found.
  mutating func text(
    _ text: UnsafeRawBufferPointer, _ kind: NameKind, _ depth: Int, isRead: Bool = false, at pointer: () -> String
  ) {
    guard !text.isEmpty else { return }
    let look = UInt16(kind.rawValue) | UInt16(truncatingIfNeeded: depth + 1) << 9 | (isRead ? 1 << 8 : 0)
    if memory?.texts.contains(text, look) == true { return }
    let events = events
    search(text, kind, depth, isRead: isRead, at: pointer)
    if self.events == events { memory?.texts.insert(text, look) }
  }

  private mutating func search(
    _ text: UnsafeRawBufferPointer, _ kind: NameKind, _ depth: Int, isRead: Bool, at pointer: () -> String
  ) {
    if depth < LeakSearch.deepest, let form = LeakSearch.form(text) {
      push(
        Layer(
          bytes: Array(text), form: form, pointer: "\(pointer()) (\(form))", kind: kind.inner, depth: depth + 1,
          isSecret: kind.contains(.secret)))
      if kind.contains(.secret), form == .xml { named(text, kind, at: pointer) }
      return
    }
    named(text, kind, at: pointer)
    if isRead { return }
    values(text, kind, depth, at: pointer)
  }

  /// What a text is a document of.
  private static func form(_ text: UnsafeRawBufferPointer) -> Form? {
    guard text.count > 2, let first = text.first(where: { !ByteClass.isSpace($0) }) else { return nil }
    switch first {
    case 0x7B, 0x5B: return .json
    case 0x3C: return .xml
    default: return nil
    }
  }

  /// The rules that go by the name of a member.
  func namedRule(_ value: UnsafeRawBufferPointer, _ kind: NameKind) -> String? {
    if kind.contains(.secret), !StandIns.hasNoSecret(value) { return "member.secret" }
    if kind.contains(.account), AccountForm.isOne(value) { return "alias.account" }
    return nil
  }

  mutating func named(_ value: UnsafeRawBufferPointer, _ kind: NameKind, at pointer: () -> String) {
    guard let rule = namedRule(value, kind) else { return }
    report(rule, value, at: pointer())
  }

  /// The rules that go by the look of a value, and the layers there are signs of.
  mutating func values(
    _ text: UnsafeRawBufferPointer, _ kind: NameKind, _ depth: Int, at pointer: () -> String
  ) {
    var scan = TextScan(text, kind)
    scan.run()
    for hit in scan.hits {
      let name = hit.name.map { "?" + MemberName.shown(UnsafeRawBufferPointer(rebasing: text[$0])) } ?? ""
      report(hit.rule, text[hit.range], at: pointer() + name)
    }
    for secret in known.found(in: text) { report(secret.rule, secret.bytes, at: pointer()) }
    guard depth < LeakSearch.deepest else { return }
    if scan.signs.contains(.percent) {
      undone(text, Layers.percentDecoded(text), "percent", kind, depth, at: pointer)
    }
    if scan.signs.contains(.escapes) {
      undone(text, Layers.unescaped(text), "escapes", kind, depth, at: pointer)
    }
    if scan.signs.contains(.entities) {
      undone(text, Layers.withoutEntities(text), "entities", kind, depth, at: pointer)
    }
    if scan.signs.contains(.members) { document(text, .json, kind, depth, at: pointer) }
    if scan.signs.contains(.elements) { document(text, .xml, kind, depth, at: pointer) }
    for run in scan.runs { base64(UnsafeRawBufferPointer(rebasing: text[run]), kind, depth, at: pointer) }
  }

  /// A text that was looked through as one, and may hold names.
  private mutating func document(
    _ text: UnsafeRawBufferPointer, _ form: Form, _ kind: NameKind, _ depth: Int, at pointer: () -> String
  ) {
    push(
      Layer(
        bytes: Array(text), form: form, pointer: "\(pointer()) (\(form))", kind: kind.inner, depth: depth + 1,
        isRead: true))
  }

  private mutating func undone(
    _ text: UnsafeRawBufferPointer, _ result: [UInt8], _ name: String, _ kind: NameKind, _ depth: Int,
    at pointer: () -> String
  ) {
    guard result.count != text.count || !result.elementsEqual(text) else { return }
    push(Layer(bytes: result, form: .text, pointer: "\(pointer()) (\(name))", kind: kind.inner, depth: depth + 1))
  }

  private mutating func base64(
    _ run: UnsafeRawBufferPointer, _ kind: NameKind, _ depth: Int, at pointer: () -> String
  ) {
    decoded(run, kind, depth) { "\(pointer()) (base64)" }
    // A path or a name may stand before it.
    var start = 0
    for at in 0...run.count where at == run.count || [0x2B, 0x2D, 0x2F, 0x5F].contains(run[at]) {
      if at - start >= 24, at - start < run.count {
        decoded(UnsafeRawBufferPointer(rebasing: run[start..<at]), kind, depth) { "\(pointer()) (base64)" }
      }
      start = at + 1
    }
  }

  mutating func decoded(
    _ run: UnsafeRawBufferPointer, _ kind: NameKind, _ depth: Int, at pointer: () -> String
  ) {
    withUnsafeTemporaryAllocation(byteCount: run.count / 4 * 3 + 3, alignment: 1) { buffer in
      let count = Layers.decodeBase64(run, into: buffer)
      bytes(UnsafeRawBufferPointer(rebasing: buffer[..<count]), kind, depth, at: pointer)
    }
  }

  /// Looks through bytes that may be a text, or hold some.
  mutating func bytes(
    _ bytes: UnsafeRawBufferPointer, _ kind: NameKind, _ depth: Int, at pointer: () -> String
  ) {
    // No text in UTF-8 begins as CBOR does.
    if let json = CBORTranscript.json(bytes) {
      push(Layer(bytes: json, form: .json, pointer: "\(pointer()) (cbor)", kind: kind.inner, depth: depth + 1))
      return
    }
    if Layers.isText(bytes) {
      push(Layer(bytes: Array(bytes), form: .text, pointer: pointer(), kind: kind.inner, depth: depth + 1))
      return
    }
    for secret in known.found(in: bytes) { report(secret.rule, secret.bytes, at: pointer()) }
    for range in Layers.fragments(bytes) {
      let fragment = UnsafeRawBufferPointer(rebasing: bytes[range])
      let isDocument = fragment.first == 0x7B || fragment.first == 0x3C
      text(fragment, isDocument ? kind.inner : kind.inner.union(.fragment), depth + 1, at: pointer)
    }
  }
}

extension NameKind {
  /// What a name still says of what its value is written in.
  var inner: NameKind { intersection([.version, .secretHint, .fragment]) }
}
