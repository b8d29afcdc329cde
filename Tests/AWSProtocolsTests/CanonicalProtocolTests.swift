// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

@Suite("Canonical requests of the other protocols")
struct CanonicalProtocolTests {
  private typealias Sample = CanonicalSample

  @Test("of awsQuery are the folded form without its action, in body or query")
  func awsQuery() {
    let body =
      "Action=TagRole&RoleName=r&Tags.member.2.Key=b&Tags.member.2.Value=2&Tags.member.1.Key=a&Tags.member.1.Value=1"
    let sample = Sample.form("TagRole", body + "&Version=2010-05-08")
    #expect(sample.request.form == .query)
    #expect(
      sample.json
        == #"{"RoleName":"r","Tags":{"member":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]},"Version":"2010-05-08"}"#
    )
    // Tags are a set: the numbers that they were given do not count.
    let other = body.replacing("member.1", with: "member.3")
    #expect(Sample.form("TagRole", "Version=2010-05-08&" + other).key == sample.key)
    #expect(Sample.form("TagRole", body + "&Version=2010-05-09").key != sample.key)
    var get = Sample(service: "iam", operation: "TagRole", method: "GET", target: "/?\(body)&Version=2010-05-08")
    #expect(get.key == sample.key)
    get.target += "&X-Amz-Signature=s&X-Amz-Algorithm=A&X-Amz-Credential=c&X-Amz-Date=d&X-Amz-SignedHeaders=host"
    #expect(get.key == sample.key)
  }

  @Test("of ec2Query are folded as well, with placeholders for tokens")
  func ec2Query() {
    func run(_ token: String, _ image: String = "ami-1") -> Sample {
      .form("RunInstances", "Action=RunInstances&ClientToken=\(token)&ImageId=\(image)", service: "ec2")
    }
    #expect(run("a").key == run("b").key && run("a").key != run("a", "ami-2").key)
    #expect(run("a").request.tokens == ["a"])
    #expect(run("a").key != Sample.form("RunInstances", "ImageId=ami-1", service: "ec2").key)
  }

  @Test("of operations that are not known or paths that say something are compared whole")
  func oddForms() {
    let unknown = Sample.form("Nothing", "Action=Nothing&a.1=x")
    #expect(unknown.request.form == .plain)
    #expect(unknown.json == #"{"method":"POST","path":"/","body":{"Action":"Nothing","a":["x"]}}"#)
    var queue = Sample.form("SendMessage", "Action=SendMessage&MessageBody=x", service: "sqs")
    #expect(queue.request.form == .query)
    queue.target = "/123456789012/queue"
    #expect(queue.request.form == .plain)
  }

  @Test("of RPC v2 CBOR are its tree, apart from JSON with the same meaning")
  func cbor() {
    func sample(_ body: [UInt8]) -> Sample {
      Sample(
        service: "cloudwatch", operation: "ListMetrics",
        target: "/service/GraniteServiceVersion20100801/operation/ListMetrics",
        fields: [HTTPField("smithy-protocol", "rpc-v2-cbor"), HTTPField("Content-Type", "application/cbor")], body: body
      )
    }
    // {"a":1} with a definite and an indefinite length, and 1 as a float.
    #expect(sample([0xA1, 0x61, 0x61, 0x01]).json == #"{"a":1}"#)
    #expect(sample([0xA1, 0x61, 0x61, 0x01]).key == sample([0xBF, 0x61, 0x61, 0xF9, 0x3C, 0x00, 0xFF]).key)
    #expect(sample([]).key == sample([0xA0]).key && sample([]).key != sample([0xA1, 0x61, 0x61, 0x01]).key)
    #expect(sample([]).request.form == .cbor)
    #expect(sample([]).key != Sample.json("cloudwatch", "ListMetrics", "{}", CanonicalContext()).key)
    let broken = sample([0xA1]).request
    #expect(broken.form == .plain && broken.key == sample([0xA1]).key && broken.key != sample([0xA2]).key)
  }

  @Test("of restJson1 are labels, query and JSON, whatever the content type says")
  func restJson() {
    let line = "PUT /2017-10-31/functions/my%20function/concurrency"
    let sample = Sample.rest("lambda", "PutFunctionConcurrency", line, body: #"{"ReservedConcurrentExecutions":1}"#)
    #expect(sample.request.form == .rest)
    #expect(sample.json == #"{"uri":{"FunctionName":"my function"},"body":{"ReservedConcurrentExecutions":1}}"#)
    var other = sample
    other.fields = [HTTPField("Content-Type", "text/plain"), HTTPField("User-Agent", "x")]
    other.body = Array(#"{ "ReservedConcurrentExecutions": 1.0 }"#.utf8)
    #expect(other.key == sample.key)
    let list = Sample.rest("lambda", "ListFunctions", "GET /2015-03-31/functions/?MaxItems=10&Marker=m%2F")
    #expect(list.json == #"{"query":{"Marker":"m/","MaxItems":"10"}}"#)
    let empty = Sample.rest("lambda", "ListFunctions", "GET /2015-03-31/functions/")
    #expect(empty.json == "{}" && empty.key != list.key)
    #expect(Sample.rest("lambda", "ListFunctions", "GET /2015-03-31/functions/", body: "{}").key == empty.key)
    #expect(Sample.rest("lambda", "ListFunctions", "GET /2015-03-31/functions/", body: "{").json == #"{"body":"{"}"#)
  }

  @Test("of REST services have placeholders in the body, query and headers that carry tokens")
  func restTokens() {
    func delete(_ token: String, _ name: String = "a") -> Sample {
      .rest("accessanalyzer", "DeleteAnalyzer", "DELETE /analyzer/\(name)?clientToken=\(token)")
    }
    #expect(delete("1").key == delete("2").key && delete("1").key != delete("1", "b").key)
    #expect(delete("1").request.tokens == ["1"])
    func zone(_ reference: String, _ name: String = "n.") -> Sample {
      .rest(
        "route53", "CreateHostedZone", "POST /2013-04-01/hostedzone",
        body: #"<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>\#(name)</Name>"#
          + "\n<CallerReference>\(reference)</CallerReference></CreateHostedZoneRequest>")
    }
    #expect(zone("1").json == #"{"body":{"CreateHostedZoneRequest":{"Name":"n.","CallerReference":"1"}}}"#)
    #expect(zone("1").key == zone("2").key && zone("1").key != zone("1", "m.").key)
    #expect(zone("1").request.tokens == ["1"])
  }

  @Test("of S3 are bucket, key, query, the headers that the model binds, and text or a blob")
  func s3() {
    let line = "PUT /bucket/a/b%2Bc?x-id=PutObject"
    let fields: HTTPFields = [
      HTTPField("Content-Type", "text/plain"), HTTPField("x-amz-meta-B", "1"), HTTPField("X-Amz-Acl", "private"),
      HTTPField("Content-Encoding", "aws-chunked"), HTTPField("x-amz-date", "d"), HTTPField("Expect", "100-continue"),
      HTTPField("x-amz-checksum-crc32", "c"), HTTPField("Content-MD5", "m"), HTTPField("Content-Length", "5"),
    ]
    let text = Sample.rest("s3", "PutObject", line, fields: fields, body: "hello")
    #expect(
      text.json
        == #"{"uri":{"Bucket":"bucket","Key":"a/b+c"},"headers":{"content-type":"text/plain","x-amz-acl":"private","#
        + #""x-amz-meta-b":"1"},"body":"hello"}"#)
    var blob = text
    blob.body = [0xFF, 0x00]
    #expect(blob.json.contains(#""bytes":2"#) && blob.key != text.key)
    var long = text
    long.body = Array(repeating: 0x61, count: 65_537)
    #expect(long.json.contains(#""bytes":65537"#))
    var other = text
    other.fields.set("x-amz-meta-b", "2")
    #expect(other.key != text.key)
    other = text
    other.fields.set("x-amz-date", "e")
    other.fields.append("Authorization", "a")
    #expect(other.key == text.key)
    let tagging = Sample.rest("s3", "PutBucketTagging", "PUT /bucket?tagging", body: "<Tagging><TagSet/></Tagging>")
    #expect(tagging.json == #"{"uri":{"Bucket":"bucket"},"body":{"Tagging":{"TagSet":""}}}"#)
  }

  @Test("of a bucket in the host are those of one in the path")
  func virtualHost() {
    let path = Sample.rest("s3", "GetObject", "GET /bucket/k", fields: [HTTPField("Host", "127.0.0.1:1")])
    let host = Sample.rest(
      "s3", "GetObject", "GET /k", fields: [HTTPField("Host", "bucket.s3.eu-west-1.amazonaws.com")])
    #expect(path.key == host.key)
    let recorded = CanonicalRequest(
      action: host.request.action, head: HTTPRequestHead(method: "GET", target: "/k"), body: [],
      context: CanonicalContext(), host: "bucket.s3.eu-west-1.amazonaws.com")
    #expect(recorded.key == path.key)
  }

  @Test("of anything else have a body by its content type")
  func plain() {
    func sample(_ type: String, _ body: [UInt8]) -> String {
      Sample(
        service: "http", operation: "POST /x", target: "/x?b=2&a=1&a=%FF", fields: [HTTPField("Content-Type", type)],
        body: body
      ).json
    }
    let head = #"{"method":"POST","path":"/x","query":{"a":["1","\udcff"],"b":"2"},"body":"#
    #expect(sample("application/problem+json", Array("[1]".utf8)) == head + "[1]}")
    #expect(sample("text/xml", Array("<a>1</a>".utf8)) == head + #"{"a":"1"}}"#)
    #expect(sample("application/cbor", [0x81, 0x01]) == head + "[1]}")
    #expect(sample("application/x-www-form-urlencoded", Array("a+b=1".utf8)) == head + #"{"a b":"1"}}"#)
    #expect(sample("text/plain;charset=utf-8", Array("é".utf8)) == head + #""é"}"#)
    #expect(sample("text/plain", [0xFF]).hasSuffix(#","bytes":1}}"#))
    #expect(sample("application/octet-stream", Array("x".utf8)).hasSuffix(#","bytes":1}}"#))
    #expect(sample("application/json", Array("{".utf8)) == head + #""{"}"#)
    #expect(sample("application/json", [0x7B, 0xFF]).hasSuffix(#","bytes":2}}"#))
  }

  @Test("are compared without aws-chunked, however the chunks are cut")
  func chunks() {
    func put(_ body: String, coding: String?, hash: String = "STREAMING-UNSIGNED-PAYLOAD-TRAILER") -> CanonicalKey {
      var fields: HTTPFields = [HTTPField("x-amz-content-sha256", hash)]
      if let coding { fields.append("Content-Encoding", coding) }
      return Sample.rest("s3", "PutObject", "PUT /b/k", fields: fields, body: body).key
    }
    let one = put("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:a\r\n\r\n", coding: "aws-chunked")
    #expect(one == put("2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", coding: nil))
    #expect(one == put("hello", coding: nil, hash: "UNSIGNED-PAYLOAD"))
    let recorded: HTTPFields = [HTTPField("X-Amz-Decoded-Content-Length", "5")]
    #expect(
      one == Sample.rest("s3", "PutObject", "PUT /b/k", fields: recorded, body: "5\r\nhello\r\n0\r\n\r\n").key)
    #expect(one != put("5\r\nhellO\r\n0\r\n\r\n", coding: "aws-chunked"))
    #expect(one != put("5\r\nhello\r\n0\r\n\r\n", coding: "aws-chunked,gzip"))
  }

  @Test("have their gzip undone where there is a decoder, and are equal as sent where it fails")
  func gzip() {
    let context = CanonicalContext(inflate: { $0.first == 0x1F ? Array(#"{"a":1}"#.utf8) : nil })
    func sample(_ body: [UInt8], _ coding: String) -> Sample {
      var sample = Sample.json("logs", "PutLogEvents", "", context)
      sample.fields.append("Content-Encoding", coding)
      sample.body = body
      return sample
    }
    #expect(sample([0x1F], "gzip").key == sample(Array(#"{"a":1}"#.utf8), "identity").key)
    #expect(sample([0x1F], "x, GZIP").json == #"{"a":1}"#)
    #expect(sample([0x1E], "gzip").key == sample([0x1E], "gzip").key)
    #expect(sample([0x1E], "gzip").key != sample([0x1D], "gzip").key)
  }
}
