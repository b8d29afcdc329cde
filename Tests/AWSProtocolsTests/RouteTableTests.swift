// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import AWSProtocols

@Suite("Routing of REST requests")
struct RouteTableTests {
  let index = ServiceIndex.standard

  private func route(
    _ service: String = "s3", _ method: String, _ target: String, _ fields: HTTPFields = []
  ) throws -> RoutedOperation? {
    let service = try #require(index.service(named: service))
    return service.route(HTTPRequestHead(method: method, target: target, fields: fields))
  }

  private func labels(_ routed: RoutedOperation?) -> [String] {
    routed?.labels.map { "\($0.name)=\(String(decoding: $0.value, as: UTF8.self))" } ?? []
  }

  /// A request as the template of an operation says: labels filled, fixed query, members that it is told by.
  private func request(_ operation: Operation) -> HTTPRequestHead {
    let template = URITemplate(operation.uri)
    let path = template.segments.enumerated().map { number, segment in
      switch segment {
      case .literal(let text): text
      case .label: "value%2F\(number)"
      case .greedy: "a/b%20c/\(number)"
      }
    }
    var query = template.fixed.map { fixed in fixed.value.map { "\(fixed.name)=\($0)" } ?? fixed.name }
    var head = HTTPRequestHead(method: operation.method, target: "/" + path.joined(separator: "/"))
    for member in operation.neededMembers {
      if member.location == .query {
        query.append("\(member.path[0])=x")
      } else {
        head.fields.append(member.path[0], "x")
      }
    }
    if !query.isEmpty { head.target += "?" + query.joined(separator: "&") }
    return head
  }

  @Test("brings a request made from the template of any operation back to it")
  func allOperations() {
    var count = 0
    var others: Set<String> = []
    for service in index.services where service.isREST {
      for operation in service.operations {
        count += 1
        let found = service.route(request(operation))?.operation.name
        if found != operation.name { others.insert("\(service.name):\(operation.name)>\(found ?? "nothing")") }
      }
    }
    #expect(count > 9_000)
    // Four that the model has for old clients only, and one that is at a host of its own.
    #expect(
      others == [
        "s3:GetBucketLifecycle>GetBucketLifecycleConfiguration",
        "s3:PutBucketLifecycle>PutBucketLifecycleConfiguration",
        "s3:GetBucketNotification>GetBucketNotificationConfiguration",
        "s3:PutBucketNotification>PutBucketNotificationConfiguration",
        "s3:ListDirectoryBuckets>ListBuckets",
      ])
  }

  /// Method and path of an operation without the names of its labels.
  private func line(_ action: Action) -> [URITemplate.Segment]? {
    index.service(named: action.service)?.operation(named: action.operation).map { operation in
      let segments = URITemplate(operation.uri).segments.map { segment -> URITemplate.Segment in
        switch segment {
        case .literal: segment
        case .label: .label("")
        case .greedy: .greedy("")
        }
      }
      return [.literal(operation.method)] + segments
    }
  }

  @Test("finds the service of a signed request among those of one signing name, but where they share a template")
  func allSigned() {
    var others: Set<String> = []
    for service in index.services where service.isREST {
      for operation in service.operations {
        var head = request(operation)
        if URITemplate(operation.uri).endsWithSlash { head.target = head.target.withSlashBehindPath }
        head.fields.append("Authorization", authorization(service.signingNames[0]))
        let found = RequestIdentity(head, index: index).action
        let wanted = Action(service: service.name, operation: operation.name)
        if found != wanted, line(found) != line(wanted) { others.insert("\(wanted)>\(found)") }
      }
    }
    #expect(others == [])
  }

  private func authorization(_ signingName: String) -> String {
    "AWS4-HMAC-SHA256 Credential=AK/20261122/eu-west-1/\(signingName)/aws4_request, SignedHeaders=host, Signature=ab"
  }

  @Test("knows what botocore sends for S3, Lambda, API Gateway and Route 53, with the bucket in the path or the host")
  func botocore() throws {
    var others: Set<String> = []
    let lines = restRequests.split(separator: "\n")
    #expect(lines.count > 450)
    for line in lines {
      let fields = line.split(separator: "\t").map(String.init)
      var head = HTTPRequestHead(method: fields[2], target: fields[5])
      head.fields.append("Host", fields[3])
      head.fields.append("Authorization", authorization(fields[4]))
      for field in fields.dropFirst(6).map({ $0.split(separator: "=") }) {
        head.fields.append(String(field[0]), String(field[1]))
      }
      let found = RequestIdentity(head, index: index)
      let wanted = Action(service: fields[0], operation: fields[1])
      if found.action != wanted { others.insert("\(wanted)>\(found.action)") }
      let values = found.route?.labels.map { "\($0.name)=\(String(decoding: $0.value, as: UTF8.self))" } ?? []
      for value in values {
        #expect(
          ["Bucket=my-bucket", "Bucket=my.bucket-1", "Key=folder/a b+c.txt"].contains(value)
            || (fields[0] != "s3" && !value.contains("%")), "\(line)")
      }
    }
    #expect(
      others == [
        "s3:GetBucketLifecycle>s3:GetBucketLifecycleConfiguration",
        "s3:PutBucketLifecycle>s3:PutBucketLifecycleConfiguration",
        "s3:GetBucketNotification>s3:GetBucketNotificationConfiguration",
        "s3:PutBucketNotification>s3:PutBucketNotificationConfiguration",
      ])
  }

  @Test(
    "prefers what a request has: fixed query, required members, the name that SDKs send along",
    arguments: [
      ("PUT", "/b/k", "PutObject"), ("PUT", "/b/k?partNumber=1&uploadId=u", "UploadPart"),
      ("PUT", "/b/k?partNumber=1", "PutObject"), ("PUT", "/b/k?acl", "PutObjectAcl"),
      ("GET", "/b?list-type=2&prefix=x", "ListObjectsV2"), ("GET", "/b?list-type=1", "ListObjects"),
      ("GET", "/b/?location=", "GetBucketLocation"), ("GET", "/b?analytics&id=1", "GetBucketAnalyticsConfiguration"),
      ("GET", "/b?analytics&x-id=ListBucketAnalyticsConfigurations", "ListBucketAnalyticsConfigurations"),
      ("GET", "/b?lifecycle&x-id=GetBucketLifecycle", "GetBucketLifecycle"),
      ("GET", "/b/k?x-id=GetObject", "GetObject"), ("GET", "/b/k?x-id=GetObjectAcl", "GetObject"),
      ("GET", "/?x-id=ListDirectoryBuckets", "ListDirectoryBuckets"), ("HEAD", "/b/k", "HeadObject"),
      ("POST", "/b/k?select&select-type=2", "SelectObjectContent"), ("POST", "/b?delete", "DeleteObjects"),
    ])
  func specific(method: String, target: String, operation: String) throws {
    #expect(try route("s3", method, target)?.operation.name == operation)
  }

  @Test("tells copies by their header, in the query too where a request is presigned")
  func copies() throws {
    let source: HTTPFields = [HTTPField("X-Amz-Copy-Source", "b/k")]
    #expect(try route("s3", "PUT", "/b/k", source)?.operation.name == "CopyObject")
    #expect(try route("s3", "PUT", "/b/k?partNumber=1&uploadId=u", source)?.operation.name == "UploadPartCopy")
    #expect(try route("s3", "PUT", "/b/k?X-Amz-Copy-Source=b%2Fk")?.operation.name == "CopyObject")
  }

  @Test(
    "decodes labels and leaves the rest of a path to a greedy one",
    arguments: [
      ("s3", "GET", "/b/a%20b/c%2Fd/", ["Bucket=b", "Key=a b/c/d/"]),
      ("s3", "GET", "/b//k", ["Bucket=b", "Key=/k"]), ("s3", "GET", "/b//", ["Bucket=b", "Key=/"]),
      ("s3", "GET", "/b/", ["Bucket=b"]), ("s3", "GET", "/", []),
      (
        "lambda", "GET", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Af/configuration/",
        ["FunctionName=arn:aws:lambda:f"]
      ),
      ("lambda", "GET", "/2015%2d03-31/functions/f/configuration", ["FunctionName=f"]),
      ("workspaces-web", "GET", "/portals/arn:x/y/identityProviders", ["portalArn=arn:x/y"]),
      ("workspaces-web", "GET", "/portals/arn:x/y", ["portalArn=arn:x/y"]),
      ("geo-routes", "POST", "/v2/snap-to-roads", []), ("geo-routes", "POST", "/snap-to-roads", []),
    ])
  func labels(service: String, method: String, target: String, expected: [String]) throws {
    let found = try route(service, method, target)
    #expect(found != nil && labels(found) == expected)
  }

  @Test(
    "finds nothing where no template fits",
    arguments: [
      ("s3", "PATCH", "/b/k"), ("s3", "GET", "b/k"), ("s3", "GET", ""), ("s3", "GET", "*"), ("s3", "POST", "/b"),
      ("s3", "GET", "//k"), ("lambda", "GET", "/2015-03-31/functions//configuration"), ("lambda", "GET", "/x"),
      ("workspaces-web", "POST", "/portals/identityProviders"), ("dynamodb", "POST", "/"),
    ])
  func nothing(service: String, method: String, target: String) throws {
    #expect(try route(service, method, target) == nil)
  }

  @Test("takes any path and query without a trap, long ones in no time", arguments: 0..<4)
  func hostile(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let pieces = ["/", "//", "a", "%", "%2", "%2F", "{", "}", "?", "&", "=", "é", "\u{0}", "portals", "v20180820", "+"]
    for _ in 0..<400 {
      let count = Int.random(in: 0...40, using: &random)
      let target = "/" + (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      for service in ["s3", "s3control", "workspaces-web", "lambda"] { _ = try route(service, "GET", target) }
    }
    let long = "/portals" + String(repeating: "/a", count: 20_000) + "?" + String(repeating: "a=b&", count: 5_000)
    let time = ContinuousClock().measure { _ = try? route("workspaces-web", "GET", long) }
    #expect(time < .seconds(1))
  }
}

extension String {
  fileprivate var withSlashBehindPath: String {
    let path = prefix { $0 != "?" }
    return path.hasSuffix("/") ? self : path + "/" + self[path.endIndex...]
  }
}
