// SPDX-License-Identifier: Apache-2.0

/// Where a scalar stands in a body: the names and the places in lists above it, its own name the last. Above a name
/// stand those of its object.
///
/// Names are decoded and as they were before they were rewritten; their bytes are valid as long as the place is.
package struct ScalarPlace: ~Copyable {
  package enum Step {
    case member(UnsafeRawBufferPointer)
    /// The place in a list, from 0; in forms the number as it was written.
    case element(Int)
  }

  private var steps: [Step] = []
  /// The names among the steps: the nearest are asked for with every scalar.
  private var names: [UnsafeRawBufferPointer] = []
  /// Names that do not stand in the body as they are. They are shorter than what they were read from, and those of one
  /// place were read from different bytes: as many bytes as the body has are enough.
  private var decoded: UnsafeMutableRawBufferPointer?
  private var used = 0
  private let capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
  }

  deinit { decoded?.deallocate() }

  /// How many steps there are.
  package var depth: Int { steps.count }

  /// The nearest name, empty where there is none.
  package var member: UnsafeRawBufferPointer { names.last ?? Self.none }

  /// The nearest name above ``member``, empty where there is none.
  package var parent: UnsafeRawBufferPointer { names.count > 1 ? names[names.count - 2] : Self.none }

  private static var none: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

  /// The step at that depth, the outermost at 0.
  package func step(_ index: Int) -> Step { steps[index] }

  /// The JSON pointer (RFC 6901) of the scalar.
  package func pointer() -> String {
    var pointer = ""
    for step in steps {
      pointer += "/"
      switch step {
      case .member(let name): pointer += JSONPointer.token(String(decoding: name, as: UTF8.self))
      case .element(let index): pointer += String(index)
      }
    }
    return pointer
  }

  /// Goes below a name that stands in the body.
  mutating func push(_ name: UnsafeRawBufferPointer) {
    steps.append(.member(name))
    names.append(name)
  }

  /// Goes below a name whose bytes are about to go.
  mutating func push(copying name: UnsafeRawBufferPointer) {
    guard let first = name.baseAddress, name.count <= capacity - used else { return push(Self.none) }
    let buffer = decoded ?? .allocate(byteCount: capacity, alignment: 1)
    decoded = buffer
    let copy = UnsafeMutableRawBufferPointer(rebasing: buffer[used..<used + name.count])
    copy.baseAddress?.copyMemory(from: first, byteCount: name.count)
    used += name.count
    push(UnsafeRawBufferPointer(copy))
  }

  /// Goes below something without a name.
  mutating func pushNameless() { push(Self.none) }

  /// Goes below an element of a list.
  mutating func push(element: Int) { steps.append(.element(element)) }

  /// Goes on to the next element of the innermost list.
  mutating func next() {
    if case .element(let index) = steps.last { steps[steps.count - 1] = .element(index + 1) }
  }

  mutating func pop() {
    guard case .member(let name) = steps.popLast() else { return }
    names.removeLast()
    guard let buffer = decoded?.baseAddress, let first = name.baseAddress else { return }
    let offset = first - UnsafeRawPointer(buffer)
    if offset >= 0, offset < used { used = offset }
  }

  mutating func popAll() {
    steps.removeAll(keepingCapacity: true)
    names.removeAll(keepingCapacity: true)
    used = 0
  }
}
