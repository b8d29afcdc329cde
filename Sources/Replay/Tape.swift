// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
package import CassetteFormat
internal import Documents

/// A cassette made ready for replay: every exchange under its canonical key, every response rendered.
///
/// Immutable and shared by all event loops. It keeps the cassette's plain text and, beside it, one buffer with the
/// response heads; bodies are sent from where they lie in the text.
package final class Tape: Sendable {
  struct Entry: Sendable {
    /// Where the head lies in `rendered`.
    var head: Range<Int>
    /// Where the body lies: in the text, or in `rendered` where it was escaped or base64.
    var body: Range<Int>
    var isBodyRendered: Bool
    /// Index into `actions`.
    var action: Int32
  }

  struct IndexKey: Hashable {
    var key: CanonicalKey
    /// Index into `regions`; 0 for all where the tape has one region only.
    var region: Int32
  }

  package let text: CassetteText
  let entries: [Entry]
  let rendered: [UInt8]
  let firstByKey: [IndexKey: Int32]
  /// For each exchange, the next with its key; -1 at the last.
  let links: [Int32]
  /// Each action of the tape, and where it occurs.
  let actions: [Action]
  let entriesByAction: [[Int32]]
  /// The regions of the tape, in the order of their first exchange.
  package let regions: [String]
  /// Whether live requests must be redacted before they are compared, because recorded bodies were.
  package let hasRedactedRequests: Bool

  package var count: Int { entries.count }

  /// Reads every line once, on this thread. Linear in the text.
  package convenience init(_ text: CassetteText, index: ServiceIndex = .standard) throws(CassetteError) {
    self.init(try TapeBuilder.reading(text.lines.indices, of: text, index: index))
  }

  /// The same, with the lines shared out among `parts` tasks where there are enough of them.
  package static func reading(
    _ text: CassetteText, parts: Int, index: ServiceIndex = .standard
  ) async throws(CassetteError) -> Tape {
    let count = text.lines.count
    let parts = max(1, min(parts, count / 1000))
    let built = await withTaskGroup(of: (Int, Result<TapeBuilder, CassetteError>).self) { group in
      for part in 0..<parts {
        group.addTask {
          let lines = count * part / parts..<count * (part + 1) / parts
          do throws(CassetteError) {
            return (part, .success(try TapeBuilder.reading(lines, of: text, index: index)))
          } catch {
            return (part, .failure(error))
          }
        }
      }
      var built: [(Int, Result<TapeBuilder, CassetteError>)] = []
      for await part in group { built.append(part) }
      return built.sorted { $0.0 < $1.0 }.map(\.1)
    }
    var whole = try built[0].get()
    for part in built.dropFirst() { whole.append(try part.get()) }
    return Tape(whole)
  }

  private init(_ builder: TapeBuilder) {
    var builder = builder
    text = builder.text
    entries = builder.entries
    rendered = builder.rendered
    firstByKey = builder.indexed()
    actions = builder.actions
    entriesByAction = builder.entriesByAction
    regions = builder.regions
    hasRedactedRequests = builder.hasRedactedRequests
    links = builder.links
  }

  /// The first exchange that has this key, or nil.
  func first(_ key: CanonicalKey, region: String) -> Int? {
    let place = regions.count > 1 ? regions.firstIndex(of: region) : 0
    guard let place, let first = firstByKey[IndexKey(key: key, region: Int32(place))] else { return nil }
    return Int(first)
  }

  /// The response of the `index`-th exchange.
  package func response(_ index: Int) -> PreparedResponse {
    let entry = entries[index]
    return PreparedResponse(
      head: rendered[entry.head], body: entry.isBodyRendered ? rendered[entry.body] : text.bytes[entry.body])
  }

  package func action(_ index: Int) -> Action { actions[Int(entries[index].action)] }
}
