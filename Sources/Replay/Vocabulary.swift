// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFormat
internal import Documents

/// The generated tokens of a tape: who made them up, the client or the service.
///
/// A token that stands in an answer before it stands in a request is the service's: replayed clients get it as it is,
/// so that another value in its place is another resource. A live token that the tape knows is that very one.
final class Vocabulary: Sendable {
  /// Hash of a token → whether it was seen in a request first.
  private let isClients: [Int: Bool]

  /// Reads the whole tape once. Linear in its text.
  init(_ cassettes: CassetteList) {
    var found = Found()
    for place in 0..<cassettes.count {
      guard let view = try? cassettes.view(place) else { continue }
      view.request["target"]?.withBytes { found.add($0, isClients: true) }
      view.request["headers"]?.withBytes { found.add($0, isClients: true) }
      if let body = try? view.requestBody() { found.add(body, of: try? view.requestHead().fields, isClients: true) }
      view.response["headers"]?.withBytes { found.add($0, isClients: false) }
      if let body = try? view.responseBody() { found.add(body, of: try? view.responseFields(), isClients: false) }
    }
    isClients = found.isClients
  }

  private struct Found {
    var isClients: [Int: Bool] = [:]

    mutating func add(_ body: ArraySlice<UInt8>, of fields: HTTPFields?, isClients: Bool) {
      // The lengths in CBOR look like letters: its texts are read apart.
      if MediaType(fields?["Content-Type"]) == .cbor, let document = try? CBORReader.read(body) {
        document.forEachText { add($0, isClients: isClients) }
      } else {
        body.withUnsafeBytes { add($0, isClients: isClients) }
      }
    }

    mutating func add(_ text: UnsafeRawBufferPointer, isClients: Bool) {
      Renaming.tokens(of: text) { token in
        let hash = Renaming.hash(token)
        if self.isClients[hash] == nil { self.isClients[hash] = isClients }
      }
    }
  }

  /// Whether `live` may stand for `recorded`: the client made that up, and the tape does not know this.
  func mayBind(_ recorded: UnsafeRawBufferPointer, _ live: UnsafeRawBufferPointer) -> Bool {
    isClients[Renaming.hash(recorded)] != false && isClients[Renaming.hash(live)] == nil
  }
}
