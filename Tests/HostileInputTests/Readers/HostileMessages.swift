// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import CassetteFormat
import Documents
import Redaction

/// Bodies that are framed, and messages that are redacted.
enum HostileMessages {
  static func chunked(_ input: [UInt8]) throws {
    guard let (payload, _) = AWSChunked.decode(input[...]) else { return }
    try promise(payload.count < input.count, "more comes out than went in")
    let length = "\(payload.count)"
    let fields: HTTPFields = [
      HTTPField("x-amz-decoded-content-length", length), HTTPField("Content-Encoding", "aws-chunked, gzip"),
    ]
    try promise(
      AWSChunked.decode(input[...], length: payload.count)?.payload == payload, "of that length it is not decoded")
    _ = AWSChunked.decode(input[...], fields: fields)
  }

  static func events(_ input: [UInt8]) throws {
    var reader = EventStreamReader(input)
    var writer = EventStreamWriter()
    while let message = try? reader.next() {
      try writer.append(message)
    }
    if let same = EventStream.rewrite(input, payload: { payload, _ in Array(payload) }, text: { $0 }) {
      try promise(same == writer.bytes, "rewritten as it was it is another")
      try promise(same.count == input.count, "rewritten as it was it has another length")
    }
  }

  private static let types = [
    "application/x-amz-json-1.0", "text/xml", "application/x-www-form-urlencoded", "application/cbor", "text/plain",
    EventStream.mediaType,
  ]
  private static let own = Credentials(accessKeyID: "ASIAQWERTYUIOPASDFGH", secretAccessKey: "planted+secret")

  /// A redacted exchange has no secret that the scan finds, and is itself when it is redacted again.
  static func redaction(_ input: [UInt8]) throws {
    guard let kind = input.first else { return }
    var request = HostileRequests.parse(Array(input.dropFirst()))
    let type = HTTPField("Content-Type", types[Int(kind) % types.count])
    request.head.fields.set(type.name, type.value)
    let identity = RequestIdentity(request.head, body: request.body[...], index: .standard)
    let cookie = request.head.fields["Cookie"] ?? "a=b"
    let exchange = Exchange(
      action: identity.action, region: identity.region, at: Timestamp(seconds: 1_795_338_487), took: 1,
      endpoint: "https://a.example", request: request,
      response: HTTPResponse(
        head: HTTPResponseHead(
          status: 200,
          fields: [
            type, HTTPField("Location", request.head.target), HTTPField("X-A", cookie), HTTPField("Set-Cookie", cookie),
          ]),
        body: request.body, trailers: [HTTPField("x-amz-checksum-crc32", cookie)]))
    let redactor = Redactor(credentials: [own], aliases: Aliases(key: AliasKey([UInt8](repeating: 7, count: 32))))
    let once = redactor.redact(exchange)
    let line = once.encoded()
    let leaks = line.withUnsafeBytes { LeakScan(.none, credentials: [own]).findings(in: $0) }
    // A body that its reader cannot read is refused then, and recorded nowhere.
    if isReadable(request.body, type.value) {
      try promise(leaks.isEmpty, "\(leaks.map(\.description)) is left in \(line.text)")
      try promise(redactor.redact(once).request.body == once.request.body, "redacted again it is another: \(line.text)")
    } else {
      _ = redactor.redact(once)
    }
    let document = try JSONReader.read(line)
    try promise(try Exchange(document.root, number: 2).encoded() == line, "its line is not read back: \(line.text)")
  }

  private static func isReadable(_ body: [UInt8], _ type: String) -> Bool {
    switch MediaType(type) {
    case .json: (try? JSONReader.read(body)) != nil
    case .xml: (try? XMLReader.read(body[...])) != nil
    case .cbor: (try? CBORReader.read(body[...])) != nil
    default: false
    }
  }
}
