// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

extension HTTPResponse {
  /// The body as a document by what it looks like, whatever its head says of it: test servers call all things HTML.
  var answerDocument: Document? {
    if MediaType(head.fields["Content-Type"]) == .cbor { return try? CBORReader.read(body[...]) }
    switch body.first(where: { $0 > 0x20 }) {
    case 0x7B, 0x5B: return try? JSONReader.read(body)
    case 0x3C: return try? XMLReader.read(body[...])
    default: return nil
    }
  }
}
