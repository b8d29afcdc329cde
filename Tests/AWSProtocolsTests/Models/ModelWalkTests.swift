// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProtocols

@Suite("The models, place by place")
struct ModelWalkTests {
  @Test("say what botocore's own classes say, of every message of services of all protocols", arguments: modelWalks)
  func botocore(walk: (service: String, dialect: String, lines: Int, digest: String)) throws {
    let service = try #require(ServiceIndex.standard.service(named: walk.service))
    let lines = ModelWalk(service: service, dialect: try #require(Dialect(rawValue: walk.dialect))).lines
    #expect(lines.count == walk.lines)
    let text = lines.joined(separator: "\n")
    let digest = sha256Hex(Array(text.utf8)).prefix(16)
    #expect(digest == walk.digest)
    // With --attachments-path they are kept, to be compared with what generate-model-walks.py SERVICE FORM prints.
    if digest != walk.digest { Attachment.record(text, named: "\(walk.service)-\(walk.dialect).txt") }
  }
}
