// SPDX-License-Identifier: Apache-2.0

import AWSProtocols

@testable import Documents

/// The readers of documents, and what works on documents and on their bodies.
enum HostileDocuments {
  static func json(_ input: [UInt8]) throws {
    let document = try? JSONReader.read(input)
    try rewriting(input, .json, isDocument: document != nil)
    guard let document, try invariants(document) else { return }
    for text in [document.root.excerpt(.max - 8), PrettyPrinter.text(document.root)] {
      let again = try JSONReader.read(Array(text.utf8))
      try promise(
        DocumentComparison.differences(document.root, again.root).isEmpty, "\(text) is another document than before")
    }
  }

  static func xml(_ input: [UInt8]) throws {
    let document = try? XMLReader.read(input[...])
    try rewriting(input, .xml, isDocument: document != nil)
    if let document { try invariants(document) }
  }

  static func cbor(_ input: [UInt8]) throws {
    let document = try? CBORReader.read(input[...])
    try rewriting(input, .cbor, isDocument: document != nil)
    try promise(CBORTexts.rewritten(input) { _ in nil } == nil, "texts that stay make another body")
    if let document { try invariants(document) }
  }

  static func form(_ input: [UInt8]) throws {
    for isFolded in [false, true] {
      guard let document = try? FormReader.read(input[...], isFolded: isFolded) else { continue }
      try invariants(document)
    }
    try rewriting(input, .form, isDocument: false)
    let fields = FormField.parse(input, plusIsSpace: true)
    let written = fields.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
    let again = FormField.parse(written.joined(separator: "&").utf8, plusIsSpace: true)
    try promise(again == fields || written == ["="], "\(written) is another form than before")
  }

  /// What must be true of any document.
  /// - Returns: whether it has a normal form, as none has with a member that stands twice.
  @discardableResult
  static func invariants(_ document: Document) throws -> Bool {
    let root = document.root
    _ = (root.excerpt(), PrettyPrinter.text(root))
    document.forEachText { _ in }
    var literal = CanonicalWriter()
    guard (try? literal.write(root)) != nil else {
      literal.writeAsIs(root)
      return false
    }
    var skeleton = CanonicalWriter(form: .skeleton)
    try skeleton.write(root)
    try promise(
      DocumentComparison.differences(root, root).isEmpty, "\(root.excerpt()) differs from itself")
    var unification = Unification(
      known: Renaming(), clocks: TimestampPair(recorded: 1_795_338_487, live: 1_795_342_087))
    try promise(unification.equate(recorded: root, live: root), "\(root.excerpt()) does not unify with itself")
    return true
  }

  /// A walk over the scalars that changes none changes nothing, and reads whatever the reader reads.
  private static func rewriting(_ input: [UInt8], _ kind: BodyKind, isDocument: Bool) throws {
    let same = ScalarRewriter.rewrite(input, as: kind) { place, _, text in
      _ = place.pointer()
      return Array(text)
    }
    try promise(same.bytes == nil, "scalars that stay make another body: \(same.bytes?.text ?? "")")
    try promise(same.isWhole || !isDocument, "the reader reads to the end, the walk does not")
    let other = ScalarRewriter.rewrite(input, as: kind) { _, kind, text in kind == .string ? Array(text) + [0x78] : nil
    }
    guard isDocument, let bytes = other.bytes else { return }
    let isRead =
      switch kind {
      case .json: (try? JSONReader.read(bytes)) != nil
      case .xml: (try? XMLReader.read(bytes[...])) != nil
      case .cbor: (try? CBORReader.read(bytes[...])) != nil
      case .form: true
      }
    try promise(isRead, "what was read before is not when its strings are longer: \(bytes.text)")
  }
}
