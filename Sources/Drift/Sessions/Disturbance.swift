// SPDX-License-Identifier: Apache-2.0

/// Answers that say something of the day and nothing of the API: throttles and failures of the server.
enum Disturbance: Sendable {
  case throttled, failed

  init?(_ sample: Sample) {
    if sample.status == 429 || sample.error.map({ Disturbance.throttles.contains($0) }) == true {
      self = .throttled
    } else if sample.status >= 500 {
      self = .failed
    } else {
      return nil
    }
  }

  /// The codes that SDKs take for throttling (AWS SDKs and Tools Reference Guide, "Retry behavior").
  static let throttles: Set<String> = [
    "BandwidthLimitExceeded", "EC2ThrottledException", "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled",
    "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling", "ThrottlingException",
    "TooManyRequestsException", "TransactionInProgressException",
  ]
}
