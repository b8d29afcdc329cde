// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// One AWS service: its names, and, read when they are first asked for, its operations, endpoints and shapes.
package final class Service: Sendable {
  /// The name here and in botocore: `codestar-connections`, `s3control`.
  package let name: String
  /// The name in the SDKs and the shared configuration: `CodeStar connections`, `S3 Control`.
  package let serviceID: String
  /// The names that signatures for it have in their credential scope, the common one first.
  package let signingNames: [String]
  /// The beginning of its host, as a rule.
  package let endpointPrefix: String
  /// What stands before the operation in `X-Amz-Target`, and behind `/service/` in RPC v2 CBOR.
  package let targetPrefix: String?
  /// The protocols it speaks, the preferred one first: `json1.0`, `json1.1`, `query`, `ec2`, `rest-json`, `rest-xml`,
  /// `smithy-rpc-v2-cbor`.
  package let protocols: [String]
  /// The `Version` of a Query request.
  package let apiVersion: String
  /// `v4`, or `s3v4` (the path is encoded once and not normalised), `v2`, `bearer`.
  package let signatureVersion: String
  package let xmlNamespace: String?
  package let operationCount: Int

  private let block: IndexText
  private let details = AtomicLazyReference<Details>()
  private let shapesBlock: IndexText
  private let shapesTable = AtomicLazyReference<ShapeTable>()

  init(_ line: inout IndexFields, blocks: inout IndexLines, shapes: inout IndexLines) {
    name = line.text()
    serviceID = line.text()
    let signingNames = line.words()
    self.signingNames = signingNames.isEmpty ? [name] : signingNames
    let endpointPrefix = line.text()
    self.endpointPrefix = endpointPrefix.isEmpty ? self.signingNames[0] : endpointPrefix
    targetPrefix = line.textOrNil()
    protocols = line.words()
    apiVersion = line.text()
    signatureVersion = line.textOrNil() ?? "v4"
    xmlNamespace = line.textOrNil()
    operationCount = line.number() ?? 0
    block = blocks.block(line.number() ?? 0)
    shapesBlock = shapes.block(line.number() ?? 0)
  }

  /// The operation of that name, spelled as in the model (`GetConnection`).
  package func operation(named name: some StringProtocol) -> Operation? {
    read().operations[String(name)]
  }

  /// All operations, in no particular order.
  package var operations: some Collection<Operation> & Sendable { read().operations.values }

  var endpoints: EndpointRules { read().endpoints }

  /// What is a timestamp in its answers.
  package var timestampMembers: TimestampMembers { read().timestamps }

  /// What is sensitive in the messages of an operation, spelled as in the model; of one that the index does not know, all
  /// that is sensitive anywhere in the service.
  package func sensitiveMembers(
    operation name: some StringProtocol, in direction: SensitiveMembers.Direction
  ) -> SensitiveMembers {
    let details = read()
    guard let operation = details.operations[String(name)] else { return SensitiveMembers(details.sensitive, .all) }
    let numbers = direction == .request ? operation.sensitiveInRequest : operation.sensitiveInResponse
    return SensitiveMembers(details.sensitive, numbers)
  }

  /// What its messages look like.
  var shapes: ShapeTable { shapesTable.load() ?? shapesTable.storeIfNil(ShapeTable(shapesBlock)) }

  /// The URI templates of the operations, for ``route(_:)``.
  var routes: RouteTable {
    let details = read()
    return details.routes.load()
      ?? details.routes.storeIfNil(RouteTable(details.operations.values, endpoints: details.endpoints))
  }

  private final class Details: Sendable {
    let operations: [String: Operation]
    let endpoints: EndpointRules
    let timestamps: TimestampMembers
    let sensitive: SensitiveTable
    let routes = AtomicLazyReference<RouteTable>()

    init(_ text: IndexText, capacity: Int) {
      var endpoints = EndpointRules()
      var timestamps = TimestampMembers()
      var sensitive = SensitiveTable()
      var operations: [String: Operation] = [:]
      // The count is read from the text, which also bounds it: a line has two bytes at least.
      operations.reserveCapacity(min(max(0, capacity), text.bytes.count / 2))
      var lines = text.lines
      while let line = lines.next() {
        switch line.first {
        case UInt8(ascii: "="): endpoints.add(line)
        case UInt8(ascii: "@"): timestamps.add(line)
        case UInt8(ascii: "!"): sensitive.add(line)
        default:
          let operation = Operation(line, number: operations.count)
          operations[operation.name] = operation
        }
      }
      self.operations = operations
      self.endpoints = endpoints
      self.timestamps = timestamps
      self.sensitive = sensitive
    }
  }

  /// Two threads may both read the block the first time; one result stays, and from then on there is nothing to wait for.
  private func read() -> Details {
    details.load() ?? details.storeIfNil(Details(block, capacity: operationCount))
  }
}
