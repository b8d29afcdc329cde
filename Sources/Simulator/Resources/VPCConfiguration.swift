// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// The network in which an installed provider is reached.
struct VPCConfiguration: Sendable {
  private let vpcID: String
  private let subnetIDs: [String]
  private let securityGroupIDs: [String]
  private let tlsCertificate: String?

  /// Nil where the input has none.
  init?(_ input: DocumentValue?) {
    guard let input, let vpcID = input["VpcId"]?.string else { return nil }
    self.vpcID = vpcID
    subnetIDs = input["SubnetIds"]?.elements.compactMap(\.string) ?? []
    securityGroupIDs = input["SecurityGroupIds"]?.elements.compactMap(\.string) ?? []
    tlsCertificate = input["TlsCertificate"]?.string
  }

  func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("VpcId", vpcID)
      $0.member("SubnetIds", array: { list in subnetIDs.forEach { list.string($0) } })
      $0.member("SecurityGroupIds", array: { list in securityGroupIDs.forEach { list.string($0) } })
      if let tlsCertificate { $0.member("TlsCertificate", tlsCertificate) }
    }
  }
}

extension VPCConfiguration: Dumped {
  init(dumped value: AdminValue) throws(AdminError) {
    guard let vpc = VPCConfiguration(value.value) else { throw value.unexpected("a VPC configuration") }
    self = vpc
  }

  func dump(to writer: inout JSONWriter) { write(to: &writer) }
}
