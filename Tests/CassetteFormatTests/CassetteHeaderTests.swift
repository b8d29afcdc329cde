// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Testing

@testable import CassetteFormat

@Suite("The header of a cassette")
struct CassetteHeaderTests {
  @Test("comes back as it was written", arguments: [Timestamp(seconds: 1_795_338_487), nil])
  func roundTrip(recordedAt: Timestamp?) throws {
    let header = CassetteHeader(
      tool: "tapedeck \"0.1.0\"", recordedAt: recordedAt, sources: ["aws", "simulator"], redaction: "basic-1")
    #expect(try CassetteHeader(try JSONReader.read(header.encoded()).root) == header)
  }

  @Test("may hold members of its version that this reader does not know")
  func unknownMembers() throws {
    let header = try CassetteHeader(try JSONReader.read(Array(#"{"tapedeck":1,"new":{},"tool":7}"#.utf8)).root)
    #expect(header.tool == "" && header.sources == [])
  }

  @Test("of a newer version is refused with both versions named")
  func newer() throws {
    let line = try JSONReader.read(Array(#"{"tapedeck":17}"#.utf8)).root
    #expect { try CassetteHeader(line) } throws: { error in
      (error as? CassetteError)?.code == .newerVersion && "\(error)".contains("17")
        && "\(error)".contains("\(CassetteHeader.versionWithPieces)")
    }
  }
}
