// SPDX-License-Identifier: Apache-2.0

/// Which steps of a program lead to a match from a place of a text: worked out from the text's end to its beginning, as
/// an automaton that is built where texts need it.
///
/// With this known, a walk along the steps never has to turn back.
struct ViableSteps: Sendable {
  /// A state's row, and in the last bit whether a match can begin.
  typealias Link = UInt32

  /// In bytes: the automaton is begun anew where it has grown beyond, each time that `interned` is asked.
  private static let largest = 1 << 20
  private static let unknown = Link.max
  /// The state behind the end of the text.
  static let behindEnd: Link = 0

  private let program: PatternProgram
  private let befores: [UInt8]
  private let columns: [UInt16]
  private let width: Int
  private let variants: Int
  private var sets: [StepSet] = []
  private var numbers: [StepSet: Int] = [:]
  private var links: [Link] = []

  init(_ program: PatternProgram) {
    self.program = program
    let variants = program.asksBefore ? PatternProgram.Before.allCases.count : 1
    self.variants = variants
    befores = (UInt8.min...UInt8.max).map { byte in
      let before = ByteSet.word.contains(byte) ? PatternProgram.Before.word : .other
      return program.asksBefore ? UInt8(before.rawValue) : 0
    }
    columns = program.classes.map { UInt16(Int($0) * variants) }
    width = (program.classCount + 1) * variants
    _ = number(of: StepSet(count: program.steps.count + 1))
  }

  func steps(_ link: Link) -> StepSet { sets[Int(link >> 1) / width] }

  /// Whether the step leads to a match from a place of this state.
  func leads(_ step: Int, from link: Link) -> Bool { sets[Int(link >> 1) / width].contains(step) }

  static func canBegin(_ link: Link) -> Bool { link & 1 != 0 }

  /// The state with these steps. All links from before may be void.
  mutating func interned(_ set: StepSet) -> Link {
    if links.count * MemoryLayout<Link>.size + sets.count * set.words.count * 8 > ViableSteps.largest {
      sets.removeAll(keepingCapacity: true)
      numbers.removeAll(keepingCapacity: true)
      links.removeAll(keepingCapacity: true)
      _ = number(of: StepSet(count: program.steps.count + 1))
    }
    return link(to: set)
  }

  /// Writes the states of places, the last one first, into `trace`.
  ///
  /// - Parameter behind: The state of the place behind them.
  /// - Returns: Whether a match can begin at one of them.
  mutating func trace(
    _ places: Range<Int>, of text: UnsafeRawBufferPointer, behind: Link, into trace: inout [Link]
  ) -> Bool {
    var link = behind
    var all: Link = 0
    var place = places.upperBound
    while place > places.lowerBound {
      place -= 1
      var column = place < text.count ? Int(columns[Int(text[place])]) : width - variants
      if place > 0 {
        column += Int(befores[Int(text[place - 1])])
      } else if program.asksBefore {
        column += PatternProgram.Before.nothing.rawValue
      }
      let cell = Int(link >> 1) + column
      link = links[cell]
      if link == ViableSteps.unknown {
        link = made(cell)
        links[cell] = link
      }
      trace[place - places.lowerBound] = link
      all |= link
    }
    return ViableSteps.canBegin(all)
  }

  private mutating func link(to set: StepSet) -> Link {
    Link(number(of: set) * width) << 1 | (set.contains(0) ? 1 : 0)
  }

  private mutating func number(of set: StepSet) -> Int {
    if let number = numbers[set] { return number }
    numbers[set] = sets.count
    sets.append(set)
    links.append(contentsOf: repeatElement(ViableSteps.unknown, count: width))
    return sets.count - 1
  }

  private mutating func made(_ cell: Int) -> Link {
    let (state, column) = cell.quotientAndRemainder(dividingBy: width)
    let (kind, variant) = column.quotientAndRemainder(dividingBy: variants)
    let isAtEnd = kind == program.classCount
    let isAtStart = variant == PatternProgram.Before.nothing.rawValue
    let isAtBoundary = program.isWord[kind] != (variant == PatternProgram.Before.word.rawValue)

    var set = sets[state].before(program.takers[kind])
    set.insert(program.steps.count)
    var pending: [Int] = []
    set.forEach { if !program.origins[$0].isEmpty { pending.append($0) } }
    while let step = pending.popLast() {
      for origin in program.origins[step] {
        let isOpen =
          switch program.steps[origin] {
          case .start: isAtStart
          case .end: isAtEnd
          case .wordBoundary: isAtBoundary
          default: true
          }
        if isOpen, set.insert(origin) { pending.append(origin) }
      }
    }
    return link(to: set)
  }
}
