// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFormat
internal import Redaction
internal import Synchronization

/// A large body on its way into the journal, piece by piece.
struct PieceRecording: Sendable {
  private let recorder: Recorder
  private let action: Action
  private let half: Half
  private let number: Int
  private var filter: LargeBodyFilter
  private var hash = BodyHash()
  private var pending: [UInt8] = []
  private var count = 0
  /// The end of the piece before: what is cut in two is looked for in both.
  private var last: [UInt8] = []
  private let failure = PieceFailure()
  private var isHeldBack = false

  enum Half: String {
    case request, response
  }

  /// What has become of a body.
  struct Outcome {
    /// Nil where nothing is left of the body without its coding.
    let pieces: BodyPieces?
    /// The rules that changed something.
    let changed: Set<RedactionRule>
    /// Whether a secret was left in a piece: then neither it nor the exchange is written.
    let isHeldBack: Bool
    /// Why the journal did not take a piece, if it did not: known when it has taken what comes behind the pieces.
    let failure: PieceFailure
  }

  /// - Parameter fields: those of the message.
  init(_ recorder: Recorder, _ action: Action, _ half: Half, _ fields: HTTPFields) {
    self.recorder = recorder
    self.action = action
    self.half = half
    number = recorder.nextBody()
    filter = LargeBodyFilter(recorder.mask(), requestFields: half == .request ? fields : nil)
  }

  mutating func take(_ part: [UInt8]) { keep(filter.take(part)) }

  /// Ends the body.
  /// - Parameter fields: those of the message, to be made fit for what is kept.
  mutating func finish(_ fields: inout HTTPFields) -> Outcome {
    keep(filter.finish())
    if !pending.isEmpty { write(pending) }
    pending = []
    let digest = hash.finalize()
    if filter.isCoded {
      AWSChunked.removeCoding(from: &fields)
      if fields.contains("Content-Length") {
        fields.remove("Content-Length")
        fields.append("Content-Length", String(digest.bytes))
      }
    }
    // They vouch for bytes that are not those that are kept.
    if !filter.changed.isEmpty { fields.list.removeAll { ResponseIntegrity.isChecksum($0.name) } }
    return Outcome(
      pieces: count == 0 ? nil : BodyPieces(number: number, count: count, digest: digest), changed: filter.changed,
      isHeldBack: isHeldBack, failure: failure)
  }

  private mutating func keep(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while pending.count + rest.count >= LargeBodyRule.pieceSize {
      let next = rest.prefix(LargeBodyRule.pieceSize - pending.count)
      pending.append(contentsOf: next)
      rest = rest.dropFirst(next.count)
      write(pending)
      pending.removeAll(keepingCapacity: true)
    }
    pending.append(contentsOf: rest)
  }

  private mutating func write(_ piece: [UInt8]) {
    count += 1
    piece.withUnsafeBytes { hash.update($0) }
    guard failure.first == nil, !isHeldBack else { return }
    isHeldBack = !recorder.keep(
      PieceLine(number: number, body: piece), behind: last, of: action, at: "/\(half.rawValue)/body"
    ) { [failure] in failure.note($0) }
    last = Array(piece.suffix(PieceRecording.seam))
  }

  /// How much of a piece is looked at again with the next one.
  private static let seam = 4 << 10
}

/// Why the journal did not take a piece.
final class PieceFailure: Sendable {
  private let state = Mutex<RecordingError?>(nil)

  var first: RecordingError? { state.withLock { $0 } }

  func note(_ failure: RecordingError?) {
    guard let failure else { return }
    state.withLock { $0 = $0 ?? failure }
  }
}
