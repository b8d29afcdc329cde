// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// `arn:PARTITION:SERVICE:REGION:ACCOUNT:connection/UUID` and its like.
struct ResourceARN: Hashable, Sendable, CustomStringConvertible {
  let partition: Substring
  let service: Substring
  let region: Substring
  let account: Substring
  /// `connection/UUID`, `host/NAME-HEX`.
  let resource: Substring

  init(service: ServiceName, region: String, account: String, resource: String) {
    partition = Self.partition(of: region)
    self.service = service.rawValue[...]
    self.region = region[...]
    self.account = account[...]
    self.resource = resource[...]
  }

  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", ServiceName(rawValue: String(parts[2])) != nil else { return nil }
    (partition, service, region, account, resource) = (parts[1], parts[2], parts[3], parts[4], parts[5])
  }

  var description: String { "arn:\(partition):\(service):\(region):\(account):\(resource)" }

  /// Whether both name one resource: the service may stand under its old or its new name.
  func isSameResource(as other: ResourceARN) -> Bool {
    resource == other.resource && region == other.region && account == other.account && partition == other.partition
  }

  private static func partition(of region: String) -> Substring {
    let byPrefix: [(String, Substring)] = [
      ("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("us-iso-", "aws-iso"), ("us-isob-", "aws-iso-b"),
      ("us-isof-", "aws-iso-f"), ("eu-isoe-", "aws-iso-e"), ("eusc-", "aws-eusc"),
    ]
    return byPrefix.first { region.hasPrefix($0.0) }?.1 ?? "aws"
  }
}

extension ResourceARN: Dumped {
  init(dumped value: AdminValue) throws(AdminError) {
    guard let arn = ResourceARN(try value.string()) else { throw value.unexpected("an ARN of this service") }
    self = arn
  }

  func dump(to writer: inout JSONWriter) { writer.string(description) }
}
