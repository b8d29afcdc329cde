// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// Writes recorded requests for the account and the region that are asked.
struct RequestWriter: Sendable {
  struct Written {
    let request: HTTPRequest
    /// The aliases in it of which nothing is known.
    let unknown: [[UInt8]]
    /// Whether all that it needs is in it.
    let isWhole: Bool
  }

  var values: LiveValues
  /// The live tokens of pages.
  var pages: [Question.Need: [UInt8]] = [:]
  /// The one to ask instead of those that were recorded.
  let region: String?

  func write(_ question: Question) -> Written {
    var unknown: [[UInt8]] = []
    var hasPages = true
    let request = RequestTexts.rewritten(question.request, places: question.pages.asked) { text, isPage in
      let page = Question.Need.page(question.action, text)
      if isPage, question.needs.contains(page) {
        hasPages = hasPages && pages[page] != nil
        return pages[page] ?? text
      }
      if question.madeUp.contains(text) { return text }
      let live = values.live(text)
      unknown += live.unknown
      return inRegion(live.text, question.region)
    }
    return Written(request: request, unknown: unknown, isWhole: unknown.isEmpty && hasPages)
  }

  /// A call of the question's action with a request that is written already.
  func call(_ question: Question, _ request: HTTPRequest) -> LiveCall {
    LiveCall(
      action: question.recordedAction, region: region ?? question.region, signingName: question.signingName,
      request: request)
  }

  /// An ARN of the recorded region as one of the region that is asked.
  private func inRegion(_ text: [UInt8], _ recorded: String) -> [UInt8] {
    guard let region, region != recorded, text.starts(with: "arn:".utf8) else { return text }
    var parts = text.split(separator: 0x3A, maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[3].elementsEqual(recorded.utf8) else { return text }
    parts[3] = Array(region.utf8)[...]
    return Array(parts.joined(separator: [0x3A]))
  }
}
