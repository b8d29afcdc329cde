// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFormat
internal import Redaction

/// A body as far as it has come: held while it is small, in the journal piece by piece once it is large.
struct BodyDraft: Sendable {
  private(set) var bytes: [UInt8] = []
  private var pieces: PieceRecording?

  /// - Parameters:
  ///   - longest: how many bytes are held at most.
  ///   - large: what keeps the body if there are more.
  mutating func add(_ part: [UInt8], longest: Int, large: () -> PieceRecording) {
    if pieces != nil {
      pieces?.take(part)
    } else if bytes.count + part.count <= longest {
      bytes.append(contentsOf: part)
    } else {
      var recording = large()
      recording.take(bytes)
      recording.take(part)
      bytes = []
      pieces = recording
    }
  }

  /// Ends the body; nil where it was held.
  mutating func finish(_ fields: inout HTTPFields) -> PieceRecording.Outcome? {
    pieces?.finish(&fields)
  }
}
