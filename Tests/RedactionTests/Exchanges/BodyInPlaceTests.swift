// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Redaction

@Suite("Bodies without their codings")
struct BodyInPlaceTests {
  /// Stands for gzip: two bytes that mark it, and the text backwards.
  private static func deflated(_ text: String) -> [UInt8] { [0x1F, 0x8B] + text.utf8.reversed() }

  private static let inflate: @Sendable (ArraySlice<UInt8>) -> [UInt8]? = { body in
    body.starts(with: [0x1F, 0x8B]) ? body.dropFirst(2).reversed() : nil
  }

  private func body(_ bytes: [UInt8], _ fields: HTTPFields = [], isRequest: Bool = false) -> BodyInPlace {
    BodyInPlace(bytes, fields, isRequest: isRequest, inflate: Self.inflate)
  }

  @Test(
    "are of the kind that they look like, else of that which their type says",
    arguments: [
      ("{}", nil, BodyInPlace.Kind.json), (" \n[1]", "text/plain", .json), ("<a/>", "application/json", .xml),
      ("a=b", "application/x-www-form-urlencoded; charset=utf-8", .form), ("a=b", nil, .text),
      ("\"a\"", "application/json", .json), ("words", "text/xml", .xml), ("{", "application/cbor", .cbor),
      ("<", "application/vnd.amazon.eventstream", .eventStream), ("", nil, .text),
    ])
  func kinds(text: String, type: String?, kind: BodyInPlace.Kind) {
    #expect(BodyInPlace.kind([UInt8](text), type) == kind)
  }

  @Test("are read without gzip, and kept without it where they change")
  func compressed() {
    let fields: HTTPFields = [HTTPField("Content-Encoding", "gzip"), .json]
    var stored = Self.deflated("{}")
    var place = body(stored, fields)
    #expect(place.plain == [UInt8]("{}") && place.kind == .json)
    var changed = fields
    place.replace(with: [UInt8]("[]"), &stored, &changed)
    #expect(stored == [UInt8]("[]") && changed == [.json])
    #expect(body(Self.deflated("{}")).plain == [UInt8]("{}"))
    #expect(body([UInt8]("{}"), fields).plain == [UInt8]("{}"))
    #expect(BodyInPlace(Self.deflated("{}"), fields, isRequest: false, inflate: nil).plain == Self.deflated("{}"))
  }

  @Test("are read without chunks, and kept without them where they change")
  func chunked() {
    let fields: HTTPFields = [
      HTTPField("Content-Encoding", "aws-chunked,gzip"), HTTPField("X-Amz-Decoded-Content-Length", "4"),
      HTTPField("X-Amz-Trailer", "x-amz-checksum-crc32"),
    ]
    let chunks = [UInt8]("2\r\n") + [0x1F, 0x8B] + [UInt8]("\r\n2\r\n}{\r\n0\r\n\r\n")
    var stored = chunks
    var place = body(chunks, fields, isRequest: true)
    #expect(place.plain == [UInt8]("{}") && place.kind == .json)
    var changed = fields
    place.replace(with: [UInt8]("[]"), &stored, &changed)
    #expect(stored == [UInt8]("[]") && changed == [])
    #expect(body(chunks, fields, isRequest: false).plain == chunks)
    #expect(body([UInt8]("no chunks"), fields, isRequest: true).plain == [UInt8]("no chunks"))
  }
}
