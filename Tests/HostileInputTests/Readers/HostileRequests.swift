// SPDX-License-Identifier: Apache-2.0

import Documents
import Redaction

@testable import AWSProtocols
@testable import Engine

/// Requests as a client may send them: `METHOD target`, fields a line each, an empty line, the body.
enum HostileRequests {
  static func parse(_ input: [UInt8]) -> HTTPRequest {
    var rest = input[...]
    func line() -> [UInt8]? {
      guard let end = rest.firstIndex(of: 0x0A) else { return nil }
      defer { rest = rest[(end + 1)...] }
      return Array(rest[..<end])
    }
    var head = HTTPRequestHead(method: "", target: "")
    if let first = line() {
      let words = first.split(separator: 0x20, maxSplits: 1, omittingEmptySubsequences: false).map { Array($0).text }
      (head.method, head.target) = (words.first ?? "", words.last ?? "")
    }
    while let field = line(), !field.isEmpty {
      let halves = field.split(separator: 0x3A, maxSplits: 1, omittingEmptySubsequences: false).map { Array($0).text }
      let value = (halves.last ?? "").drop { $0 == " " }
      head.fields.append(halves.first ?? "", String(value))
    }
    return HTTPRequest(head: head, body: Array(rest))
  }

  private static let context = CanonicalContext(rules: rules)

  private static let rules: MatchRules = {
    var rules = MatchRules()
    guard let all = ActionPattern("*:*"), let ignored = DocumentPath("/**/Nonce"), let bound = DocumentPath("/*/Name"),
      let kept = DocumentPath("/Keep/*")
    else { return rules }
    rules.ignored = [MatchRules.PathRule(action: all, path: ignored)]
    rules.bound = [MatchRules.PathRule(action: all, path: bound)]
    rules.kept = [MatchRules.PathRule(action: all, path: kept)]
    return rules
  }()

  /// Who asks, what is asked, and the key under which it is looked up.
  static func request(_ input: [UInt8]) throws {
    let sent = parse(input)
    let (name, head) = SessionName.inPath(of: sent.head)
    let identity = RequestIdentity(head, body: sent.body[...], index: .standard)
    if let name = name ?? SessionName.marked(in: head.fields, identity.scope) { try isFileName(name) }
    _ = (identity.operation, DeclaredPayload(head), S3Bucket.name(inHost: head.fields["Host"] ?? ""))
    let error = identity.dialect.error(status: 400, code: "TapedeckMiss", message: input.text, requestID: "r")
    _ = ErrorCode.of(error.head.fields, body: error.body)
    _ = ErrorCode.of(head.fields, body: sent.body)
    let canonical = key(head, sent.body, identity)
    try promise(canonical.key == key(head, sent.body, identity).key, "one request has two keys")
    _ = (canonical.tokens, canonical.key(.skeleton), canonical.paths)
    try HostileDocuments.invariants(canonical.document)
    // What means the same has the same key, however it is written.
    if canonical.form == .json, !sent.body.isEmpty {
      let other = Array(PrettyPrinter.text(canonical.document.root).utf8)
      try promise(canonical.key == key(head, other, identity).key, "\(other.text) has another key")
    }
  }

  private static func key(_ head: HTTPRequestHead, _ body: [UInt8], _ identity: RequestIdentity) -> CanonicalRequest {
    CanonicalRequest(
      action: context.canonical(identity.action), head: head, body: body[...], context: context, route: identity.route,
      host: head.fields["Host"])
  }

  /// Sessions' names become files' names.
  private static func isFileName(_ name: String) throws {
    let isSafe = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x2F && $0 != 0x5C }
    try promise(isSafe && !name.hasPrefix(".") && !name.isEmpty && name.utf8.count <= 64, "\(name) is a session's name")
  }

  private static let key = Credentials(accessKeyID: "AKIATAPEDECKSESSION1", secretAccessKey: "throw-away-secret")

  static func signature(_ input: [UInt8]) throws {
    let request = parse(input)
    let hash = sha256Hex(request.body)
    try promise(
      SignatureScope(request.head).map { SigV4.verify(request.head, $0, payloadHash: hash, credentials: key) } != true,
      "nobody has signed this")
    // Who does not sign is not signed for.
    if let scope = SignatureScope(request.head) {
      let refusal = ClientGate(key: key, clock: FixedClock(), callers: nil).refusal(
        request.head, scope: scope, payloadHash: hash)
      try promise(refusal != nil, "a stranger is let in")
    }
    // What is signed is verified, and is not any more when a byte of it is another.
    var head = request.head
    let scope = SignatureScope(head)
    head.fields.set("Host", head.fields["Host"] ?? "h")
    SigV4(region: scope?.region ?? "eu-west-1", service: scope?.service ?? "s3").sign(
      &head, payloadHash: hash, credentials: key, at: Timestamp(seconds: 1_795_338_487))
    // A name that is no token (RFC 9110 §5.6.2) is refused by every reader of HTTP, and its list of names cannot be read.
    guard scope == nil, head.fields.allSatisfy({ isToken($0.name) }) else { return }
    try promise(
      SignatureScope(head).map { SigV4.verify(head, $0, payloadHash: hash, credentials: key) } == true,
      "what was signed is not verified")
    head.method += "x"
    try promise(
      SignatureScope(head).map { SigV4.verify(head, $0, payloadHash: hash, credentials: key) } != true,
      "another method is verified")
  }

  private static func isToken(_ name: String) -> Bool {
    name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
    }
  }
}
