// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
internal import CassetteFormat
package import Documents

/// The recorded request that is most like one that has no answer.
package struct NearMiss: Sendable {
  /// Its place on the tape, from 0.
  package let place: Int
  package let action: Action
  /// Where the live request (right) differs from the recorded one (left).
  package let differences: [DocumentDifference]
}

extension Tape {
  /// How many recorded requests of one action are compared at the most.
  private static let candidates = 500

  /// The nearest exchange of the same action; where the tape lacks the action, nil.
  ///
  /// Nearest is the one with the fewest differences, among equals the first. Only misses pay for it.
  package func nearest(to request: CanonicalRequest, region: String) -> NearMiss? {
    guard let action = actions.firstIndex(of: request.action) else { return nil }
    let live = request.document
    var best: NearMiss?
    for place in entriesByAction[action].prefix(Tape.candidates) {
      guard let recorded = recordedRequest(Int(place)) else { continue }
      var found = DocumentComparison.differences(recorded.document.root, live.root, limit: 20)
      let recordedRegion = (try? text.view(Int(place)))?.region ?? ""
      if recordedRegion != region, regions.count > 1 {
        found.insert(
          DocumentDifference(kind: .value, pointer: "region", left: recordedRegion, right: region), at: 0)
      }
      if best.map({ found.count < $0.differences.count }) ?? true {
        best = NearMiss(place: Int(place), action: request.action, differences: found)
      }
    }
    return best
  }

  private func recordedRequest(_ place: Int) -> CanonicalRequest? {
    guard let view = try? text.view(place), let head = try? view.requestHead(), let body = try? view.requestBody()
    else { return nil }
    return CanonicalRequest(action: view.action, head: head, body: body, index: .standard)
  }

  /// The operations of one service that the tape holds, sorted.
  package func operations(of service: String) -> [String] {
    actions.filter { $0.service == service }.map(\.operation).sorted()
  }
}
