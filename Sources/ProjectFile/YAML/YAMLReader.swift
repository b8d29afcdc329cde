// SPDX-License-Identifier: Apache-2.0

/// Reads the part of YAML 1.2 that settings are written in: mappings and lists, in lines or in brackets, and scalars,
/// plain or quoted, each on one line.
///
/// Anchors, aliases, tags, block text, keys that are no scalars and further documents are refused, with what to write
/// instead, and so are duplicate keys. Linear in the text; nothing is nested deeper than ``deepest``.
struct YAMLReader {
  static let deepest = 16

  let bytes: [UInt8]
  var at = 0
  private var line = 1
  private var lineStart = 0
  private var depth = 0

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// - Returns: nil for a text of nothing but blanks and comments.
  static func read(_ text: [UInt8]) throws(ProjectFileError) -> YAMLNode? {
    var reader = YAMLReader(text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text)
    return try reader.document()
  }

  private mutating func document() throws(ProjectFileError) -> YAMLNode? {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw ProjectFileError("it is not UTF-8") }
    try skipBlank()
    if bytes[at...].starts(with: "---".utf8), isBlank(at + 3) {
      at += 3
      try skipBlank()
    }
    guard at < bytes.count else { return nil }
    let node = try block()
    try skipBlank()
    guard at == bytes.count else { throw error("expected the end of the file; is the indentation right?") }
    return node
  }

  // MARK: - Lines

  /// A list, a mapping, or the one value that stands at this place.
  private mutating func block() throws(ProjectFileError) -> YAMLNode {
    let place = place
    if isDash { return try nested { reader throws(ProjectFileError) in try reader.sequence(at: place) } }
    if isBracket { return try lineEnding { reader throws(ProjectFileError) in try reader.flow() } }
    let (text, isPlain) = try scalar(isInFlow: false)
    if isKeyEnd { return try nested { reader throws(ProjectFileError) in try reader.mapping(from: text, at: place) } }
    return try lineEnding { _ in YAMLReader.node(text, isPlain: isPlain, place) }
  }

  private mutating func sequence(at place: YAMLPlace) throws(ProjectFileError) -> YAMLNode {
    var items: [YAMLNode] = []
    repeat {
      let dash = self.place
      at += 1
      skipSpaces()
      items.append(try isLineEnd ? lower(than: place, of: dash) : block())
      try skipBlank()
    } while at < bytes.count && self.place.column == place.column && isDash
    try checkIndentation(place)
    return YAMLNode(content: .sequence(items), place: place)
  }

  private mutating func mapping(from first: String, at place: YAMLPlace) throws(ProjectFileError) -> YAMLNode {
    var members: [YAMLNode.Member] = []
    var keys: Set<String> = []
    var (key, keyPlace) = (first, place)
    while true {
      guard keys.insert(key).inserted else { throw ProjectFileError("the key '\(key)' is there twice", at: keyPlace) }
      at += 1
      members.append(YAMLNode.Member(key: key, place: keyPlace, value: try value(below: place, of: keyPlace)))
      try skipBlank()
      guard at < bytes.count, self.place.column >= place.column else { break }
      try checkIndentation(place)
      keyPlace = self.place
      key = try scalar(isInFlow: false).text
      guard isKeyEnd else { throw ProjectFileError("expected 'key: value'", at: keyPlace) }
    }
    return YAMLNode(content: .mapping(members), place: place)
  }

  /// The value of a key: what is left of its line, or what stands below, deeper than the mapping; a list may stand as
  /// deep as the mapping.
  private mutating func value(
    below mapping: YAMLPlace, of key: YAMLPlace
  ) throws(ProjectFileError) -> YAMLNode {
    skipSpaces()
    guard !isLineEnd else { return try lower(than: mapping, of: key, allowsDash: true) }
    let place = place
    if isBracket { return try lineEnding { reader throws(ProjectFileError) in try reader.flow() } }
    let (text, isPlain) = try scalar(isInFlow: false)
    guard !isKeyEnd else {
      throw ProjectFileError(
        "a value with ': ' in it must stand in quotes, and a mapping on lines of its own", at: place)
    }
    return try lineEnding { _ in YAMLReader.node(text, isPlain: isPlain, place) }
  }

  /// What stands on the lines below, or null.
  private mutating func lower(
    than place: YAMLPlace, of owner: YAMLPlace, allowsDash: Bool = false
  ) throws(ProjectFileError) -> YAMLNode {
    try skipBlank()
    let column = self.place.column
    guard at < bytes.count, column > place.column || allowsDash && column == place.column && isDash else {
      return YAMLNode(content: .null, place: owner)
    }
    return try block()
  }

  private func checkIndentation(_ place: YAMLPlace) throws(ProjectFileError) {
    guard at < bytes.count, self.place.column > place.column else { return }
    throw error("this is indented deeper than what it belongs to; a value stands on one line")
  }

  private mutating func lineEnding(
    _ read: (inout YAMLReader) throws(ProjectFileError) -> YAMLNode
  ) throws(ProjectFileError) -> YAMLNode {
    let node = try read(&self)
    skipSpaces()
    guard isLineEnd else { throw error("expected the end of the line") }
    return node
  }

  // MARK: - Brackets

  private mutating func flow() throws(ProjectFileError) -> YAMLNode {
    let place = place
    let isMapping = bytes[at] == 0x7B
    return try nested { reader throws(ProjectFileError) in
      reader.at += 1
      return try isMapping ? reader.flowMapping(place) : reader.flowSequence(place)
    }
  }

  private mutating func flowSequence(_ place: YAMLPlace) throws(ProjectFileError) -> YAMLNode {
    var items: [YAMLNode] = []
    while try !closes(0x5D, place) {
      items.append(try flowValue())
      try endFlowItem(0x5D, place)
    }
    return YAMLNode(content: .sequence(items), place: place)
  }

  private mutating func flowMapping(_ place: YAMLPlace) throws(ProjectFileError) -> YAMLNode {
    var members: [YAMLNode.Member] = []
    var keys: Set<String> = []
    while try !closes(0x7D, place) {
      let keyPlace = self.place
      let (key, isPlain) = try scalar(isInFlow: true)
      guard keys.insert(key).inserted else { throw ProjectFileError("the key '\(key)' is there twice", at: keyPlace) }
      try skipBlank()
      guard at < bytes.count, bytes[at] == 0x3A else { throw error("expected ': ' and a value") }
      at += 1
      guard !isPlain || isBlank(at) || isFlowIndicator(at) else { throw error("expected a blank behind ':'") }
      try skipBlank()
      let isEmpty = at < bytes.count && (bytes[at] == 0x2C || bytes[at] == 0x7D)
      let value = try isEmpty ? YAMLNode(content: .null, place: keyPlace) : flowValue()
      members.append(YAMLNode.Member(key: key, place: keyPlace, value: value))
      try endFlowItem(0x7D, place)
    }
    return YAMLNode(content: .mapping(members), place: place)
  }

  private mutating func flowValue() throws(ProjectFileError) -> YAMLNode {
    if isBracket { return try flow() }
    let place = place
    let (text, isPlain) = try scalar(isInFlow: true)
    return YAMLReader.node(text, isPlain: isPlain, place)
  }

  private mutating func closes(_ bracket: UInt8, _ opened: YAMLPlace) throws(ProjectFileError) -> Bool {
    try skipBlank()
    guard at < bytes.count else { throw ProjectFileError("this bracket is not closed", at: opened) }
    guard bytes[at] == bracket else { return false }
    at += 1
    return true
  }

  private mutating func endFlowItem(_ bracket: UInt8, _ opened: YAMLPlace) throws(ProjectFileError) {
    try skipBlank()
    guard at < bytes.count else { throw ProjectFileError("this bracket is not closed", at: opened) }
    if bytes[at] == 0x2C {
      at += 1
    } else if bytes[at] != bracket {
      throw error("expected ',' or '\(Character(Unicode.Scalar(bracket)))'")
    }
  }

  // MARK: - Places and blanks

  var place: YAMLPlace { YAMLPlace(line: line, column: at - lineStart + 1) }

  func error(_ message: String) -> ProjectFileError { ProjectFileError(message, at: place) }

  /// Whether there is a blank, the end of a line or of the text.
  func isBlank(_ at: Int) -> Bool {
    at >= bytes.count || bytes[at] == 0x20 || bytes[at] == 0x09 || bytes[at] == 0x0A || bytes[at] == 0x0D
  }

  func isFlowIndicator(_ at: Int) -> Bool {
    at < bytes.count && (bytes[at] == 0x2C || "[]{}".utf8.contains(bytes[at]))
  }

  private var isDash: Bool { at < bytes.count && bytes[at] == 0x2D && isBlank(at + 1) }
  private var isBracket: Bool { at < bytes.count && (bytes[at] == 0x5B || bytes[at] == 0x7B) }

  /// Whether the scalar that was just read is a key.
  private var isKeyEnd: Bool {
    mutating get {
      skipSpaces()
      return at < bytes.count && bytes[at] == 0x3A && isBlank(at + 1)
    }
  }

  /// Whether nothing but a comment is left of the line.
  private var isLineEnd: Bool {
    at >= bytes.count || bytes[at] == 0x0A || bytes[at] == 0x0D || isComment
  }

  private var isComment: Bool { bytes[at] == 0x23 && (at == lineStart || isBlank(at - 1)) }

  private mutating func skipSpaces() {
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
  }

  /// Goes on to the next thing that is no blank, comment or end of line.
  private mutating func skipBlank() throws(ProjectFileError) {
    var isIndentation = at == lineStart
    while at < bytes.count {
      switch bytes[at] {
      case 0x0A:
        at += 1
        line += 1
        lineStart = at
        isIndentation = true
      case 0x09 where isIndentation:
        throw error("a tab cannot indent; use blanks")
      case 0x20, 0x09, 0x0D: at += 1
      case 0x23 where isComment: at = bytes[at...].firstIndex(of: 0x0A) ?? bytes.count
      default: return
      }
    }
  }

  private mutating func nested(
    _ read: (inout YAMLReader) throws(ProjectFileError) -> YAMLNode
  ) throws(ProjectFileError) -> YAMLNode {
    guard depth < YAMLReader.deepest else { throw error("nested too deep") }
    depth += 1
    defer { depth -= 1 }
    return try read(&self)
  }

  private static func node(_ text: String, isPlain: Bool, _ place: YAMLPlace) -> YAMLNode {
    let isNull = isPlain && ["~", "null", "Null", "NULL"].contains(text)
    return YAMLNode(content: isNull ? .null : .scalar(text, isPlain: isPlain), place: place)
  }
}
