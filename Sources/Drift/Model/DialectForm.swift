// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

extension Dialect {
  var isREST: Bool { self == .restJson1 || self == .restXml }

  /// What answers are written in.
  var media: MediaType {
    switch self {
    case .awsJson1_0, .awsJson1_1, .restJson1: .json
    case .awsQuery, .ec2Query, .restXml: .xml
    case .rpcv2Cbor: .cbor
    case .http: .other
    }
  }
}
