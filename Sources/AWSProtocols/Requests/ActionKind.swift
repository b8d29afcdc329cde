// SPDX-License-Identifier: Apache-2.0

/// Whether an action may change what later ones answer.
package enum ActionKind: Sendable {
  case read, mutation

  /// By the model's mark, then by the method of a REST operation or plain request, then by the verb of the operation's
  /// name; what none of them calls a read is a mutation.
  ///
  /// A pure function (`kms:Encrypt`) and what only hands out credentials (`sts:AssumeRole`) are reads; what takes
  /// something away (`sqs:ReceiveMessage`) or runs foreign code (`lambda:Invoke`) is a mutation.
  package init(_ action: Action, head: HTTPRequestHead, index: ServiceIndex) {
    self = ActionKind.isRead(action, head, index) ? .read : .mutation
  }

  private static func isRead(_ action: Action, _ head: HTTPRequestHead, _ index: ServiceIndex) -> Bool {
    guard !action.operation.contains(" ") else { return isReading(head.method) }
    if let known = exceptions[action.service]?[action.operation] { return known == .read }
    if pureServices.contains(action.service) { return true }
    let service = index.service(named: action.service)
    let operation = service?.operation(named: action.operation)
    let words = words(of: action.operation)
    // Models mark some operations as read only that start or stop something.
    if operation?.isReadOnly == true, !words.contains("Start"), !words.contains("Stop") { return true }
    if let service, let operation, service.isREST, isReading(operation.method) { return true }
    return words.last.map { readingVerbs.contains($0) } ?? false
  }

  /// Whether a mutation that was done already may be answered again as it was: one that leaves things as they are if it
  /// comes twice. What makes, ends or sends something does not.
  package static func isRepeatable(_ action: Action, index: ServiceIndex) -> Bool {
    guard let service = index.service(named: action.service),
      let operation = service.operation(named: action.operation)
    else { return action.operation.hasPrefix("PUT ") }
    // An update of an item may count something up, and a condition may hold once only.
    if service.name == "dynamodb" { return false }
    if service.isREST, operation.method == "PUT" || service.name == "s3" && operation.method == "DELETE" { return true }
    return words(of: action.operation).last.map { repeatableVerbs.contains($0) || readingVerbs.contains($0) } ?? false
  }

  /// Whether an action ends what it names, by its verb.
  package static func isDeletion(_ action: Action) -> Bool {
    action.operation.hasPrefix("DELETE ")
      || words(of: action.operation).last.map { deletingVerbs.contains($0) } ?? false
  }

  private static let deletingVerbs: Set<Substring> = ["Delete", "Deregister", "Destroy", "Remove", "Terminate"]

  private static let repeatableVerbs: Set<Substring> = [
    "Disable", "Enable", "Modify", "Poll", "Put", "Receive", "Set", "Tag", "Untag", "Update",
  ]

  private static func isReading(_ method: String) -> Bool { method == "GET" || method == "HEAD" }

  /// The verb of an operation, after what says only how often or as whom: `Batch`, `Get` of `BatchGetItem`.
  private static func words(of operation: String) -> [Substring] {
    var words: [Substring] = []
    var rest = operation[...]
    repeat {
      let tail = rest.utf8.dropFirst().firstIndex { $0 &- UInt8(ascii: "A") < 26 } ?? rest.endIndex
      words.append(rest[..<tail])
      rest = rest[tail...]
    } while !rest.isEmpty && words.last.map { prefixes.contains($0) } == true
    return words
  }

  private static let prefixes: Set<Substring> = ["Batch", "Admin", "Transact"]

  private static let readingVerbs: Set<Substring> = [
    "Analyze", "Assume", "Autocomplete", "Calculate", "Check", "Classify", "Compare", "Contains", "Count", "Decode",
    "Decrypt", "Describe", "Detect", "Discover", "Download", "Encrypt", "Estimate", "Evaluate", "Filter", "Geocode",
    "Get", "Head", "Infer", "Is", "List", "Lookup", "Predict", "Preview", "Probe", "Query", "Read", "Recognize",
    "Render", "Rerank", "Rescore", "Resolve", "Retrieve", "Scan", "Search", "Select", "Simulate", "Suggest",
    "Synthesize", "Test", "Translate", "Validate", "View",
  ]

  /// Services that keep no state of their own.
  private static let pureServices: Set<String> = ["payment-cryptography-data", "sts"]

  /// Operations that neither mark, method nor verb tells right.
  static let exceptions: [String: [String: ActionKind]] = [
    "amplify": ["GenerateAccessLogs": .read],
    "apigateway": ["TestInvokeAuthorizer": .mutation, "TestInvokeMethod": .mutation],
    "apigatewayv2": ["PreviewPortal": .mutation],
    "bedrock-agent-runtime": ["GenerateQuery": .read, "OptimizePrompt": .read],
    "bedrock-runtime": [
      "ApplyGuardrail": .read, "Converse": .read, "ConverseStream": .read, "InvokeModel": .read,
      "InvokeModelWithResponseStream": .read,
    ],
    "cloudformation": [
      "DetectStackDrift": .mutation, "DetectStackResourceDrift": .mutation, "DetectStackSetDrift": .mutation,
      "TestType": .mutation,
    ],
    "cloudfront": ["VerifyDnsConfiguration": .read],
    "cloudtrail": ["GenerateQuery": .read],
    "codecommit": ["TestRepositoryTriggers": .mutation],
    "dms": ["TestConnection": .mutation],
    "elasticache": ["TestFailover": .mutation, "TestMigration": .mutation],
    "iot": ["ConfirmTopicRuleDestination": .mutation, "TestInvokeAuthorizer": .mutation],
    "iotsitewise": ["ExecuteQuery": .read],
    "iottwinmaker": ["ExecuteQuery": .read],
    "iotwireless": ["TestWirelessDevice": .mutation],
    "kms": [
      "DeriveSharedSecret": .read, "GenerateDataKey": .read, "GenerateDataKeyPair": .read,
      "GenerateDataKeyPairWithoutPlaintext": .read, "GenerateDataKeyWithoutPlaintext": .read, "GenerateMac": .read,
      "GenerateRandom": .read, "ReEncrypt": .read, "Sign": .read, "Verify": .read, "VerifyMac": .read,
    ],
    "lexv2-runtime": ["RecognizeText": .mutation, "RecognizeUtterance": .mutation],
    "license-manager": ["CheckInLicense": .mutation],
    "lightsail": ["TestAlarm": .mutation],
    "location": ["BatchEvaluateGeofences": .mutation, "VerifyDevicePosition": .read],
    "neptunedata": ["ExecuteGremlinExplainQuery": .read],
    "quicksight": [
      "GenerateEmbedUrlForAnonymousUser": .read, "GenerateEmbedUrlForRegisteredUser": .read,
      "GenerateEmbedUrlForRegisteredUserWithIdentity": .read,
    ],
    "resiliencehub": ["ResolveAppVersionResources": .mutation],
    "storagegateway": ["RetrieveTapeArchive": .mutation, "RetrieveTapeRecoveryPoint": .mutation],
    "support": ["ResolveCase": .mutation],
  ]
}
