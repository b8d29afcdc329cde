// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import CassetteFormat
package import Redaction

/// Which question of a cassette is asked next, and how it reads for the account that is asked.
///
/// Those that need nothing come first, in tape order; those that hold ids of the recording, when all others are asked;
/// those with aliases, once the answers have told what stands for them. Knows no clock and no socket.
package struct Reasking: Sendable {
  /// Why a question cannot be asked.
  package enum Obstacle: Hashable, Sendable {
    /// What stands behind these aliases is not known.
    case unknown([String])
    /// The live list ended before this page of it.
    case endOfPages
  }

  private enum State {
    case waiting, ready, asked
  }

  package let questions: [Question]
  private let text: CassetteText
  private var writer: RequestWriter
  private let accounts: AccountsOfCassette
  private var states: [State]
  /// Those that can be asked, the first last: without ids of the recording, and with.
  private var ready: (free: [Int], bound: [Int]) = ([], [])
  private var waiting: [Question.Need: [Int]] = [:]
  /// The questions that ask for pages of one list, by the first of them.
  private var chains: [Int: [Int]] = [:]
  private var settled = 0
  /// Live pages behind those that were recorded, which may hold what moved there.
  private var walks: [Walk] = []
  /// How many of those a list was asked for.
  private var walked: [Int: Int] = [:]

  private struct Walk {
    let number: Int
    let tokens: [[UInt8]?]
  }

  /// Of a list in more pages, the others are not looked for what moved there.
  private static let longestChain = 64
  private static let longestWalk = 20

  /// - Parameters:
  ///   - text: what the questions were read from.
  ///   - values: what the user says of live values.
  ///   - region: the one to ask instead of those that were recorded.
  package init(
    _ text: CassetteText, _ list: QuestionList, values: LiveValues = LiveValues(), region: String? = nil
  ) {
    self.text = text
    questions = list.questions
    writer = RequestWriter(values: values, region: region)
    accounts = AccountsOfCassette(list)
    states = Array(repeating: .waiting, count: list.questions.count)
    for (number, question) in questions.enumerated() {
      for need in question.needs { waiting[need, default: []].append(number) }
      chains[first(of: number), default: []].append(number)
    }
    for number in questions.indices.reversed() { settle(number) }
  }

  /// Whether a question waits for an account id.
  package var needsAccount: Bool {
    waiting.keys.contains { need in
      if case .value(let alias) = need { accounts.all.contains(alias) && !writer.values.knows(alias) } else { false }
    }
  }

  /// Learns whose credentials sign.
  /// - Parameter originals: the aliases that redaction has for what stands in the answer.
  package mutating func learn(caller: [UInt8], originals: [Original]) {
    learn(originals)
    if let recorded = accounts.ofCaller { writer.values.learn(recorded, is: caller) }
    settle()
  }

  /// What to ask next.
  package enum Step: Sendable {
    case question(Int, LiveCall)
    /// A page of a question's list that nobody recorded: its answer is only learnt from.
    case walk(Int, LiveCall)
  }

  /// The next question, nil where none is left that can be asked.
  package mutating func next() -> Step? {
    if let number = ready.free.popLast() { return ask(number) }
    // Lists are walked on only as long as something in them is looked for.
    while let walk = walks.popLast() {
      let question = questions[walk.number]
      guard states.contains(.waiting),
        let request = PageRequest.asking(writer.write(question).request, for: walk.tokens, at: question.pages.asked)
      else { continue }
      return .walk(walk.number, writer.call(question, request))
    }
    return ready.bound.popLast().map { ask($0) }
  }

  private mutating func ask(_ number: Int) -> Step {
    states[number] = .asked
    return .question(number, writer.call(questions[number], writer.write(questions[number]).request))
  }

  /// Learns from a live answer what the next questions need.
  /// - Parameter originals: the aliases that redaction has for what stands in it.
  package mutating func learn(
    from live: HTTPResponse, originals: [Original], to step: Step
  ) throws(CassetteError) {
    let (number, isRecorded) =
      switch step {
      case .question(let number, _): (number, true)
      case .walk(let number, _): (number, false)
      }
    let question = questions[number]
    learn(originals)
    let given = question.pages.given(in: live)
    var turned: [Int] = []
    for (place, _) in isRecorded ? question.places : [] {
      let recorded = try text.exchange(place).response
      for (token, other) in zip(question.pages.given(in: recorded), given) {
        guard let token, let other else { continue }
        let need = Question.Need.page(question.action, token)
        writer.pages[need] = other
        turned += waiting.removeValue(forKey: need) ?? []
      }
    }
    // What was on one page may be on another now.
    for member in (chains[self.first(of: number)] ?? []).prefix(Reasking.longestChain) {
      for (place, outcome) in questions[member].places where outcome.isSuccess {
        AnswerPairing.learn(recorded: try text.exchange(place).response, live: live, into: &writer.values)
      }
    }
    let first = first(of: number)
    if turned.isEmpty, given.contains(where: { $0 != nil }), walked[first, default: 0] < Reasking.longestWalk {
      walked[first, default: 0] += 1
      walks.append(Walk(number: number, tokens: given))
    }
    settle()
    for number in turned { settle(number) }
  }

  /// What could not be asked, and why.
  package var obstacles: [(number: Int, obstacle: Obstacle)] {
    questions.indices.filter { states[$0] == .waiting }.map { number in
      let unknown = Set(writer.write(questions[number]).unknown.map { String(decoding: $0, as: UTF8.self) })
      return (number, unknown.isEmpty ? .endOfPages : .unknown(unknown.sorted()))
    }
  }

  private func first(of number: Int) -> Int {
    var (first, steps) = (number, 0)
    while let previous = questions[first].previousPage, steps < questions.count {
      (first, steps) = (previous, steps + 1)
    }
    return first
  }

  private mutating func learn(_ originals: [Original]) {
    for original in originals { writer.values.learn(original.alias, is: original.value) }
  }

  /// Looks at the questions that wait for what has been learnt since.
  private mutating func settle() {
    while settled < writer.values.learnt.count {
      let recorded = writer.values.learnt[settled].recorded
      settled += 1
      for alias in AliasSearch.ranges(in: recorded) {
        let need = Question.Need.value(Array(recorded[alias]))
        for number in waiting[need] ?? [] { settle(number) }
        if writer.values.knows(Array(recorded[alias])) { waiting[need] = nil }
      }
    }
  }

  private mutating func settle(_ number: Int) {
    let question = questions[number]
    guard states[number] == .waiting, question.needs.isEmpty || writer.write(question).isWhole else { return }
    states[number] = .ready
    if question.holdsIssued {
      Reasking.insert(number, into: &ready.bound)
    } else {
      Reasking.insert(number, into: &ready.free)
    }
  }

  /// Keeps a falling order.
  private static func insert(_ number: Int, into numbers: inout [Int]) {
    var (low, high) = (0, numbers.count)
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] > number { low = middle + 1 } else { high = middle }
    }
    numbers.insert(number, at: low)
  }
}

/// Which of a cassette's accounts is the caller's.
struct AccountsOfCassette: Sendable {
  let all: Set<[UInt8]>
  /// As recorded: the one that the recording names, or the only one; nil where several may be meant, and where it is no
  /// alias.
  let ofCaller: [UInt8]?

  init(_ list: QuestionList) {
    all = list.accounts
    ofCaller = list.callerAccount ?? (list.accounts.count == 1 ? list.accounts.first : nil)
  }
}
