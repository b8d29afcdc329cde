// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFormat
internal import Documents

/// One exchange as it is compared.
struct Sample: Sendable {
  /// Its place in the cassette, from 1.
  let number: Int
  /// Under its service's newest name, so that both names are one, where the context unites them.
  let action: Action
  /// As recorded.
  let calledAs: Action
  let region: String
  /// Whom it asked, with the port.
  let host: String
  let key: CanonicalKey
  let request: Document
  /// Places of the request that say nothing: idempotency tokens, and what the user ignores.
  let unsaid: CanonicalPaths?
  /// Whether the members of `request` are the body's, else they are parts of the request.
  let isBodyOnly: Bool
  let dialect: Dialect
  let status: Int
  /// The error code; nil for success.
  let error: String?
  /// The error code as it was written, and the header or member that it stands in.
  let errorForm: (text: String, place: [DocumentPath.Step])?
  let fields: HTTPFields
  let media: MediaType
  let body: Document?
  let size: Int
  /// In milliseconds.
  let took: Int
  /// 35 years.
  private static let longest = 1 << 40

  init(_ view: ExchangeView, number: Int, _ context: CanonicalContext) throws(CassetteError) {
    self.number = number
    let head = try view.requestHead()
    let asked = RequestIdentity.action(recorded: view.action, head: head, host: view.host, index: context.index)
    calledAs = Sample.withoutIDs(asked)
    action = context.canonical(calledAs)
    region = view.region
    host = view.host
    dialect = try view.dialect()
    let request = try view.canonicalRequest(asked, head, context)
    key = request.key
    self.request = request.document
    unsaid = request.paths
    isBodyOnly = [.json, .cbor, .query].contains(request.form)
    status = view.status
    fields = try view.responseFields()
    let bytes = Sample.decoded(try view.responseBody(), fields, context)
    size = try view.responsePieces()?.digest.bytes ?? bytes.count
    // Whatever a cassette says, medians of it are multiplied.
    took = min(max(0, view.line["took"]?.int ?? 0), Sample.longest)
    media = Sample.media(fields, bytes)
    // What a user keeps at AWS says nothing of AWS.
    let isDocument = status >= 400 || context.answersDocument(asked)
    let body = isDocument ? Sample.document(bytes, media) : nil
    self.body = body
    errorForm = status < 400 ? nil : Sample.errorForm(fields, body)
    error = status < 400 ? nil : errorForm.map { ErrorCode.bare($0.text) ?? $0.text } ?? "\(status)"
  }

  /// An action that is method and path, with `*` for the ids in the path; any other as it is.
  private static func withoutIDs(_ action: Action) -> Action {
    guard action.group != action else { return action }
    let parts = action.operation.split(separator: "/", omittingEmptySubsequences: false).map { part in
      let text = Array(part.utf8)
      var skeleton: [UInt8] = []
      text.withUnsafeBytes { TextForm.appendSkeleton($0, to: &skeleton) }
      let isNumber = !text.isEmpty && text.allSatisfy { $0 &- 0x30 < 10 }
      return isNumber || skeleton != text ? "*" : String(part)
    }
    return Action(service: action.service, operation: parts.joined(separator: "/"))
  }

  /// The same for the same request.
  var source: UInt64 { UInt64(bitPattern: Int64(key.hashValue)) }

  /// Whose shape the answer has a part in: the error code, or empty for success.
  var outcome: String { error ?? "" }

  private static func decoded(
    _ body: ArraySlice<UInt8>, _ fields: HTTPFields, _ context: CanonicalContext
  ) -> ArraySlice<UInt8> {
    guard fields["Content-Encoding"]?.asciiLowercased == "gzip" else { return body }
    return context.inflate(body).map { $0[...] } ?? body
  }

  private static func media(_ fields: HTTPFields, _ body: ArraySlice<UInt8>) -> MediaType {
    if let type = fields["Content-Type"] { return MediaType(type) }
    switch body.first {
    case 0x7B, 0x5B: return .json
    case 0x3C: return .xml
    default: return .other
    }
  }

  private static func document(_ body: ArraySlice<UInt8>, _ media: MediaType) -> Document? {
    if body.isEmpty { return nil }
    switch media {
    case .json: return try? JSONReader.read(Array(body))
    case .xml: return try? XMLReader.read(body)
    case .cbor: return try? CBORReader.read(body)
    case .form: return try? FormReader.read(body, isFolded: true)
    case .text, .eventStream, .other: return nil
    }
  }

  private static func errorForm(
    _ fields: HTTPFields, _ body: Document?
  ) -> (text: String, place: [DocumentPath.Step])? {
    if let text = fields["x-amzn-ErrorType"] { return (text, [.name("headers"), .name("x-amzn-errortype")]) }
    guard let root = body?.root else { return nil }
    let places = [
      ["__type"], ["code"], ["ErrorResponse", "Error", "Code"], ["Response", "Errors", "Error", "Code"],
      ["Error", "Code"],
    ]
    for place in places {
      var value: DocumentValue? = root
      for name in place { value = value?[name] }
      if let text = value?.string { return (text, [.name("body")] + place.map { .name($0) }) }
    }
    return nil
  }
}
