// SPDX-License-Identifier: Apache-2.0

import Documents
import TestSupport
import Testing

@testable import AWSProtocols

@Suite("Canonical requests of damaged requests")
struct CanonicalFuzzTests {
  private static let samples: [CanonicalSample] = [
    .form("TagRole", "Action=TagRole&Tags.member.1.Key=a&Tags.member.1.Value=%C3%A9&Version=2010-05-08"),
    .form("RunInstances", "Action=RunInstances&ClientToken=t&NetworkInterface.1.Ipv6Address.2=x", service: "ec2"),
    .rest(
      "route53", "CreateHostedZone", "POST /2013-04-01/hostedzone?a=%20",
      body: "<R xmlns='u' a=\"1\"><Name>n&amp;</Name><CallerReference>c</CallerReference></R>"),
    .rest(
      "s3", "PutObject", "PUT /bucket/a%20b/c?x-id=PutObject&partNumber=1",
      fields: [HTTPField("Content-Encoding", "aws-chunked"), HTTPField("x-amz-meta-a", "b")],
      body: "5;chunk-signature=a\r\nhello\r\n0\r\nx-amz-checksum-crc32:a\r\n\r\n"),
    .json("secretsmanager", "CreateSecret", #"{"Name":"n","Tags":[{"Key":"a","Value":"b"}]}"#, CanonicalContext()),
    CanonicalSample(
      service: "cloudwatch", operation: "ListMetrics", fields: [HTTPField("smithy-protocol", "rpc-v2-cbor")],
      body: [
        0xBF, 0x61, 0x61, 0x82, 0x01, 0xF9, 0x3C, 0x00, 0x61, 0x62, 0xC1, 0xFB, 0x41, 0xD4, 0, 0, 0, 0, 0, 0, 0xFF,
      ]),
    CanonicalSample(
      service: "http", operation: "POST /", target: "/a/%FF?b=%FF&c", fields: [HTTPField("Content-Type", "text/xml")],
      body: Array("<a>1</a>".utf8)),
  ]

  private static let likely = Array("%&=./?<>{}[]\",:\r\n0a".utf8) + [0x00, 0x9F, 0xBF, 0xFF]

  @Test("are found again, and by whatever has the same document", arguments: 0..<6)
  func damaged(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for sample in Self.samples {
      for _ in 0..<60 {
        var other = sample
        if Bool.random(using: &random) {
          var target = Array(sample.target.utf8)
          target.mutate(Self.likely, &random)
          other.target = "/" + String(decoding: target, as: UTF8.self)
        }
        other.body.mutate(Self.likely, &random)
        let (one, again) = (other.request, other.request)
        #expect(one.key == again.key)
        let (left, right) = (one.document.root.excerpt(1 << 20), sample.request.document.root.excerpt(1 << 20))
        if one.form == sample.request.form, left == right { #expect(one.key == sample.key) }
      }
    }
  }
}
