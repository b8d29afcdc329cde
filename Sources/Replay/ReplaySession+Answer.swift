// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import CassetteFormat
internal import Documents
internal import Synchronization

extension ReplaySession {
  /// The answer of an exchange as this session's client is to get it: bindings put in, times moved, lengths and checksums
  /// right. Where there is nothing to change it is sent from where it lies; in a large body nothing is changed. Throws
  /// where the cassette has to be read and cannot be any more.
  /// - Parameter action: what the client asked for, which may be of a service's new name.
  package func answer(
    from selection: Selection, to action: Action, now: Timestamp
  ) throws(CassetteError) -> PreparedResponse {
    let place = selection.place
    let recorded = tape.action(place).service
    let rewriter = AnswerRewriter(
      renaming: renaming, originals: originals,
      service: recorded == action.service ? nil : (recorded, action.service))
    let movesTimes = tape.tellsExpiry(place) || options.time == .shift && tape.answersDocument(place)
    if !movesTimes, rewriter.changesNothing { return try tape.response(place) }
    if !movesTimes, rewriter.renamesTokensAlone, let answer = try renamed(place, rewriter.renaming) { return answer }
    var response = try tape.recordedResponse(place)
    let original = response.body
    rewriter.rewrite(&response.head.fields)
    rewriter.rewrite(&response.trailers)
    if let large = try tape.largeBody(place) { return PreparedResponse(response.head, large) }
    let type = response.head.fields["Content-Type"]
    if response.head.fields["Content-Encoding"]?.asciiLowercased == "gzip" {
      // What is rewritten is sent as it is: every client takes that.
      if let plain = tape.context.inflate(response.body[...]), let body = rewriter.rewritten(plain, contentType: type) {
        response.body = body
        response.head.fields.remove("Content-Encoding")
      }
    } else if let body = rewriter.rewritten(response.body, contentType: type) {
      response.body = body
    }
    if movesTimes { clockShift(for: place, now).apply(to: &response) }
    ResponseIntegrity.repair(&response, originalBody: original)
    return PreparedResponse(response, isAnswerToHEAD: tape.isAnswerToHEAD(place))
  }

  /// The answer where it takes no more than to put tokens in the place of others; else nil.
  private func renamed(_ place: Int, _ renaming: Renaming) throws(CassetteError) -> PreparedResponse? {
    let answer = try tape.response(place)
    let known = answerTokens.withLock { $0.find(place) }
    if let known { return known.tokens?.renamed(answer, renaming) }
    let tokens = AnswerTokens(answer, of: try tape.recordedResponse(place))
    answerTokens.withLock { $0.keep(tokens, of: place) }
    return tokens?.renamed(answer, renaming)
  }

  /// One distance for all answers that a session has from one cassette, so that a time that several of them tell stays
  /// one.
  private func clockShift(for place: Int, _ now: Timestamp) -> ClockShift {
    let start = state.withLock { state in
      if state.startedAt == nil { state.startedAt = now }
      return state.startedAt ?? now
    }
    return ClockShift(
      recordedAt: tape.startedAt(place), now: start,
      members: options.time == .shift ? tape.timestampMembers(place) : nil)
  }
}
