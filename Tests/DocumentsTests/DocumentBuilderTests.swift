// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("The document builder")
struct DocumentBuilderTests {
  @Test("builds what is opened, named and closed")
  func builds() throws {
    var builder = DocumentBuilder()
    try builder.open(.object)
    try builder.name("l".utf8)
    try builder.open(.array)
    try builder.string("x\"".utf8)
    try builder.number("1.50")
    try builder.bool(true)
    try builder.bool(false)
    try builder.null()
    builder.close()
    try builder.name("o".utf8)
    try builder.open(.object)
    builder.close()
    builder.close()
    let root = builder.document().root
    #expect(root.json == #"{"l":["x\"",1.50,true,false,null],"o":{}}"#)
    #expect(root.count == 2 && root["l"]?.count == 5 && root["o"]?.count == 0)
    #expect(
      root.sourceRange == nil && root.bytes.isEmpty
        && root["l"]?.elements.map(\.sourceRange).allSatisfy { $0 == nil } == true)
  }

  @Test("copies values of other documents, whatever they were read from", arguments: 0..<6)
  func copies(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<40 {
      let text = Array(SampleValue.object(&random).text(&random).utf8)
      let value = try JSONReader.read(text).root
      var builder = DocumentBuilder()
      try builder.open(.array)
      try builder.copy(value)
      try builder.copy(builder.document().root)
      builder.close()
      let copies = Array(builder.document().root.elements)
      #expect(copies.count == 2)
      #expect(DocumentComparison.differences(copies[0], value).isEmpty)
      for (copied, original) in zip(copies[0].members, value.members) {
        #expect(copied.name.bytes == original.name.bytes && copied.value.count == original.value.count)
      }
    }
  }

  @Test("refuses more values and more depth than it may")
  func limits() throws {
    var builder = DocumentBuilder(limits: DocumentLimits(depth: 1, nodes: 2))
    builder.offset = 7
    try builder.open(.array)
    #expect(throws: DocumentError(.tooDeep, at: 7)) { try builder.open(.array) }
    try builder.null()
    #expect(throws: DocumentError(.tooLarge, at: 7)) { try builder.null() }
    #expect(throws: DocumentError(.tooLarge, at: 7)) { try builder.copy(Document.empty.root) }
    builder.close()
    #expect(builder.document().root.json == "[null]")
  }

  @Test("is an empty object before the first value")
  func empty() {
    #expect(DocumentBuilder().document().root.json == "{}")
  }
}
