// SPDX-License-Identifier: Apache-2.0

import AWSProtocols

/// restXml: buckets and objects, with lists that are not wrapped and blobs.
enum S3Session {
  private static let space = #"xmlns="http://s3.amazonaws.com/doc/2006-03-01/""#

  static func tape(_ world: World) -> Tape {
    let labels = ["logs", "media", "backup"]
    return Tape(
      world: world,
      phases: [
        labels.map { bucket($0, world) },
        labels.map { objects($0, world) },
        labels.map { label in [deleted(label, world), missing(label, world)] },
      ])
  }

  private static func key(_ label: String, _ number: Int, _ world: World) -> String {
    "in/\(world.name("folder \(label)"))/\(world.uuid("key \(label) \(number)")).json"
  }

  private static func bucket(_ label: String, _ world: World) -> [Call] {
    let bucket = world.name(label)
    var made = call(
      world, "CreateBucket", "PUT", "/\(bucket)",
      "<CreateBucketConfiguration \(space)><LocationConstraint>\(world.region)</LocationConstraint>"
        + "</CreateBucketConfiguration>", "")
    made[answerField: "Location"] = "http://\(bucket).s3.amazonaws.com/"
    return [
      made,
      call(
        world, "GetBucketLocation", "GET", "/\(bucket)?location", "",
        "<LocationConstraint \(space)>\(world.region)</LocationConstraint>"),
      call(
        world, "GetBucketVersioning", "GET", "/\(bucket)?versioning", "",
        "<VersioningConfiguration \(space)><Status>Enabled</Status><MfaDelete>Disabled</MfaDelete>"
          + "</VersioningConfiguration>"),
    ]
  }

  private static func objects(_ label: String, _ world: World) -> [Call] {
    let bucket = world.name(label)
    let keys = (0..<(label == "backup" ? 1 : 3)).map { key(label, $0, world) }.sorted()
    let contents = keys.map { key in
      "<Contents><Key>\(key)</Key><LastModified>\(world.time(key).rfc3339)</LastModified>"
        + "<ETag>&quot;\(world.hex(key, 32))&quot;</ETag><Size>\(world.number(key, 10...99))</Size>"
        + "<StorageClass>\(key == keys.first ? "STANDARD" : "GLACIER")</StorageClass></Contents>"
    }
    var put = call(world, "PutObject", "PUT", "/\(bucket)/\(keys[0])", #"{"state":"open"}"#, "")
    put.fields = [HTTPField("Content-Type", "application/json"), HTTPField("x-amz-storage-class", "STANDARD")]
    put[answerField: "ETag"] = "\"\(world.hex(keys[0], 32))\""
    var got = call(world, "GetObject", "GET", "/\(bucket)/\(keys[0])", "", #"{"state":"open"}"#)
    got[answerField: "Content-Type"] = "application/json"
    got[answerField: "ETag"] = put[answerField: "ETag"]
    got[answerField: "Last-Modified"] = world.time(keys[0]).httpDate
    got[answerField: "Accept-Ranges"] = "bytes"
    got[answerField: "x-amz-meta-origin"] = "test"
    return [
      put, got,
      call(
        world, "ListObjectsV2", "GET", "/\(bucket)?list-type=2&prefix=in%2F", "",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult \(space)><Name>\(bucket)</Name>"
          + "<Prefix>in/</Prefix><KeyCount>\(keys.count)</KeyCount><MaxKeys>1000</MaxKeys>"
          + "<IsTruncated>false</IsTruncated>\(contents.joined())</ListBucketResult>"),
    ]
  }

  private static func deleted(_ label: String, _ world: World) -> Call {
    var call = call(world, "DeleteObject", "DELETE", "/\(world.name(label))/\(key(label, 0, world))", "", "")
    call.status = 204
    call.answerFields.removeAll { $0.isNamed("Content-Type") }
    return call
  }

  private static func missing(_ label: String, _ world: World) -> Call {
    let key = key("none \(label)", 0, world)
    let id = world.base64("request error \(label)", 16).uppercased()
    var call = call(
      world, "GetObject", "GET", "/\(world.name(label))/\(key)", "",
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code>"
        + "<Message>The specified key does not exist.</Message><Key>\(key)</Key><RequestId>\(id)</RequestId>"
        + "<HostId>\(world.base64("host \(label)", 56))=</HostId></Error>")
    call.status = 404
    call[answerField: "x-amz-request-id"] = id
    return call
  }

  private static func call(
    _ world: World, _ operation: String, _ method: String, _ target: String, _ request: String, _ answer: String
  ) -> Call {
    Call(
      action: Action(service: "s3", operation: operation), method: method, target: target, body: request,
      answerFields: [
        HTTPField("x-amz-id-2", world.base64("host \(method) \(target)", 75) + "="),
        HTTPField("x-amz-request-id", world.base64("request \(method) \(target)", 16).uppercased()),
        HTTPField("Content-Type", "application/xml"), HTTPField("Server", "AmazonS3"),
        HTTPField("Content-Length", String(answer.utf8.count)),
      ],
      answer: answer, endpoint: "https://s3.\(world.region).amazonaws.com")
  }
}
