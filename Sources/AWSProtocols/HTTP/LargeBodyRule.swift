// SPDX-License-Identifier: Apache-2.0

/// Which bodies are too large to be held.
package enum LargeBodyRule {
  /// The bytes of all pieces but the last: 1 MiB.
  package static let pieceSize = 1 << 20
  /// Bodies that are no document are held up to here: 1 MiB.
  static let longestPayload = 1 << 20
  /// Documents are read as a whole up to here, the compressed ones by their text: 16 MiB.
  package static let longestDocument = 16 << 20

  /// How many bytes of a request's body are held at most.
  package static func longest(of head: HTTPRequestHead, _ operation: Operation?) -> Int {
    longest(head.fields, operation?.requestPayload)
  }

  /// The same of a response. Errors are documents.
  package static func longest(of head: HTTPResponseHead, _ operation: Operation?) -> Int {
    head.status < 300 ? longest(head.fields, operation?.responsePayload) : longestDocument
  }

  private static func longest(_ fields: HTTPFields, _ payload: Operation.Payload?) -> Int {
    if let payload { return payload == .document || payload == .events ? longestDocument : longestPayload }
    switch MediaType(fields["Content-Type"]) {
    case .json, .xml, .cbor, .form, .eventStream: return longestDocument
    case .text, .other: return longestPayload
    }
  }
}
