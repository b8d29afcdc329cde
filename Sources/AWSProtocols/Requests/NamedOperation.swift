// SPDX-License-Identifier: Apache-2.0

/// An operation that a request names outright: in `X-Amz-Target` (awsJson), or in its path (Smithy RPC v2 CBOR).
struct NamedOperation {
  /// What stands for the service: the target prefix of its model, or the last component of that.
  let prefix: Substring
  let operation: String

  init?(_ head: HTTPRequestHead) {
    if let target = head.fields["X-Amz-Target"] {
      // `PREFIX.Operation`; the prefix may have dots itself.
      guard let dot = target.utf8.lastIndex(of: 0x2E) else { return nil }
      self.init(prefix: target[..<dot], operation: target[target.utf8.index(after: dot)...])
    } else if head.fields["smithy-protocol"] == "rpc-v2-cbor" {
      // Clients may have a path of their own before it.
      let parts = head.path.split(separator: "/").suffix(4)
      guard parts.count == 4, parts.first == "service", parts.dropFirst(2).first == "operation" else { return nil }
      self.init(prefix: parts[parts.startIndex + 1], operation: parts[parts.startIndex + 3])
    } else {
      return nil
    }
  }

  private init?(prefix: Substring, operation: Substring) {
    guard !operation.isEmpty else { return nil }
    self.prefix = prefix
    self.operation = String(operation)
  }

  /// Its service: by the prefix; where two share that, by the operation; where none has it, by the signature.
  func service(_ scope: SignatureScope?, _ index: ServiceIndex) -> Service? {
    let services = index.services(targetPrefix: prefix)
    if services.count < 2 { return services.first ?? scope.flatMap { index.services(signingName: $0.service).first } }
    let having = services.filter { $0.operation(named: operation) != nil }
    return having.first ?? services.first
  }
}
