// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// A body as it says what it says: without the codings that it is sent in, and what it is written in.
struct BodyInPlace {
  /// What a body is written in, as far as its parts can be told.
  enum Kind: Sendable {
    case json, xml, form, cbor, eventStream
    case text
  }

  private(set) var plain: [UInt8]
  let kind: Kind
  /// Whether the body is sent in another form than ``plain``.
  var isCoded: Bool { isChunked || isCompressed }
  private let isChunked: Bool
  private let isCompressed: Bool

  init(
    _ body: [UInt8], _ fields: HTTPFields, isRequest: Bool, inflate: ((ArraySlice<UInt8>) -> [UInt8]?)?
  ) {
    plain = body
    var (isChunked, isCompressed) = (false, false)
    if isRequest, AWSChunked.isUsed(fields), let payload = AWSChunked.decode(body[...], fields: fields)?.payload {
      plain = payload
      isChunked = true
    }
    let coding = isRequest ? AWSChunked.contentEncoding(fields) : fields["Content-Encoding"]
    if plain.count > 1 && plain[0] == 0x1F && plain[1] == 0x8B || coding?.asciiLowercased == "gzip",
      let inflated = inflate?(plain[...])
    {
      plain = inflated
      isCompressed = true
    }
    self.isChunked = isChunked
    self.isCompressed = isCompressed
    kind = BodyInPlace.kind(plain, fields["Content-Type"])
  }

  /// What the body looks like comes before what its head says of it: errors of S3 are XML whatever was asked for.
  static func kind(_ body: [UInt8], _ contentType: String?) -> Kind {
    let type = MediaType(contentType)
    switch type {
    case .cbor: return .cbor
    case .eventStream: return .eventStream
    default: break
    }
    switch body.first(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }) {
    case 0x7B, 0x5B: return .json
    case 0x3C: return .xml
    default:
      switch type {
      case .json: return .json
      case .xml: return .xml
      case .form: return .form
      default: return .text
      }
    }
  }

  /// Puts another text in the body's place. What was compressed or cut into chunks is kept without that: every client
  /// takes it, and no chunk is of the length that it says.
  mutating func replace(with text: [UInt8], _ body: inout [UInt8], _ fields: inout HTTPFields) {
    body = text
    if isCompressed { fields.remove("Content-Encoding") }
    if isChunked { AWSChunked.removeCoding(from: &fields) }
  }
}
