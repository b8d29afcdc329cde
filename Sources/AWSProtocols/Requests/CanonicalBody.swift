// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// How the body of a request stands in a compared document.
enum CanonicalBody {
  /// What a body is taken for; one that is not what it should be is a blob.
  enum Kind {
    case json, xml, cbor, form
    /// Text where it is short and UTF-8, so that its parts can be compared.
    case text
    case blob

    /// By its `Content-Type`; what has none is JSON if it looks so, else text where it can be.
    init(_ contentType: String?, _ body: ArraySlice<UInt8>) {
      guard contentType == nil else {
        self.init(MediaType(contentType))
        return
      }
      self = body.first == 0x7B || body.first == 0x5B ? .json : .text
    }

    init(_ type: MediaType) {
      switch type {
      case .json: self = .json
      case .xml: self = .xml
      case .cbor: self = .cbor
      case .form: self = .form
      case .text: self = .text
      case .eventStream, .other: self = .blob
      }
    }
  }

  /// A body that is compared, without its encodings.
  enum Content {
    case bytes(ArraySlice<UInt8>)
    /// One that is too large to be held: a blob, whatever it is.
    case digest(BodyDigest)
  }

  /// Longer texts are blobs: 64 KiB.
  private static let longestText = 64 << 10

  /// The body without the encodings that are the client's choice: chunks, and gzip where there is a decoder for it.
  static func decoded(
    _ body: ArraySlice<UInt8>, _ head: HTTPRequestHead, _ context: CanonicalContext
  ) -> ArraySlice<UInt8> {
    if body.isEmpty { return body }
    var body = body
    let isChunked = AWSChunked.mayBeUsed(head.fields)
    if isChunked, let chunks = AWSChunked.decode(body, fields: head.fields) {
      body = chunks.payload[...]
    }
    // The coding that was applied last stands last.
    let codings = head.fields["Content-Encoding"].flatMap { _ in AWSChunked.contentEncoding(head.fields) }
    guard let codings, codings.asciiLowercased.hasSuffix("gzip"), let inflated = context.inflate(body) else {
      return body
    }
    return inflated[...]
  }

  /// Appends the member `body`, unless it is empty.
  /// - Parameter isEmptyObjectLeftOut: whether `{}` is the same as nothing.
  static func append(
    _ content: Content, as kind: Kind, isEmptyObjectLeftOut: Bool = false, to builder: inout DocumentBuilder
  ) throws(DocumentError) {
    let body: ArraySlice<UInt8>
    switch content {
    case .bytes(let bytes): body = bytes
    case .digest(let digest): return try append(digest, to: &builder)
    }
    if body.isEmpty { return }
    if let document = document(body, kind) {
      if isEmptyObjectLeftOut, document.root.kind == .object, document.root.count == 0 { return }
      try builder.name("body".utf8)
      try builder.copy(document.root)
    } else if kind != .blob, body.count <= longestText, body.isUTF8 {
      try builder.name("body".utf8)
      try builder.string(body)
    } else {
      try append(BodyDigest(sha256: sha256Hex(body), bytes: body.count), to: &builder)
    }
  }

  private static func append(_ digest: BodyDigest, to builder: inout DocumentBuilder) throws(DocumentError) {
    try builder.name("body".utf8)
    try builder.open(.object)
    try builder.name("sha256".utf8)
    // In groups that are too short for a generated token: a blob does not stand for another.
    try builder.string(grouped(digest.sha256).utf8)
    try builder.name("bytes".utf8)
    try builder.number(String(digest.bytes))
    builder.close()
  }

  private static func grouped(_ digest: String) -> String {
    let digits = Array(digest.utf8)
    return stride(from: 0, to: digits.count, by: 4)
      .map { String(decoding: digits[$0..<min($0 + 4, digits.count)], as: UTF8.self) }.joined(separator: ".")
  }

  private static func document(_ body: ArraySlice<UInt8>, _ kind: Kind) -> Document? {
    switch kind {
    case .json: try? JSONReader.read(Array(body))
    case .xml: try? XMLReader.read(body)
    case .cbor: try? CBORReader.read(body)
    case .form: try? FormReader.read(body, isFolded: true)
    case .text, .blob: nil
    }
  }
}
