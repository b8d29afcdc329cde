// SPDX-License-Identifier: Apache-2.0

/// Walks over the scalars of CBOR items (RFC 8949) that stand one behind the other. Tags count as what they tag.
struct CBORScalars: ~Copyable {
  private struct Container {
    /// How many items are left, keys included; nil where a break ends it.
    var left: UInt64?
    var isMap: Bool
    var wantsKey: Bool
  }

  private struct Head {
    var major: UInt8
    var argument: UInt64
    var isIndefinite: Bool
  }

  /// Something that CBOR does not know where it stands: the reading ends there.
  private struct Fault: Error {}

  private var visitor: ScalarVisitor
  private let input: UnsafeRawBufferPointer
  private var at = 0
  private var open: [Container] = []
  /// Whether a container lay too deep: from there on items are told without their names, as if they stood in a row.
  private var isFlat = false

  init(_ visitor: consuming ScalarVisitor) {
    input = visitor.input
    self.visitor = visitor
  }

  mutating func run() -> (bytes: [UInt8]?, isWhole: Bool) {
    do throws(Fault) {
      while at < input.count { try item() }
      if !open.isEmpty { visitor.isWhole = false }
    } catch {
      visitor.isWhole = false
    }
    return visitor.finish()
  }

  private mutating func head() throws(Fault) -> Head {
    guard at < input.count else { throw Fault() }
    let byte = input[at]
    var head = Head(major: byte >> 5, argument: UInt64(byte & 31), isIndefinite: false)
    at += 1
    switch byte & 31 {
    case 0..<24: break
    case 24...27:
      let count = 1 << Int(byte & 31 - 24)
      guard count <= input.count - at else { throw Fault() }
      head.argument = 0
      for offset in 0..<count { head.argument = head.argument << 8 | UInt64(input[at + offset]) }
      at += count
    case 31 where (2...5).contains(head.major): head.isIndefinite = true
    default: throw Fault()
    }
    return head
  }

  private mutating func item() throws(Fault) {
    if input[at] == 0xFF { return try end() }
    var isKey = false
    if !isFlat, let container = open.last {
      isKey = container.wantsKey
      if !container.isMap { visitor.place.next() }
    }
    var start = at
    var head = try head()
    while head.major == 6 {
      start = at
      head = try self.head()
    }
    switch head.major {
    case 0: number(String(head.argument), start, isKey)
    case 1: number(String(-1 - Int128(head.argument)), start, isKey)
    case 2, 3: try string(head, start, isKey)
    case 4, 5:
      // Names are scalars.
      if isKey { throw Fault() }
      return try container(head)
    default: simple(head, start, isKey)
    }
    ended()
  }

  private mutating func container(_ head: Head) throws(Fault) {
    if open.count == ScalarRewriter.depth {
      isFlat = true
      visitor.isWhole = false
    }
    if isFlat { return }
    let isMap = head.major == 5
    if !head.isIndefinite {
      // A container is as long as its items: each takes a byte at least.
      guard head.argument <= UInt64(input.count - at) / (isMap ? 2 : 1) else {
        // What there is of them is read all the same.
        visitor.isWhole = false
        return open(Container(left: nil, isMap: isMap, wantsKey: isMap))
      }
      if head.argument == 0 { return ended() }
    }
    let left = head.isIndefinite ? nil : head.argument * (isMap ? 2 : 1)
    open(Container(left: left, isMap: isMap, wantsKey: isMap))
  }

  private mutating func open(_ container: Container) {
    open.append(container)
    if !container.isMap { visitor.place.push(element: -1) }
  }

  /// A break.
  private mutating func end() throws(Fault) {
    at += 1
    if isFlat { return }
    guard let container = open.last, container.left == nil, container.wantsKey == container.isMap else { throw Fault() }
    close(container)
    ended()
  }

  private mutating func close(_ container: Container) {
    open.removeLast()
    if !container.isMap { visitor.place.pop() }
  }

  /// Counts an item that is at its end; a container ends with its last.
  private mutating func ended() {
    if isFlat { return }
    while var container = open.popLast() {
      if container.isMap {
        if !container.wantsKey { visitor.place.pop() }
        container.wantsKey.toggle()
      }
      if let left = container.left { container.left = left - 1 }
      open.append(container)
      guard container.left == 0 else { return }
      close(container)
    }
  }

  private mutating func string(_ head: Head, _ start: Int, _ isKey: Bool) throws(Fault) {
    let kind: ScalarKind = head.major == 2 ? .bytes : isKey ? .name : .string
    var isCut = false
    if head.isIndefinite {
      var text = visitor.takeBuffer()
      isCut = !pieces(of: head.major, to: &text)
      text.withUnsafeBytes { take(kind, $0, start, isKey, isCopied: true) }
      visitor.giveBack(text)
    } else {
      let first = at
      isCut = head.argument > UInt64(input.count - at)
      at = isCut ? input.count : at + Int(head.argument)
      take(kind, input.bytes(first..<at), start, isKey, isCopied: false)
    }
    if isCut { throw Fault() }
  }

  /// Joins the pieces of a string and goes behind its break.
  /// - Returns: whether the break was reached.
  private mutating func pieces(of major: UInt8, to text: inout [UInt8]) -> Bool {
    while at < input.count, input[at] != 0xFF {
      let mark = at
      guard let head = try? head(), head.major == major, !head.isIndefinite else {
        at = mark
        return false
      }
      let first = at
      let isCut = head.argument > UInt64(input.count - at)
      at = isCut ? input.count : at + Int(head.argument)
      text.append(contentsOf: input.bytes(first..<at))
    }
    guard at < input.count else { return false }
    at += 1
    return true
  }

  private mutating func take(
    _ kind: ScalarKind, _ text: UnsafeRawBufferPointer, _ start: Int, _ isKey: Bool, isCopied: Bool
  ) {
    if let other = visitor.offer(kind, text) {
      visitor.put(start..<at) { out in
        CBORTexts.appendHead(kind == .bytes ? 2 : 3, UInt64(other.count), to: &out)
        out.append(contentsOf: other)
      }
    }
    guard isKey else { return }
    if isCopied { visitor.place.push(copying: text) } else { visitor.place.push(text) }
  }

  private mutating func simple(_ head: Head, _ start: Int, _ isKey: Bool) {
    let value: Double? =
      switch at - start {
      case 3: CBORNumber.half(UInt16(truncatingIfNeeded: head.argument))
      case 5: Double(Float(bitPattern: UInt32(truncatingIfNeeded: head.argument)))
      case 9: Double(bitPattern: head.argument)
      default: nil
      }
    if let value, value.isFinite {
      number(value.description, start, isKey)
    } else if isKey {
      visitor.place.pushNameless()
    }
  }

  private mutating func number(_ lexeme: String, _ start: Int, _ isKey: Bool) {
    var lexeme = lexeme
    lexeme.withUTF8 { text in
      let text = UnsafeRawBufferPointer(text)
      if let other = visitor.offer(.number, text) {
        visitor.put(start..<at) { CBORNumber.append(String(decoding: other, as: UTF8.self), to: &$0) }
      }
      if isKey { visitor.place.pushNameless() }
    }
  }
}

extension CBORNumber {
  /// Appends the number of a lexeme: an integer where it is one that fits, else a double. What is no number is written
  /// as the text that it is.
  static func append(_ lexeme: String, to out: inout [UInt8]) {
    if let number = UInt64(lexeme) {
      CBORTexts.appendHead(0, number, to: &out)
    } else if lexeme.first == "-", let magnitude = UInt64(lexeme.dropFirst()), magnitude > 0 {
      CBORTexts.appendHead(1, magnitude - 1, to: &out)
    } else if let number = Double(lexeme), number.isFinite {
      out.append(0xFB)
      for shift in stride(from: 56, through: 0, by: -8) {
        out.append(UInt8(truncatingIfNeeded: number.bitPattern >> UInt64(shift)))
      }
    } else {
      CBORTexts.appendHead(3, UInt64(lexeme.utf8.count), to: &out)
      out.append(contentsOf: lexeme.utf8)
    }
  }
}
