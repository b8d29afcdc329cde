// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// Answers that say something of the day and nothing of the API: throttles and failures of the server.
enum Disturbance: Sendable {
  case throttled, failed

  init?(_ sample: Sample) {
    if sample.status == 429 || sample.error.map(ErrorCode.isThrottling) == true {
      self = .throttled
    } else if sample.status >= 500 {
      self = .failed
    } else {
      return nil
    }
  }
}
