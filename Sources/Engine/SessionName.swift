// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// The session that a request belongs to, where its client says so: parallel clients of one proxy are kept apart by it.
///
/// A client says it in one of three ways, none of which needs a change to its code: `/@NAME` before the path of its
/// endpoint URL, the access key id `tapedeck_NAME`, or the SDK's app id `tapedeck_NAME` (`AWS_SDK_UA_APP_ID`).
enum SessionName {
  private static let mark = "tapedeck_"

  /// The name in a request's path, nil where there is none, and the head without it.
  static func inPath(of head: HTTPRequestHead) -> (name: String?, head: HTTPRequestHead) {
    // With its bucket in the host, an object of S3 may be called so.
    guard head.target.utf8.starts(with: "/@".utf8), S3Bucket.name(inHost: head.fields["Host"] ?? "") == nil else {
      return (nil, head)
    }
    let name = head.target.utf8.dropFirst(2).prefix { $0 != 0x2F && $0 != 0x3F }
    guard let valid = valid(name) else { return (nil, head) }
    var stripped = head
    let rest = head.target[name.endIndex...]
    stripped.target = rest.hasPrefix("/") ? String(rest) : "/\(rest)"
    return (valid, stripped)
  }

  /// The name in a request's access key id or app id.
  static func marked(in fields: HTTPFields, _ scope: SignatureScope?) -> String? {
    if let key = scope?.accessKeyID, key.hasPrefix(mark) { return valid(key.utf8.dropFirst(mark.utf8.count)) }
    // botocore writes it in User-Agent, browsers' SDKs in a field of their own.
    for field in ["User-Agent", "X-Amz-User-Agent"] {
      guard var agent = fields[field] else { continue }
      let name = agent.withUTF8 { bytes -> String? in
        guard let start = end(of: appMark, in: bytes) else { return nil }
        return valid(bytes[start...].prefix { $0 != 0x20 })
      }
      if let name { return name }
    }
    return nil
  }

  private static let appMark = Array("app/\(mark)".utf8)

  /// On the path of every replayed request: the standard library's search costs ten times as much.
  private static func end(of mark: [UInt8], in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var at = 0
    while at + mark.count <= bytes.count {
      if bytes[at] == mark[0], bytes[at..<at + mark.count].elementsEqual(mark) { return at + mark.count }
      at += 1
    }
    return nil
  }

  /// Names that may be a file's as well: letters, digits, `.`, `_` and `-`, the first of them a letter or digit.
  static func valid(_ name: some Collection<UInt8>) -> String? {
    func isWord(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 }
    guard let first = name.first, isWord(first), name.count <= 64,
      name.allSatisfy({ isWord($0) || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D })
    else { return nil }
    return String(decoding: name, as: UTF8.self)
  }
}
