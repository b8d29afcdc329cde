// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("Rewriting scalars of any form")
struct ScalarRewriterTests {
  private func sample(_ kind: BodyKind, _ random: inout SplitMix) -> [UInt8] {
    switch kind {
    case .json: return Array(SampleValue.object(&random).text(&random).utf8)
    case .xml: return SampleXML.body(&random)
    case .form:
      return Array("a.1.b=\(UInt8.random(in: 0...99, using: &random))%20+x&c%2Ed=é&raw&Secret.Key=%3D&=&e=".utf8)
    case .cbor:
      var body: [UInt8] = []
      SampleItem.random(&random).write(&random, to: &body)
      return body
    }
  }

  @Test("leaves a body in which nothing changes", arguments: BodyKind.allCases, 0..<4)
  func identity(kind: BodyKind, seed: UInt64) {
    var random = SplitMix(seed: seed)
    for _ in 0..<50 {
      let body = sample(kind, &random)
      #expect(ScalarRewriter.rewrite(body, as: kind) { _, _, _ in nil } == (nil, true))
      #expect(ScalarRewriter.rewrite(body, as: kind) { _, _, text in Array(text) } == (nil, true))
    }
  }

  @Test("tells of a body that is cut off what it tells of all of it, up to there", arguments: BodyKind.allCases)
  func truncation(kind: BodyKind) {
    var random = SplitMix(seed: 7)
    for _ in 0..<12 {
      let body = sample(kind, &random)
      let all = visits(body, kind)
      for count in 0..<body.count {
        let seen = visits(Array(body[..<count]), kind)
        #expect(seen.count <= all.count + 1 && all.starts(with: seen.dropLast()), "\(count) bytes of \(all)")
        let result = ScalarRewriter.rewrite(Array(body[..<count]), as: kind) { _, _, _ in Array("*".utf8) }
        // Only a form is whole wherever it is cut.
        #expect(result.isWhole || kind != .form)
      }
    }
  }

  @Test("never traps on damaged bodies, and rewrites no more than it tells", arguments: BodyKind.allCases, 0..<4)
  func fuzz(kind: BodyKind, seed: UInt64) {
    var random = SplitMix(seed: seed)
    let likely: [UInt8] = Array("\"\\{}[],:<>/&;=%+.u0]!-?'".utf8) + [0xFF, 0x5F, 0x7F, 0x9F, 0xBF, 0x1B, 0x00]
    for _ in 0..<400 {
      var body = sample(kind, &random)
      body.mutate(likely, &random)
      let told = visits(body, kind)
      let same = ScalarRewriter.rewrite(body, as: kind) { _, _, text in Array(text) }
      #expect(same.bytes == nil)
      var asked = 0
      _ = ScalarRewriter.rewrite(body, as: kind) { place, _, text in
        asked += place.depth >= 0 ? 1 : 0
        return changed(text)
      }
      #expect(asked == told.count)
    }
  }
}
