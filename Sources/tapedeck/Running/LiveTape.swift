// SPDX-License-Identifier: Apache-2.0

internal import CassetteFormat
internal import Engine
internal import Redaction
internal import Synchronization

/// A journal in memory: what a live drift is answered, redacted as a recording is.
final class LiveTape: Journal {
  private let kept = Mutex<[[UInt8]]>([])

  func append(_ line: [UInt8], then: @escaping @Sendable (Result<Void, any Error>) -> Void) {
    kept.withLock { $0.append(line) }
    then(.success(()))
  }

  var count: Int { kept.withLock { $0.count } }

  /// The exchange lines, those of the beginning by what was learnt to be secret later.
  func lines(_ redactor: Redactor) -> [[UInt8]] {
    kept.withLock { $0 }.enumerated().map { RecordingJournal.again($1, at: $0, redactor) }
  }
}
