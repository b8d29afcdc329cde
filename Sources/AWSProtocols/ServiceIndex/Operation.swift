// SPDX-License-Identifier: Apache-2.0

/// One operation of a service, as far as its model says more than its name.
package struct Operation: Sendable {
  /// What a message's payload is.
  package enum Payload: String, Sendable {
    /// A document in the form of the protocol, or nothing.
    case document
    /// Bytes or text as they are.
    case blob
    /// Bytes of any length, sent as they come.
    case stream
    /// Event-stream messages (`application/vnd.amazon.eventstream`).
    case events
  }

  /// A token that asks for the next page, and where a page says which.
  package struct Page: Hashable, Sendable {
    package let request: WirePlace
    /// The places in the response, the likeliest first; a step `-1` is the last element of a list.
    package let response: [WirePlace]
  }

  package let name: String
  /// Its place among the operations of the service, as the index has them.
  let number: Int
  package let method: String
  /// Path and fixed query, with `{label}` and greedy `{label+}`: `/{Bucket}/{Key+}?uploads`. `/` for all but REST.
  package let uri: String
  /// What the client puts before the host; nil for most operations.
  package private(set) var hostPrefix: HostPrefix?
  /// The request members that only tell a repeated request from a new one.
  package private(set) var idempotencyTokens: [WirePlace] = []
  /// Empty for an operation without pages. Several tokens go together.
  package private(set) var pages: [Page] = []
  /// The headers that members of the input are bound to, in lower case (REST only).
  ///
  /// Without idempotency tokens, and without what clients fill in by themselves or no cassette holds: checksums,
  /// lengths, dates, traces, credentials.
  package private(set) var headerMembers: [String] = []
  /// What the headers begin with that a map of the input is bound to (`x-amz-meta-`), in lower case.
  package private(set) var headerPrefixes: [String] = []
  /// The required query and header members, where the model has another operation of this method and path template.
  private(set) var neededMembers: [WirePlace] = []
  /// Which entries of the service's table of what is sensitive hold in its messages.
  private(set) var sensitiveInRequest = SensitiveNumbers.none
  private(set) var sensitiveInResponse = SensitiveNumbers.none
  package private(set) var requestPayload = Payload.document
  package private(set) var responsePayload = Payload.document
  /// Marked as read only in the model. Most models mark nothing: false says nothing.
  package private(set) var isReadOnly = false
  /// Marked as idempotent in the model: repeated, it changes nothing more.
  package private(set) var isIdempotent = false
  /// Whether the request is signed at all.
  package private(set) var isSigned = true
  /// Whether the signature covers the payload; else it covers the words `UNSIGNED-PAYLOAD`.
  package private(set) var isPayloadSigned = true
  /// Whether the model has it for old clients only.
  private(set) var isDeprecated = false
  /// Which of the service's endpoint rules apply; nil for the common ones.
  private(set) var endpointVariant: String?

  init(_ line: IndexFields, number: Int) {
    var line = line
    self.number = number
    name = line.text()
    let (method, uri) = (line.text(), line.text())
    self.method = method.isEmpty ? "POST" : method
    self.uri = uri.isEmpty ? "/" : uri
    while !line.isAtEnd { add(line.text()) }
  }

  private mutating func add(_ fact: String) {
    let value = fact.dropFirst(2)
    switch fact.prefix(2) {
    case "t=": idempotencyTokens.append(WirePlace(value))
    case "p=": pages.append(Page(value))
    case "i=": requestPayload = Payload(rawValue: String(value)) ?? .document
    case "o=": responsePayload = Payload(rawValue: String(value)) ?? .document
    case "h=": hostPrefix = HostPrefix(value)
    case "b=": headerMembers = value.split(separator: ",").map(String.init)
    case "x=": headerPrefixes.append(String(value))
    case "q=": sensitiveInRequest = SensitiveNumbers(value)
    case "r=": sensitiveInResponse = SensitiveNumbers(value)
    case "n=": neededMembers.append(WirePlace(value))
    case "v=": endpointVariant = String(value)
    case "f=":
      isReadOnly = value.contains("r")
      isIdempotent = value.contains("m")
      isSigned = !value.contains("n")
      isPayloadSigned = !value.contains("u")
      isDeprecated = value.contains("d")
    default: break
    }
  }
}

extension Operation.Page {
  /// `WIRE>PATH|PATH`, or `WIRE` alone where both sides have one name.
  init(_ text: Substring) {
    let sides = text.split(separator: ">", maxSplits: 1)
    request = WirePlace(sides.first ?? "")
    response = (sides.last ?? "").split(separator: "|").map { WirePlace($0) }
  }
}

/// Where a member stands in a request or response, in the names that are on the wire.
package struct WirePlace: Hashable, Sendable {
  package enum Location: String, Sendable {
    case body, query, header
    /// A label of the URI template.
    case uri
  }

  package let location: Location
  /// In a body the steps below the root object or root element (in awsQuery and ec2Query below the form or
  /// the `…Result` element); elsewhere the one name.
  package let path: [String]

  package init(_ location: Location, _ path: [String]) {
    self.location = location
    self.path = path
  }

  init(_ text: Substring) {
    if let colon = text.firstIndex(of: ":"), let location = Location(rawValue: String(text[..<colon])) {
      self.init(location, [String(text[text.index(after: colon)...])])
    } else {
      self.init(.body, text.split(separator: "/").map(String.init))
    }
  }
}
