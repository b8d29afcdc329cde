// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents
internal import Replay

extension RunSummary.Miss {
  init(_ request: CanonicalRequest, action: Action, region: String, session: ReplaySession) {
    let nearest = session.tape.nearest(to: request, region: region, renaming: session.renaming)
    let known = session.tape.operations(of: action.service)
    var hint = ""
    if nearest == nil {
      hint =
        known.isEmpty
        ? "the cassette holds no \(action.service) exchange at all"
        : "the cassette holds no \(action.operation), only \(known.joined(separator: ", "))"
    }
    self.init(
      action: action, region: region, nearest: nearest, isAnswered: nearest.map { session.isUsed($0.place) } ?? false,
      hint: hint)
  }

  /// One line: what was asked, the nearest exchange, and in what it differs.
  package var explanation: String {
    guard let nearest else { return "\(action): \(hint)" }
    if nearest.differences.isEmpty {
      let why = isAnswered ? "was answered already" : "a name in it stands for another value here"
      return "\(action): \(nearest.name) is the same request, and \(why)"
    }
    let shown = nearest.differences.prefix(3).map(\.sentence).joined(separator: "; ")
    let more = nearest.differences.count > 3 ? "; and more" : ""
    return "\(action): nearest is \(nearest.name), but \(shown)\(more)"
  }
}

extension DocumentDifference {
  /// The difference of a live request (right) from a recorded one (left), in words.
  package var sentence: String {
    let place = pointer.isEmpty ? "the whole" : pointer
    switch kind {
    case .added: return "\(place) is new (\(right ?? ""))"
    case .removed: return "\(place) is missing (recorded \(left ?? ""))"
    case .kind, .value: return "\(place) is \(right ?? ""), recorded \(left ?? "")"
    }
  }
}
