// SPDX-License-Identifier: Apache-2.0

package import Documents

/// The code of an error response, without what protocols put round it (Smithy, "Operation error serialization").
package enum ErrorCode {
  /// Whether SDKs take a code for throttling (AWS SDKs and Tools Reference Guide, "Retry behavior").
  package static func isThrottling(_ code: String) -> Bool { throttles.contains(code) }

  private static let throttles: Set<String> = [
    "BandwidthLimitExceeded", "EC2ThrottledException", "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled",
    "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling", "ThrottlingException",
    "TooManyRequestsException", "TransactionInProgressException",
  ]

  /// The code in `x-amzn-ErrorType`, `__type` or `code`: without name space and without what follows a colon.
  package static func of(_ fields: HTTPFields, body: Document?) -> String? {
    let raw = fields["x-amzn-ErrorType"] ?? body?.root["__type"]?.string ?? body?.root["code"]?.string
    return raw.flatMap { bare($0) }
  }

  /// A code without its name space and without what follows a colon; nil where nothing is left.
  package static func bare(_ raw: String) -> String? {
    raw.prefix { $0 != ":" }.split(separator: "#").last.map(String.init)
  }

  /// The same for a body that is not read yet, JSON or XML.
  package static func of(_ fields: HTTPFields, body: [UInt8]) -> String? {
    if let code = of(fields, body: body.first == 0x7B ? try? JSONReader.read(body) : nil) { return code }
    // <Error><Code>ExpiredToken</Code>: the only element of that name in the errors of awsQuery, ec2Query and restXml.
    let text = String(decoding: body.prefix(16_384), as: UTF8.self)
    guard body.first == 0x3C, let start = text.firstRange(of: "<Code>") else { return nil }
    let code = text[start.upperBound...].prefix { $0 != "<" }
    return code.isEmpty ? nil : String(code)
  }
}
