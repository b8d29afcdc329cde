// SPDX-License-Identifier: Apache-2.0

/// How every match that is not empty begins: what does not begin so is passed over.
struct PatternLead: Sendable {
  private let literal: [UInt8]
  private let mayBegin: [Bool]

  init(_ steps: [PatternProgram.Step]) {
    var literal: [UInt8] = []
    prefix: for step in steps {
      switch step {
      case .open, .close: continue
      case .byte(let set):
        guard let byte = set.onlyByte else { break prefix }
        literal.append(byte)
      default: break prefix
      }
    }
    self.literal = literal

    var first = ByteSet()
    var seen = StepSet(count: steps.count + 1)
    var pending = [0]
    while let step = pending.popLast() {
      guard step < steps.count, seen.insert(step) else { continue }
      if case .byte(let set) = steps[step] { first.formUnion(set) }
      pending += steps[step].ways.map { step + $0 }
    }
    mayBegin = (UInt8.min...UInt8.max).map(first.contains)
  }

  /// The first place where a match that is not empty can begin.
  func firstPlace(in text: UnsafeRawBufferPointer) -> Int? {
    mayBegin.withUnsafeBufferPointer { mayBegin in
      var at = 0
      while at < text.count {
        if mayBegin[Int(text[at])], isLiteral(text, at) { return at }
        at += 1
      }
      return nil
    }
  }

  private func isLiteral(_ text: UnsafeRawBufferPointer, _ at: Int) -> Bool {
    guard literal.count <= text.count - at else { return false }
    for offset in literal.indices where text[at + offset] != literal[offset] { return false }
    return true
  }
}
