// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

@Suite("The bucket in a host")
struct S3BucketTests {
  @Test(
    "is what stands before S3's own labels",
    arguments: [
      ("my-bucket.s3.amazonaws.com", "my-bucket"), ("my.bucket.s3.eu-west-1.amazonaws.com:443", "my.bucket"),
      ("b-1.s3-eu-west-1.amazonaws.com", "b-1"), ("b-1.s3.dualstack.us-east-1.amazonaws.com", "b-1"),
      ("b-1.s3-accelerate.amazonaws.com", "b-1"), ("s3.s3.eu-west-1.amazonaws.com", nil),
      ("x.s3.y.s3.amazonaws.com", "x.s3.y"),
      ("point-123456789012.s3-accesspoint.eu-west-1.amazonaws.com", "point-123456789012"),
      ("b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com", "b--use1-az4--x-s3"),
      ("s3.eu-west-1.amazonaws.com", nil), ("s3-eu-west-1.amazonaws.com", nil),
      ("s3.dualstack.us-east-1.amazonaws.com", nil),
      ("Bucket.LOCALHOST:8080", "bucket"), ("my.bucket.localhost", "my.bucket"), ("s3-data.localhost:1", "s3-data"),
      ("bucket.s3.localhost:4566", "bucket"), ("bucket.s3.localhost.example.cloud", "bucket"), ("s3.localhost", nil),
      ("localhost", nil), ("127.0.0.1:8080", nil), ("[::1]:80", nil), ("minio.example.com", nil), ("", nil),
      ("..s3.amazonaws.com", nil), (".localhost", nil),
    ])
  func names(host: String, bucket: String?) {
    #expect(S3Bucket.name(inHost: host) == bucket)
  }

  @Test(
    "gives host-style and path-style requests the same operation and labels",
    arguments: [
      ("GET", "/", "ListObjects"), ("GET", "/?list-type=2", "ListObjectsV2"), ("PUT", "/a/b%20c", "PutObject"),
      ("POST", "/k?uploads", "CreateMultipartUpload"), ("DELETE", "/folder/", "DeleteObject"),
    ])
  func styles(method: String, target: String, operation: String) throws {
    let service = try #require(ServiceIndex.standard.service(named: "s3"))
    func route(_ host: String, _ target: String) -> RoutedOperation? {
      service.route(HTTPRequestHead(method: method, target: target, fields: [HTTPField("Host", host)]))
    }
    let byPath = try #require(route("localhost:8080", "/bucket" + target))
    #expect(byPath.operation.name == operation && byPath.labels.first?.value == Array("bucket".utf8))
    for host in ["bucket.localhost:8080", "bucket.s3.localhost:8080", "bucket.s3.eu-west-1.amazonaws.com"] {
      let byHost = try #require(route(host, target))
      #expect(byHost.operation.name == operation && byHost.labels == byPath.labels)
    }
  }
}
