// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// Puts live values in the place of recorded ones in an answer: names that the client made up in this session, what it
/// sent and redaction took out, and the name of a service that has been renamed.
struct AnswerRewriter: Sendable {
  let renaming: Renaming
  /// What stands behind the aliases of live requests.
  let originals: Originals
  /// The recorded and the live name of the service, where they differ.
  let service: (recorded: String, live: String)?

  var changesNothing: Bool { renaming.isIdentity && service == nil && originals.isEmpty }

  /// Whether all that may change is that tokens stand for others.
  var renamesTokensAlone: Bool { service == nil && !renaming.hasPhrases && originals.isEmpty }

  /// The text with live values in it; nil where that changes nothing.
  func rewritten(_ text: UnsafeRawBufferPointer, _ escaping: Originals.Escaping) -> [UInt8]? {
    var result = renaming.rewritten(text, .toLive)
    func change(_ step: (UnsafeRawBufferPointer) -> [UInt8]?) {
      let changed = result.map { $0.withUnsafeBytes(step) } ?? step(text)
      result = changed ?? result
    }
    if let service { change { ServiceRenames.rewritten($0, from: service.recorded, to: service.live) } }
    if !originals.isEmpty { change { originals.rewritten($0, escaping) } }
    return result
  }

  /// The same for a body, by its content type: CBOR and event streams tell the lengths of their texts. Bytes that are no
  /// text stay.
  func rewritten(_ body: [UInt8], contentType: String?) -> [UInt8]? {
    switch MediaType(contentType) {
    case .cbor: return CBORTexts.rewritten(body) { rewritten($0, .none) }
    case .eventStream:
      return EventStream.rewrite(
        body,
        payload: { payload, type in rewritten(Array(payload), contentType: type) ?? Array(payload) },
        text: { text in rewritten(text) })
    default:
      return body.withUnsafeBytes { bytes in
        guard let text = rewritten(bytes, Originals.Escaping(of: body.first)), firstInvalidUTF8(bytes) == nil else {
          return nil
        }
        return text
      }
    }
  }

  private func rewritten(_ text: String) -> String {
    Array(text.utf8).withUnsafeBytes { rewritten($0, .none) }.map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// Rewrites the values of fields, too. `Content-Length` and checksums are the caller's to mend.
  func rewrite(_ fields: inout HTTPFields) {
    for at in fields.list.indices { fields.list[at].value = rewritten(fields.list[at].value) }
  }
}
