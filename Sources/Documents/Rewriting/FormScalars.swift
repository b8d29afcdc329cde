// SPDX-License-Identifier: Apache-2.0

/// Walks over the values of a form (URL standard, application/x-www-form-urlencoded) whose names are paths, as AWS Query
/// and EC2 Query write them.
struct FormScalars: ~Copyable {
  private var visitor: ScalarVisitor
  private let input: UnsafeRawBufferPointer

  init(_ visitor: consuming ScalarVisitor) {
    input = visitor.input
    self.visitor = visitor
  }

  mutating func run() -> (bytes: [UInt8]?, isWhole: Bool) {
    var at = 0
    while at < input.count {
      let start = at
      var name: Range<Int>?
      while at < input.count, input[at] != 0x26 {
        if name == nil, input[at] == 0x3D { name = start..<at }
        at += 1
      }
      field(name, value: (name.map { $0.upperBound + 1 } ?? start)..<at)
      at += 1
    }
    return visitor.finish()
  }

  private mutating func field(_ name: Range<Int>?, value: Range<Int>) {
    guard let name else {
      if !value.isEmpty { self.value(value) }
      return
    }
    let text = input.bytes(name)
    if isEncoded(text) {
      var decoded = visitor.takeBuffer()
      appendPercentDecoded(text, plusIsSpace: true, to: &decoded)
      decoded.withUnsafeBytes { path in
        steps(of: path) { $0.push(copying: $1) }
      }
      visitor.giveBack(decoded)
    } else {
      steps(of: text) { $0.push($1) }
    }
    self.value(value)
    visitor.place.popAll()
  }

  private func isEncoded(_ text: UnsafeRawBufferPointer) -> Bool { text.contains { $0 == 0x25 || $0 == 0x2B } }

  /// Goes below each step of a name. Steps too many are left out, but for the last.
  private mutating func steps(
    of path: UnsafeRawBufferPointer, push: (inout ScalarPlace, UnsafeRawBufferPointer) -> Void
  ) {
    var start = 0
    for at in 0...path.count where at == path.count || path[at] == 0x2E {
      let step = UnsafeRawBufferPointer(rebasing: path[start..<at])
      start = at + 1
      if visitor.place.depth >= ScalarRewriter.depth - 1, at < path.count {
        visitor.isWhole = false
      } else if let index = index(step) {
        visitor.place.push(element: index)
      } else {
        push(&visitor.place, step)
      }
    }
  }

  /// The number that a step is; nil where it is a name.
  private func index(_ step: UnsafeRawBufferPointer) -> Int? {
    guard !step.isEmpty, step.count < 19 else { return nil }
    var index = 0
    for byte in step {
      guard byte &- 0x30 < 10 else { return nil }
      index = index * 10 + Int(byte - 0x30)
    }
    return index
  }

  private mutating func value(_ range: Range<Int>) {
    let text = input.bytes(range)
    let other: [UInt8]?
    if isEncoded(text) {
      var decoded = visitor.takeBuffer()
      appendPercentDecoded(text, plusIsSpace: true, to: &decoded)
      other = decoded.withUnsafeBytes { visitor.offer(.string, $0) }
      visitor.giveBack(decoded)
    } else {
      other = visitor.offer(.string, text)
    }
    if let other { visitor.put(range) { appendPercentEncoded(other, to: &$0) } }
  }
}
