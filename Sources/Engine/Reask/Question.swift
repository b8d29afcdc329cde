// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// A recorded request that is to be asked again, and all exchanges that asked it.
package struct Question: Sendable {
  /// What must be known before it can be asked.
  enum Need: Hashable, Sendable {
    /// The live value behind an alias.
    case value([UInt8])
    /// The live token of a page, for the one that a recorded answer to the action gave.
    case page(Action, [UInt8])
  }

  /// How a recorded call ended.
  package struct Outcome: Hashable, Sendable {
    package let status: Int
    /// The error code; nil for success, and where an error has none.
    package let code: String?
    /// Whether it says that what was asked for is not there.
    package let isAbsence: Bool

    package var isSuccess: Bool { status < 400 }

    /// Success, or the error by its code or number.
    package func isLike(_ other: Outcome) -> Bool {
      isSuccess == other.isSuccess && (isSuccess || (code ?? "\(status)") == (other.code ?? "\(other.status)"))
    }
  }

  package let action: Action
  /// The same as the cassette has it, which may be older than the service index.
  let recordedAction: Action
  package let region: String
  /// The places on the tape of the exchanges that asked it, from 0, and how each ended.
  package let places: [(place: Int, outcome: Outcome)]
  /// As recorded, its body without chunks.
  let request: HTTPRequest
  /// What signs it; nil for what is not signed.
  let signingName: String?
  let pages: PageTokens
  let needs: Set<Need>
  /// Whether an id stands in it that a recorded answer to another question gave out.
  let holdsIssued: Bool
  /// The question that the page before came with.
  let previousPage: Int?
  /// Idempotency tokens: whatever stands for them may be sent.
  let madeUp: Set<[UInt8]>
}

extension Question.Outcome {
  /// Words in the codes of errors about something that is not there.
  private static let absences = [
    "notfound", "nosuch", "notexist", "nonexist", "doesnotexist", "notavailableinregion", "unknownresource", "gone",
  ]

  /// Tells it from a response.
  package init(_ response: HTTPResponse) {
    status = response.head.status
    guard status >= 400 else {
      (code, isAbsence) = (nil, false)
      return
    }
    code = ErrorCode.of(response.head.fields, body: response.body)
    let name = (code ?? "").asciiLowercased
    // CloudFormation has one code for all, and says so in words.
    let text = String(decoding: response.body.prefix(4096), as: UTF8.self)
    isAbsence =
      status == 404 || status == 410
      || status < 500 && (Self.absences.contains { name.contains($0) } || text.contains("does not exist"))
  }
}

extension Question {
  /// The aliases that stand in it, in no particular order.
  package var aliases: [[UInt8]] {
    needs.compactMap { if case .value(let alias) = $0 { alias } else { nil } }
  }

  /// Whether it asks for a page behind the first.
  package var isLaterPage: Bool { previousPage != nil }
}
