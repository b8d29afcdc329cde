// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Documents

/// Documents that nobody would send who means well: each is read or refused in a time that grows with its size alone.
@Suite("Hostile documents", .timeLimit(.minutes(5)))
struct HostileDocumentTests {
  /// Enough for what is quadratic to take minutes.
  private static let many = 100_000

  private func repeated(_ piece: String, _ count: Int = many) -> [UInt8] { repeated(Array(piece.utf8), count) }

  private func repeated(_ piece: [UInt8], _ count: Int = many) -> [UInt8] {
    var bytes = piece
    while bytes.count < piece.count * count { bytes += bytes }
    return Array(bytes.prefix(piece.count * count))
  }

  private func code(_ read: () throws(DocumentError) -> Document) -> DocumentError.Code? {
    do throws(DocumentError) {
      _ = try read()
      return nil
    } catch {
      return error.code
    }
  }

  private func json(_ bytes: [UInt8]) -> DocumentError.Code? {
    code { () throws(DocumentError) in try JSONReader.read(bytes) }
  }
  private func xml(_ bytes: [UInt8]) -> DocumentError.Code? {
    code { () throws(DocumentError) in try XMLReader.read(bytes[...]) }
  }
  private func cbor(_ bytes: [UInt8]) -> DocumentError.Code? {
    code { () throws(DocumentError) in try CBORReader.read(bytes[...]) }
  }

  @Test("of a million levels are refused at the first that is too deep")
  func deep() {
    for piece in ["[", #"{"a":"#, #"[{"a":["#] { #expect(json(repeated(piece, 1_000_000)) == .tooDeep) }
    #expect(xml(repeated("<a>", 1_000_000)) == .tooDeep)
    #expect(xml(repeated("<a b='c'>")) == .tooDeep)
    // A list of one, a map of one, a list and a map without end.
    for piece: [UInt8] in [[0x81], [0xA1, 0x61, 0x61], [0x9F], [0xBF, 0x61, 0x61]] {
      #expect(cbor(repeated(piece, 1_000_000)) == .tooDeep)
    }
  }

  @Test("of more values than any service takes are refused before they take much memory")
  func many() {
    let nodes = DocumentLimits.standard.nodes
    #expect(json(Array("[".utf8) + repeated("0,", nodes - 2) + Array("0]".utf8)) == nil)
    #expect(json(Array("[".utf8) + repeated("0,", nodes - 1) + Array("0]".utf8)) == .tooLarge)
    #expect(xml(Array("<r>".utf8) + repeated("<a/>", nodes) + Array("</r>".utf8)) == .tooLarge)
    #expect(cbor([0x9F] + repeated([0x00], nodes) + [0xFF]) == .tooLarge)
    #expect(
      code { () throws(DocumentError) in try FormReader.read(repeated("a&", nodes)[...], isFolded: true) } == .tooLarge)
  }

  @Test("as deep as may be are written, compared and walked on the stack of a thread")
  func deepest() throws {
    let depth = DocumentLimits.standard.depth
    let lists = [UInt8](repeating: 0x5B, count: depth) + [UInt8](repeating: 0x5D, count: depth)
    let members = repeated(#"{"Key":"k","Value":"#, depth) + Array("1".utf8) + repeated("}", depth)
    for body in [lists, members] {
      let document = try JSONReader.read(body)
      for form in [TextForm.literal, .skeleton, .recorded(Renaming())] {
        var writer = CanonicalWriter(form: form)
        try writer.write(document.root)
        #expect(writer.bytes.count > depth)
      }
      #expect(PrettyPrinter.text(document.root).utf8.count > body.count)
      #expect(DocumentComparison.differences(document.root, document.root).isEmpty)
      var unification = Unification(known: Renaming(), clocks: TimestampPair(recorded: 0, live: 0))
      let isSame = unification.equate(recorded: document.root, live: document.root)
      #expect(isSame)
    }
  }

  @Test("of scalars are walked however deep they lie", arguments: BodyKind.allCases)
  func walk(kind: BodyKind) {
    let piece: [UInt8] =
      switch kind {
      case .json: Array(#"{"a":["x","#.utf8)
      case .xml: Array("<a b='c'>".utf8)
      case .form: Array("a.b.".utf8)
      case .cbor: [0xBF, 0x61, 0x61]
      }
    let body = repeated(piece, 20_000)
    #expect(ScalarRewriter.rewrite(body, as: kind) { _, _, _ in nil }.bytes == nil)
  }

  @Test("with a hundred thousand members, elements, attributes and name spaces are read")
  func wide() throws {
    let members =
      Array("{".utf8) + (0..<Self.many).flatMap { Array("\"m\($0)\":\($0),".utf8) } + Array("\"z\":0}".utf8)
    let object = try JSONReader.read(members)
    #expect(object.root.count == Self.many + 1)
    var writer = CanonicalWriter()
    try writer.write(object.root)
    #expect(DocumentComparison.differences(object.root, object.root).isEmpty)
    #expect(json(Array("[".utf8) + repeated("0,") + Array("0]".utf8)) == nil)
    #expect(xml(Array("<a ".utf8) + (0..<Self.many).flatMap { Array("b\($0)='' ".utf8) } + Array("/>".utf8)) == nil)
    #expect(xml(Array("<a ".utf8) + repeated("b='' ") + Array("/>".utf8)) == nil)
    let names = try XMLReader.read(
      (Array("<a ".utf8) + (0..<Self.many).flatMap { Array("xmlns:b\($0)='u' ".utf8) } + Array("/>".utf8))[...])
    #expect(names.root["a"]?.kind == .string)
    // Brothers of two names in turn.
    #expect(xml(Array("<a>".utf8) + repeated("<b/><c/>", Self.many / 2) + Array("</a>".utf8)) == nil)
    #expect(try FormReader.read(repeated("a=&")[...], isFolded: true).root["a"]?.count == Self.many)
  }

  @Test("with a member a hundred thousand times have no normal form, and are compared all the same")
  func duplicates() throws {
    let document = try JSONReader.read(Array("{".utf8) + repeated(#""a":1,"#) + Array(#""a":1}"#.utf8))
    var writer = CanonicalWriter()
    #expect(throws: DocumentError.self) { try writer.write(document.root) }
    #expect(DocumentComparison.differences(document.root, document.root, limit: 10).count <= 10)
  }

  @Test("with names and texts of a hundred thousand letters are read")
  func long() throws {
    let name = repeated("n")
    #expect(json(Array("{\"".utf8) + name + Array("\":\"".utf8) + repeated("\\u0041") + Array("\"}".utf8)) == nil)
    #expect(xml(Array("<".utf8) + name + Array(">&amp;</".utf8) + name + Array(">".utf8)) == nil)
    #expect(xml(Array("<a>".utf8) + repeated("&lt;") + Array("</a>".utf8)) == nil)
    #expect(xml(Array("<!--".utf8) + repeated("--") + Array("--><a/>".utf8)) == nil)
    #expect(xml(Array("<a><![CDATA[".utf8) + repeated("]]") + Array("]]></a>".utf8)) == nil)
    for open in ["<!--", "<?", "<a><![CDATA[", "<a b='", "<a>&", "<a>&#", "<a></"] {
      #expect(xml(Array(open.utf8) + repeated("-<")) != nil)
    }
  }

  @Test(
    "with numbers of a hundred thousand digits are compared as decimals",
    arguments: ["1", "0.", "1e", "1e-", "-1.", "0.0e+"])
  func numbers(start: String) throws {
    let zeros = try JSONReader.read(Array(start.utf8) + repeated(start.hasPrefix("0") ? "1" : "0"))
    let nines = try JSONReader.read(Array(start.utf8) + repeated("9"))
    for (one, other) in [(zeros, zeros), (zeros, nines), (nines, nines)] {
      let isSame = DocumentComparison.differences(one.root, other.root).isEmpty
      #expect(isSame == (one === other))
      var unification = Unification(known: Renaming(), clocks: TimestampPair(recorded: 0, live: 0))
      let isUnified = unification.equate(recorded: one.root, live: other.root)
      #expect(isUnified || !isSame)
      _ = other.root.int
    }
    for form in [TextForm.literal, .skeleton] {
      var writer = CanonicalWriter(form: form)
      try writer.write(nines.root)
    }
  }

  @Test("of CBOR that claim more than they have are refused before room is made for it")
  func claims() {
    let most: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
    let half: [UInt8] = [0x80, 0, 0, 0, 0, 0, 0, 0]
    for count in [most, half] {
      // Bytes, text, list and map of so many, also within one without end and behind a tag.
      for head: UInt8 in [0x5B, 0x7B, 0x9B, 0xBB] {
        for before: [UInt8] in [[], [0x9F], [0xBF, 0x61, 0x61], [0x5F], [0x7F], [0xC2], [0xDB] + count] {
          #expect(cbor(before + [head] + count) != nil)
          #expect(cbor(before + [head] + count + [0x00]) != nil)
          #expect(
            ScalarRewriter.rewrite(before + [head] + count, as: .cbor) { _, _, _ in nil }.isWhole == false)
        }
      }
    }
    // As many tags round one number, as many pieces of one text.
    #expect(cbor([UInt8](repeating: 0xC1, count: Self.many) + [0x01]) == nil)
    #expect(cbor([0x7F] + repeated([0x61, 0x61] as [UInt8]) + [0xFF]) == nil)
    #expect(cbor([0x7F] + [UInt8](repeating: 0x7F, count: Self.many)) != nil)
    // A number of a million bytes.
    #expect(cbor([0xC2, 0x5A, 0x00, 0x0F, 0x42, 0x40] + [UInt8](repeating: 0xFF, count: 1_000_000)) == .badNumber)
  }

  @Test(
    "of XML with a document type or an entity of their own are refused",
    arguments: [
      #"<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]><lolz>&lol2;</lolz>"#,
      #"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>"#,
      #"<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/evil.dtd"> %p;]><a/>"#,
      #"<!DOCTYPE a PUBLIC "-//X//EN" "http://127.0.0.1/a.dtd"><a/>"#, "<!doctype a><a/>", "<a>&lol;</a>",
      "<a b='&lol;'/>", "<a><!ENTITY x 'y'></a>", "<a><!DOCTYPE a></a>", "<a>&#x110000;</a>", "<a>&#xD800;</a>",
      "<a>&#99999999999999999999;</a>", "<a>&;</a>", "<a>&#;</a>", "<a>&#x;</a>",
    ])
  func entities(text: String) {
    #expect(xml(Array(text.utf8)) == .badEntity)
    // Nor does the walk put anything in their place.
    let walked = ScalarRewriter.rewrite(Array(text.utf8), as: .xml) { _, _, text in Array(text) }
    #expect(walked.bytes == nil)
  }

  @Test("in UTF-16 and UTF-32 are refused, a byte order mark of UTF-8 is as well but before XML")
  func encodings() {
    for (text, read) in [(#"{"a":1}"#, json), ("<a>1</a>", xml)] as [(String, ([UInt8]) -> DocumentError.Code?)] {
      let wide = text.utf8.flatMap { [0, $0] as [UInt8] }
      let narrow = text.utf8.flatMap { [$0, 0] as [UInt8] }
      let widest = text.utf8.flatMap { [0, 0, 0, $0] as [UInt8] }
      for bytes in [wide, narrow, widest, [0xFE, 0xFF] + wide, [0xFF, 0xFE] + narrow, [0, 0, 0xFE, 0xFF] + widest] {
        #expect(read(bytes) != nil)
      }
    }
    #expect(json([0xEF, 0xBB, 0xBF] + Array("{}".utf8)) == .unexpectedByte)
    #expect(xml([0xEF, 0xBB, 0xBF] + Array("<a/>".utf8)) == nil)
    #expect(xml([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF] + Array("<a/>".utf8)) == .unexpectedByte)
  }

  @Test(
    "with overlong forms, surrogates, and code points that do not exist are refused",
    arguments: [
      [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xF0, 0x80, 0x80, 0x80], [0xED, 0xA0, 0x80],
      [0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0x80], [0xC3],
      [0xE2, 0x82], [0xFE], [0xFF],
    ] as [[UInt8]])
  func notUTF8(bytes: [UInt8]) {
    #expect(json([0x22] + bytes + [0x22]) == .badUTF8)
    #expect(json(Array("{\"\\n".utf8) + bytes + Array("\":1}".utf8)) == .badUTF8)
    for (before, behind) in [("<a>", "</a>"), ("<a b='", "'/>"), ("<", "/>"), ("<!--", "--><a/>")] {
      #expect(xml(Array(before.utf8) + bytes + Array(behind.utf8)) == .badUTF8)
    }
    #expect(cbor([0x60 | UInt8(bytes.count)] + bytes) == .badUTF8)
    #expect(cbor([0x7F, 0x60 | UInt8(bytes.count)] + bytes + [0xFF]) == .badUTF8)
    // A character in two pieces is none.
    #expect(cbor([0x7F, 0x61, 0xC3, 0x61, 0xA9, 0xFF]) == .badUTF8)
  }
}
