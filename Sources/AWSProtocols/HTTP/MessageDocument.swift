// SPDX-License-Identifier: Apache-2.0

package import Documents

extension HTTPResponse {
  /// The body as a document, by its content type: JSON, XML or CBOR; nil for anything else and for what does not parse.
  package var document: Document? {
    switch MediaType(head.fields["Content-Type"]) {
    case .json: return try? JSONReader.read(body)
    case .xml: return try? XMLReader.read(body[...])
    case .cbor: return try? CBORReader.read(body[...])
    default: return nil
    }
  }
}
