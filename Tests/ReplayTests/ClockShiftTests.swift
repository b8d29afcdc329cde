// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import TestSupport
import Testing

@testable import Replay

@Suite struct ClockShiftTests {
  private static let then = Timestamp(milliseconds: 1_795_338_487_900)
  private static let hourAndSecond = Timestamp(milliseconds: 1_795_342_088_950)

  private func shifted(
    _ body: String, type: String = "application/json", fields: [HTTPField] = [], members: Set<String>? = nil
  ) -> HTTPResponse {
    var response = HTTPResponse(
      head: HTTPResponseHead(status: 200, fields: HTTPFields([HTTPField("Content-Type", type)] + fields)),
      body: Array(body.utf8))
    ClockShift(recordedAt: Self.then, now: Self.hourAndSecond, members: members).apply(to: &response)
    return response
  }

  private func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }

  @Test(
    "When credentials end is always moved, in every form that AWS writes it in",
    arguments: [
      // STS
      (
        """
        <?xml version="1.0"?><r xmlns="urn:x"><!-- > --><Credentials a=">"><AccessKeyId>ASIA</AccessKeyId><Empty/>\
        <Expiration>2026-11-22T09:08:07Z</Expiration></Credentials><Date>2026-11-22T09:08:07Z</Date></r>
        """,
        """
        <?xml version="1.0"?><r xmlns="urn:x"><!-- > --><Credentials a=">"><AccessKeyId>ASIA</AccessKeyId><Empty/>\
        <Expiration>2026-11-22T10:08:08Z</Expiration></Credentials><Date>2026-11-22T09:08:07Z</Date></r>
        """
      ),
      // ECS and IMDS
      (
        #"{ "Code" : "Success", "AccessKeyId":"A\/", "Expiration" : "2026-11-22T09:08:07Z"}"#,
        #"{ "Code" : "Success", "AccessKeyId":"A\/", "Expiration" : "2026-11-22T10:08:08Z"}"#
      ),
      // SSO
      (
        #"{"roleCredentials":{"accessKeyId":"A","expiration":1795338487123}}"#,
        #"{"roleCredentials":{"accessKeyId":"A","expiration":1795342088123}}"#
      ),
      // Cognito
      (
        #"{"Credentials":{"Expiration":1.795338487E9,"AccessKeyId":"A"},"IdentityId":"x"}"#,
        #"{"Credentials":{"Expiration":1.795342088E9,"AccessKeyId":"A"},"IdentityId":"x"}"#
      ),
      // ECR
      (
        #"{"authorizationData":[{"authorizationToken":"x","expiresAt":1795338487.5}]}"#,
        #"{"authorizationData":[{"authorizationToken":"x","expiresAt":1795342088.5}]}"#
      ),
      // SSO OIDC
      (
        #"{"clientSecret":"x","clientIdIssuedAt":1795338487,"clientSecretExpiresAt":1795338487}"#,
        #"{"clientSecret":"x","clientIdIssuedAt":1795338487,"clientSecretExpiresAt":1795342088}"#
      ),
    ])
  func credentials(_ old: String, _ new: String) {
    #expect(text(shifted(old)) == new)
  }

  @Test(
    "Other times stay, and so do relative ones",
    arguments: [
      #"{"Expiration":"2026-11-22T09:08:07Z"}"#,
      #"{"accessToken":"x","expiresIn":28800,"AccessKeyId":"A","Expiration":null}"#,
      #"{"AccessKeyId":"A","createdAt":1795338487,"inner":{"Expiration":1795338487}}"#,
      "<a><Expiration><Days>1795338487</Days></Expiration><AccessKeyId>A</AccessKeyId></a>",
      #"{"AccessKeyId":"A","Expiration":"2026-11-22T09:08:07Z""#, "<AccessKeyId>A", "</a></a>", "<", "<a", "<>", "",
    ])
  func stay(_ body: String) {
    #expect(text(shifted(body)) == body)
  }

  @Test("Members that the service index knows as times move where they are given, anywhere in the document")
  func members() {
    let json = #"{"Items":[{"At":1795338487,"Name":"1795338487"},{"At":"2026-11-22T09:08:07.10Z"}],"At":{"At":1.5}}"#
    let moved = #"{"Items":[{"At":1795342088,"Name":"1795338487"},{"At":"2026-11-22T10:08:08.10Z"}],"At":{"At":1.5}}"#
    #expect(text(shifted(json, members: ["At"])) == moved)
    #expect(text(shifted(json, members: [])) == json)
    let xml = "<s3:R><s3:At>2026-11-22T09:08:07.000Z</s3:At><B><At><![CDATA[1795338487]]></At></B></s3:R>"
    let movedXML = "<s3:R><s3:At>2026-11-22T10:08:08.000Z</s3:At><B><At><![CDATA[1795338487]]></At></B></s3:R>"
    #expect(text(shifted(xml, type: "application/xml", members: ["At"])) == movedXML)
  }

  @Test("Last-Modified and Expires move with the members, and no other field does")
  func headers() {
    let date = "Sun, 22 Nov 2026 09:08:07 GMT"
    let fields = [HTTPField("last-modified", date), HTTPField("Expires", "0"), HTTPField("x-amz-date", date)]
    #expect(shifted("", fields: fields).head.fields.list.dropFirst().elementsEqual(fields))
    let moved = shifted("", fields: fields, members: []).head.fields
    #expect(moved.list.dropFirst().map(\.value) == ["Sun, 22 Nov 2026 10:08:08 GMT", "0", date])
  }

  @Test("Times of CBOR move in their room, and bytes that only look like one stay")
  func cbor() {
    // {_ "a": 1(1795338487), "b": h'C11A00000000', "c": 1(1795338487.5), "d": [1(2)]}
    let double = (0..<8).map { UInt8(truncatingIfNeeded: (1_795_338_487.5).bitPattern >> UInt64(56 - 8 * $0)) }
    let movedDouble = (0..<8).map { UInt8(truncatingIfNeeded: (1_795_342_088.5).bitPattern >> UInt64(56 - 8 * $0)) }
    func body(_ seconds: [UInt8], _ double: [UInt8]) -> [UInt8] {
      [0xBF, 0x61, 0x61, 0xC1, 0x1A] + seconds + [0x61, 0x62, 0x46, 0xC1, 0x1A, 0, 0, 0, 0, 0x61, 0x63, 0xC1, 0xFB]
        + double + [0x61, 0x64, 0x81, 0xC1, 0x02, 0xFF]
    }
    let old = body([0x6B, 0x02, 0xB0, 0xF7], double)
    #expect(CBORMoments.shifted(old, by: 3601) == body([0x6B, 0x02, 0xBF, 0x08], movedDouble))
    for count in [1, 5, 8, 11, 14, 30] { _ = CBORMoments.shifted(Array(old.prefix(count)), by: 1) }
    #expect(CBORMoments.shifted([0x5B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], by: 1) == nil)
    #expect(CBORMoments.shifted([0x1C], by: 1) == nil)
    var response = HTTPResponse(
      head: HTTPResponseHead(status: 200, fields: [HTTPField("Content-Type", "application/cbor")]), body: old)
    ClockShift(recordedAt: Self.then, now: Self.hourAndSecond).apply(to: &response)
    #expect(response.body == old)
    ClockShift(recordedAt: Self.then, now: Self.hourAndSecond, members: []).apply(to: &response)
    #expect(response.body != old)
  }

  @Test("A tape that is replayed at once, or clocks beyond all bounds, change nothing")
  func nothing() {
    let body = Array(#"{"AccessKeyId":"A","Expiration":1795338487}"#.utf8)
    let far = Timestamp(milliseconds: .max)
    for (then, now) in [(Self.then, Self.then), (Timestamp(milliseconds: .min), far), (far, Self.then)] {
      var response = HTTPResponse(head: HTTPResponseHead(status: 200), body: body)
      ClockShift(recordedAt: then, now: now, members: []).apply(to: &response)
      #expect(response.body == body)
    }
  }

  @Test("Mutated bodies never trap", arguments: UInt64(0)..<8)
  func fuzz(_ seed: UInt64) {
    var random = SplitMix(seed: seed)
    let bodies =
      [
        #"{"AccessKeyId":"A","Expiration":1.795338487E9,"At":[{"At":"2026-11-22T09:08:07.10Z"}]}"#,
        "<?x?><a b='>'><AccessKeyId/><!-- c --><![CDATA[d]]><At>Sun, 22 Nov 2026 09:08:07 GMT</At></a>",
      ].map { Array($0.utf8) } + [
        [0xBF, 0x61, 0x61, 0xC1, 0x1A, 0x6B, 0x02, 0xB0, 0xF7, 0xC1, 0x1B, 1, 2, 3, 4, 5, 6, 7, 8]
      ]
    for round in 0..<300 {
      var body = bodies[round % 3]
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        body[Int.random(in: body.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      body.removeLast(Int.random(in: 0...(round % 2 == 0 ? 0 : body.count), using: &random))
      var response = HTTPResponse(head: HTTPResponseHead(status: 200), body: body)
      ClockShift(recordedAt: Self.then, now: Self.hourAndSecond, members: ["At"]).apply(to: &response)
      _ = CBORMoments.shifted(body, by: .random(in: .min ... .max, using: &random))
    }
  }
}
