// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import Documents

/// The recorded request that is most like one that has no answer.
package struct NearMiss: Sendable {
  /// Its place on the tape, from 0.
  package let place: Int
  package let name: ExchangeName
  package let action: Action
  /// Where the live request (right) differs from the recorded one (left).
  package let differences: [DocumentDifference]
}

extension Tape {
  /// How many recorded requests of one action are compared at the most.
  private static let candidates = 500

  /// The nearest exchange of the same action; where the tape lacks the action, nil.
  ///
  /// Nearest is the one with the fewest differences besides what `renaming` explains, among equals the first. Only
  /// misses pay for it.
  package func nearest(to request: CanonicalRequest, region: String, renaming: Renaming = Renaming()) -> NearMiss? {
    let group = request.action.group
    let live = request.document
    var best: NearMiss?
    var left = Tape.candidates
    for (action, places) in zip(actions, entriesByAction) where context.canonical(action.action).group == group {
      for place in places.prefix(left) {
        guard let recorded = recorded(Int(place)) else { continue }
        var found = DocumentComparison.differences(
          recorded.request.document.root, live.root, limit: 20, renaming: renaming,
          paths: request.paths)
        if recorded.region != region, regions.count > 1 {
          found.insert(
            DocumentDifference(kind: .value, pointer: "region", left: recorded.region, right: region), at: 0)
        }
        if best.map({ found.count < $0.differences.count }) ?? true {
          best = NearMiss(
            place: Int(place), name: name(Int(place)), action: action.action, differences: found)
        }
      }
      left -= min(left, places.count)
    }
    return best
  }

  /// The operations of one service that the tape holds, sorted.
  package func operations(of service: String) -> [String] {
    let service = context.canonical(Action(service: service, operation: "")).service
    return actions.filter { context.canonical($0.action).service == service }.map(\.action.operation).sorted()
  }
}
