// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

extension Fault {
  /// The error that a service answers with, in the words of its protocol; nil for a fault that is no answer.
  package func error(to action: Action, in dialect: Dialect) -> (status: Int, code: String, message: String)? {
    switch kind {
    case .throttle:
      let (status, code) = Fault.throttling(action, dialect)
      return (status, code, "Rate exceeded (Tapedeck fault \(description))")
    case .error(let code, let status):
      return (status ?? Fault.status(of: code, dialect), code, "Tapedeck fault \(description)")
    case .reset, .truncate, .timeout, .delay: return nil
    }
  }

  /// What each protocol's services answer when they are asked too often, in a form that every SDK retries.
  private static func throttling(_ action: Action, _ dialect: Dialect) -> (Int, String) {
    switch dialect {
    case .awsJson1_0, .awsJson1_1, .rpcv2Cbor: (400, "ThrottlingException")
    case .restJson1, .http: (429, "ThrottlingException")
    case .awsQuery: (400, "Throttling")
    case .ec2Query: (503, "RequestLimitExceeded")
    case .restXml: action.service == "s3" ? (503, "SlowDown") : (400, "Throttling")
    }
  }

  /// The status that goes with a code as a rule. Only the protocols that bind errors to statuses have more than 400 for
  /// what the client did wrong.
  private static func status(of code: String, _ dialect: Dialect) -> Int {
    if code.contains("Unavailable") || code == "SlowDown" || code == "RequestLimitExceeded" { return 503 }
    if code.contains("Internal") { return 500 }
    switch dialect {
    case .awsJson1_0, .awsJson1_1, .rpcv2Cbor, .ec2Query: return 400
    case .awsQuery, .restJson1, .restXml, .http:
      if code.contains("NotFound") || code.hasPrefix("NoSuch") { return 404 }
      if code.contains("AccessDenied") { return 403 }
      if code.contains("Conflict") || code.contains("AlreadyExists") { return 409 }
      return code.contains("TooManyRequests") ? 429 : 400
    }
  }
}
