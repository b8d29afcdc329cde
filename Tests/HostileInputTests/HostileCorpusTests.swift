// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What the fuzzer found worth keeping, and what once broke a reader, without the fuzzer.
@Suite("The corpus of hostile input")
struct HostileCorpusTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Corpus")

  @Test("is read by each reader, and all promises are kept", arguments: HostileReader.allCases)
  func corpus(reader: HostileReader) throws {
    let folder = Self.folder.appending(path: reader.rawValue)
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    #expect(!files.isEmpty, "\(folder.path) is empty")
    for file in files {
      let input = Array(try Data(contentsOf: file))
      let took = ContinuousClock().measure {
        #expect(throws: Never.self, "\(file.path)") { try reader.read(input) }
      }
      #expect(took < .seconds(10), "\(file.path)")
    }
  }
}
