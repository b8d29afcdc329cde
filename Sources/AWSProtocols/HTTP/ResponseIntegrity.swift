// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Documents

/// The fields of a response that vouch for its body: kept true where the body is changed on its way.
package enum ResponseIntegrity {
  private typealias Digest = @Sendable (UnsafeRawBufferPointer) -> String

  /// What each field says of a body. Tests go through all of them.
  private static let digests: [(name: String, digest: Digest)] = [
    ("Content-Length", { String($0.count) }),
    ("Content-MD5", { base64(hash($0, Insecure.MD5.self)) }),
    // The simple ETag of S3: of an object that came in one piece and is not encrypted with a key of KMS.
    ("ETag", { "\"\(hexEncoded(hash($0, Insecure.MD5.self)))\"" }),
    ("x-amz-crc32", { String(CRC32.checksum($0)) }),
    ("x-amz-checksum-crc32", { base64(bigEndian(CRC32.checksum($0))) }),
    ("x-amz-checksum-crc32c", { base64(bigEndian(UInt32(truncatingIfNeeded: CRC.crc32C.checksum($0)))) }),
    ("x-amz-checksum-crc64nvme", { base64(bigEndian(CRC.crc64NVME.checksum($0))) }),
    ("x-amz-checksum-md5", { base64(hash($0, Insecure.MD5.self)) }),
    ("x-amz-checksum-sha1", { base64(hash($0, Insecure.SHA1.self)) }),
    ("x-amz-checksum-sha256", { base64(hash($0, SHA256.self)) }),
    ("x-amz-checksum-sha512", { base64(hash($0, SHA512.self)) }),
  ]

  /// The names of the fields that ``repair(_:originalBody:)`` looks at.
  static var names: [String] { digests.map(\.name) }

  /// Whether a field of that name vouches for each byte of a body; lengths, and names of objects such as `ETag`, do not.
  package static func isChecksum(_ name: String) -> Bool {
    name.equalsIgnoringASCIICase("Content-MD5") || name.equalsIgnoringASCIICase("x-amz-crc32")
      || name.beginsIgnoringASCIICase("x-amz-checksum-")
  }

  /// Whether a field tells more of a body than its length.
  package static func isDigest(_ field: HTTPField) -> Bool { isChecksum(field.name) || field.isNamed("ETag") }

  /// A bit for each length of those names.
  private static let lengths: UInt64 = digests.reduce(0) { $0 | 1 << UInt64($1.name.utf8.count) }

  /// Computes fields and trailers anew from the body that is sent, those that were right for the body that was received.
  ///
  /// All others stay: they vouch for something else, such as the object that a `HEAD` or a range is of, or the parts of
  /// a multipart upload (`…-N`).
  package static func repair(_ response: inout HTTPResponse, originalBody: [UInt8]) {
    guard response.body != originalBody else { return }
    repair(&response.head.fields, from: originalBody, to: response.body)
    repair(&response.trailers, from: originalBody, to: response.body)
  }

  /// The same for the fields of any message whose body was `old` and is `new`.
  package static func repair(_ fields: inout HTTPFields, from old: [UInt8], to new: [UInt8]) {
    for at in fields.list.indices {
      let field = fields.list[at]
      guard lengths & 1 << UInt64(field.name.utf8.count & 63) != 0,
        let digest = digests.first(where: { field.isNamed($0.name) })?.digest,
        old.withUnsafeBytes(digest) == field.value
      else { continue }
      fields.list[at].value = new.withUnsafeBytes(digest)
    }
  }

  private static func hash<Function: HashFunction>(
    _ bytes: UnsafeRawBufferPointer, _: Function.Type
  ) -> Function.Digest {
    var function = Function()
    function.update(bufferPointer: bytes)
    return function.finalize()
  }

  private static func base64(_ digest: some Sequence<UInt8>) -> String {
    String(decoding: Base64.encode(Array(digest)), as: UTF8.self)
  }

  private static func bigEndian(_ checksum: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: checksum.bigEndian) { Array($0) }
  }
}
