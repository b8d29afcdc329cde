// SPDX-License-Identifier: Apache-2.0

/// What reads input of strangers: `scripts/fuzz` feeds each with what libFuzzer makes up, the test of the corpus with
/// what was worth keeping of that.
enum HostileReader: String, CaseIterable, Sendable {
  case json, xml, cbor, form, base64, texts
  case request, chunked, events, signature, index, timestamp
  case gzip, journal, cassette, members, drift
  case redaction, replay, simulator
  case settings, approvals, credentials, patterns

  /// Reads the input, and checks what has to be true of whatever was read. Not to trap, and to come to an end within the
  /// time and the memory that its caller grants, is asked of each besides.
  func read(_ input: [UInt8]) throws {
    switch self {
    case .json: try HostileDocuments.json(input)
    case .xml: try HostileDocuments.xml(input)
    case .cbor: try HostileDocuments.cbor(input)
    case .form: try HostileDocuments.form(input)
    case .base64: try HostileTexts.base64(input)
    case .texts: try HostileTexts.texts(input)
    case .request: try HostileRequests.request(input)
    case .chunked: try HostileMessages.chunked(input)
    case .events: try HostileMessages.events(input)
    case .signature: try HostileRequests.signature(input)
    case .index: try HostileTexts.index(input)
    case .timestamp: try HostileTexts.timestamp(input)
    case .gzip: try HostileFiles.gzip(input)
    case .journal: try HostileFiles.journal(input)
    case .cassette: try HostileFiles.cassette(input)
    case .members: try HostileFiles.members(input)
    case .drift: try HostileFiles.drift(input)
    case .redaction: try HostileMessages.redaction(input)
    case .replay: try HostileAnswers.replay(input)
    case .simulator: try HostileAnswers.simulator(input)
    case .settings: try HostileSettings.settings(input)
    case .approvals: try HostileSettings.approvals(input)
    case .credentials: try HostileSettings.credentials(input)
    case .patterns: try HostileSettings.patterns(input)
    }
  }
}

/// What should be true of every input, and is not of this one.
struct BrokenPromise: Error, CustomStringConvertible {
  let description: String
}

func promise(_ isKept: Bool, _ text: @autoclosure () -> String) throws(BrokenPromise) {
  if !isKept { throw BrokenPromise(description: text()) }
}

extension [UInt8] {
  /// For messages.
  var text: String { String(decoding: self, as: UTF8.self) }
}
