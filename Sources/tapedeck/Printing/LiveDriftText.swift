// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Engine

/// What a live drift asked, or would ask, and what it left out, for people.
struct LiveDriftText {
  let cassette: String
  let list: QuestionList

  /// So many lines of one kind at most.
  private static let shown = 20

  /// What a dry run would do.
  func plan(_ values: LiveValues) -> String {
    var lines = ["would ask \(questions(list.questions.count)) of \(cassette)"]
    for question in list.questions {
      let unknown = question.aliases.filter { !values.knows($0) }.map { String(decoding: $0, as: UTF8.self) }.sorted()
      let needs = unknown.isEmpty ? "" : ", once it is known what stands for \(unknown.joined(separator: ", "))"
      let page = question.isLaterPage ? ", with the token of the page before" : ""
      lines.append("  \(name(question))\(needs)\(page)")
    }
    return (lines + leftOut()).joined(separator: "\n")
  }

  /// What a run came to.
  func summary(_ drift: LiveDrift, upstream: String) -> String {
    let asked = drift.answered.count + drift.gone.count + drift.there.count
    var lines = [
      "asked \(asked) of \(questions(list.questions.count)) of \(cassette) at \(upstream), \(drift.sent) sent"
    ]
    lines += told("not there any more, left out", drift.gone.map { name(drift.reasking.questions[$0]) })
    lines += told("there now, left out", drift.there.map { name(drift.reasking.questions[$0]) })
    lines += told(
      "no endpoint", drift.homeless.map { "\(name(drift.reasking.questions[$0.number])): \($0.reason)" })
    if drift.ending == nil {
      let obstacles = drift.reasking.obstacles
      lines += told("not asked", obstacles.map { obstacle($0.number, $0.obstacle, drift) })
      if obstacles.contains(where: { $0.obstacle != .endOfPages }) {
        lines.append("  what stands for an alias can be given with --set ALIAS=VALUE")
      }
    }
    lines += told("held back, since a secret was left in it", drift.heldBack)
    if let failure = drift.identityFailure, drift.reasking.needsAccount {
      lines.append("  whose credentials sign is not known: \(failure)")
    }
    return (lines + leftOut()).joined(separator: "\n")
  }

  /// What is not asked whatever the account has.
  private func leftOut() -> [String] {
    let mutations = list.mutations.sorted { $0.key.description < $1.key.description }.map { action, count in
      count == 1 ? "\(action)" : "\(action) (\(count) times)"
    }
    var lines: [String] = []
    if !mutations.isEmpty {
      let more = mutations.count > Self.shown ? ", and \(mutations.count - Self.shown) more" : ""
      lines.append(
        "  may change something, hence never asked without --allow: "
          + mutations.prefix(Self.shown).joined(separator: ", ") + more)
    }
    if list.unwanted > 0 { lines.append("  left out by --only: \(calls(list.unwanted))") }
    if list.streams > 0 { lines.append("  streams of events, which are not asked again: \(calls(list.streams))") }
    if list.keyed > 0 { lines.append("  need a key that no cassette holds (SSE-C): \(calls(list.keyed))") }
    return lines
  }

  private func obstacle(_ number: Int, _ obstacle: Reasking.Obstacle, _ drift: LiveDrift) -> String {
    let name = name(drift.reasking.questions[number])
    switch obstacle {
    case .endOfPages: return "\(name): the list has fewer pages now"
    case .unknown(let aliases):
      return "\(name): nothing tells what stands for \(aliases.joined(separator: ", "))"
    }
  }

  private func told(_ what: String, _ names: [String]) -> [String] {
    let more = names.count > Self.shown ? ["  \(what): and \(names.count - Self.shown) more"] : []
    return names.prefix(Self.shown).map { "  \(what): \($0)" } + more
  }

  private func name(_ question: Question) -> String {
    let numbers = question.places.map { String($0.place + 1) }
    let more = numbers.count > 5 ? ", …" : ""
    let word = numbers.count == 1 ? "exchange" : "exchanges"
    return "\(question.action) (\(word) \(numbers.prefix(5).joined(separator: ", "))\(more))"
  }

  private func questions(_ count: Int) -> String {
    SummaryText.plural(count, "recorded request", "recorded requests")
  }
  private func calls(_ count: Int) -> String { SummaryText.plural(count, "call", "calls") }
}
