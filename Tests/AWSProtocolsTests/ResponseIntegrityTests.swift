// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

@Suite struct ResponseIntegrityTests {
  private static let recorded = Array("hello world".utf8)
  private static let sent = Array("hello, live world".utf8)

  /// Each field, right for `recorded` and for `sent`, as zlib's CRC, hashlib and a bitwise CRC have them.
  private static let fields = [
    ("Content-Length", "11", "17"),
    ("Content-MD5", "XrY7u+Ae7tCTyyK7j1rNww==", "aUDSVI3DzmAOowLJ9MuidQ=="),
    ("ETag", "\"5eb63bbbe01eeed093cb22bb8f5acdc3\"", "\"6940d2548dc3ce600ea302c9f4cba275\""),
    ("x-amz-crc32", "222957957", "2140575302"),
    ("x-amz-checksum-crc32", "DUoRhQ==", "f5aWRg=="),
    ("x-amz-checksum-crc32c", "yZRlqg==", "XmQxgA=="),
    ("x-amz-checksum-crc64nvme", "jSnVw/bqjr4=", "hnACrbiB4lI="),
    ("x-amz-checksum-md5", "XrY7u+Ae7tCTyyK7j1rNww==", "aUDSVI3DzmAOowLJ9MuidQ=="),
    ("x-amz-checksum-sha1", "Kq5sNclPz7QV2+lfQIuc6R7oRu0=", "IoIbfLtrntfq3yMeTbTeVBkz3z0="),
    (
      "x-amz-checksum-sha256", "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=",
      "5WhZL/hXSC+OQO06izUZMl5JtymPqWnCnmybLtj3TQY="
    ),
    (
      "x-amz-checksum-sha512",
      "MJ7MSJwS1utMxA9QyQLytNDtd+5RGnx6m808qG1M2G+YndNbxf9JlnDaNCVbRbDP2DDoH2Bdz33FVC6TrpzXbw==",
      "c57ZYyvF9MioQ8Kb8roEAwrm3fUicJ3a0LUrtXhHxN5rdLZjhDn2eVREDAnl/KbaSFCiKEC3xtP+4z0DEpCPTA=="
    ),
  ]

  private func repaired(_ fields: HTTPFields, trailers: HTTPFields = [], from old: [UInt8], to new: [UInt8])
    -> HTTPResponse
  {
    var response = HTTPResponse(head: HTTPResponseHead(status: 200, fields: fields), body: new, trailers: trailers)
    ResponseIntegrity.repair(&response, originalBody: old)
    return response
  }

  @Test("A field that was right for the recorded body is right for the one that is sent", arguments: fields)
  func repairs(_ name: String, _ old: String, _ new: String) {
    let response = repaired(
      [HTTPField(name, old)], trailers: [HTTPField(name.asciiLowercased, old)],
      from: ResponseIntegrityTests.recorded, to: ResponseIntegrityTests.sent)
    #expect(response.head.fields.list == [HTTPField(name, new)])
    #expect(response.trailers.list == [HTTPField(name.asciiLowercased, new)])
  }

  @Test("Every field that is known has a vector here")
  func audit() {
    #expect(ResponseIntegrity.names == ResponseIntegrityTests.fields.map(\.0))
  }

  @Test(
    "A field that vouches for something else stays",
    arguments: [
      HTTPField("x-amz-checksum-crc32", "DUoRhQ==-3"), HTTPField("x-amz-checksum-crc32", "AAAAAA=="),
      HTTPField("ETag", "\"5eb63bbbe01eeed093cb22bb8f5acdc3-2\""),
      HTTPField("ETag", "5eb63bbbe01eeed093cb22bb8f5acdc3"),
      HTTPField("ETag", "\"f00d\""), HTTPField("Content-Length", "12"), HTTPField("x-amz-crc32", ""),
      HTTPField("x-amz-request-id", "222957957"),
    ])
  func stays(_ field: HTTPField) {
    let response = repaired([field], from: ResponseIntegrityTests.recorded, to: ResponseIntegrityTests.sent)
    #expect(response.head.fields.list == [field])
  }

  @Test("The checksums in an answer to HEAD are those of the object and stay")
  func head() {
    let fields: HTTPFields = [HTTPField("x-amz-checksum-crc32", "DUoRhQ=="), HTTPField("Content-Length", "11")]
    #expect(repaired(fields, from: [], to: []).head.fields == fields)
  }

  @Test("A body of no bytes is vouched for like any other")
  func empty() {
    let fields: HTTPFields = [HTTPField("x-amz-crc32", "222957957")]
    #expect(repaired(fields, from: ResponseIntegrityTests.recorded, to: []).head.fields["x-amz-crc32"] == "0")
  }
}
