// SPDX-License-Identifier: Apache-2.0

/// Why text is no cassette.
package struct CassetteError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable, CaseIterable {
    case empty = "the cassette is empty"
    case noHeader = "this is no cassette"
    case newerVersion = "the cassette was written by a newer tapedeck"
    case badLine = "a line of the cassette is damaged"
    case noTrailer = "the end of the cassette is missing"
    case wrongCount = "the cassette does not hold as many exchanges as its trailer says"
    case wrongDigest = "the cassette's digest does not fit its content"
    case afterTrailer = "there are lines after the cassette's trailer"
    case wrongPieces = "the pieces of a large body are not those that its exchange tells of"
    case unreadable = "a part of the cassette cannot be read"
  }

  package let code: Code
  /// Counted from 1; nil where it is about the whole.
  package let line: Int?
  package let detail: String

  package init(_ code: Code, line: Int? = nil, detail: String = "") {
    self.code = code
    self.line = line
    self.detail = detail
  }

  package var description: String {
    let place = line.map { " (line \($0))" } ?? ""
    return detail.isEmpty ? "\(code.rawValue)\(place)" : "\(code.rawValue)\(place): \(detail)"
  }
}
