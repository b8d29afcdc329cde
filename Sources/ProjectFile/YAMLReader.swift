// SPDX-License-Identifier: Apache-2.0

internal import Yams

/// Reads YAML as settings are written in it: one document, without anchors, aliases, tags, and keys that are no text.
enum YAMLReader {
  /// How deep collections may stand in each other.
  static let deepest = 16
  /// A text of more bytes is refused.
  static let largest = 1 << 20

  /// - Returns: nil for a text of nothing but blanks and comments.
  static func read(_ text: [UInt8]) throws(ProjectFileError) -> YAMLNode? {
    guard text.count <= largest else { throw ProjectFileError("it has more than \(largest >> 20) MiB") }
    // Columns are counted from behind a byte order mark.
    let text = text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
    guard let yaml = String(validating: text, as: UTF8.self) else { throw ProjectFileError("it is not UTF-8") }
    // While it composes, Yams hashes keys with all that their aliases stand for, and keys behind '?' once for each level
    // that they are nested in. With '@', which begins nothing in YAML but may be in any scalar, in place of what begins
    // anchors, aliases and such keys, the scanner stops at the first of them.
    let guarded = text.map { "&*?".utf8.contains($0) ? UInt8(ascii: "@") : $0 }
    _ = try compose(String(decoding: guarded, as: UTF8.self), original: yaml)
    return try compose(yaml, original: yaml).map { root throws(ProjectFileError) in try node(root, depth: 0) }
  }

  /// Yams recurses, and ends at libyaml's thousand levels.
  private static func compose(_ yaml: String, original: String) throws(ProjectFileError) -> Node? {
    do {
      // The rules of the default resolver are regular expressions, for types that settings do not have.
      return try Yams.compose(yaml: yaml, .basic, .default, .utf8)
    } catch let error as YamlError {
      throw failure(error, original)
    } catch {
      throw ProjectFileError("\(error)")
    }
  }

  private static func node(_ node: Node, depth: Int) throws(ProjectFileError) -> YAMLNode {
    let place = place(node.mark)
    guard depth <= deepest else { throw ProjectFileError("nested too deep", at: place) }
    switch node {
    case .scalar(let scalar):
      try check(scalar.tag, place)
      let isPlain = scalar.style == .plain && scalar.tag.rawValue.isEmpty
      let isNull = isPlain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
      return YAMLNode(content: isNull ? .null : .scalar(scalar.string, isPlain: isPlain), place: place)
    case .sequence(let sequence):
      try check(sequence.tag, place)
      var items: [YAMLNode] = []
      for item in sequence { items.append(try self.node(item, depth: depth + 1)) }
      return YAMLNode(content: .sequence(items), place: place)
    case .mapping(let mapping):
      try check(mapping.tag, place)
      var members: [YAMLNode.Member] = []
      for (key, value) in mapping {
        let keyPlace = self.place(key.mark)
        guard case .scalar(let scalar) = key else { throw ProjectFileError("expected a text as key", at: keyPlace) }
        try check(scalar.tag, keyPlace)
        let value = try self.node(value, depth: depth + 1)
        members.append(YAMLNode.Member(key: scalar.string, place: keyPlace, value: value))
      }
      return YAMLNode(content: .mapping(members), place: place)
    case .alias:
      throw ProjectFileError("an alias cannot stand here", at: place)
    }
  }

  /// Yams itself tags what is quoted, and keys, as text.
  private static func check(_ tag: Tag, _ place: YAMLPlace) throws(ProjectFileError) {
    guard ["", Tag.Name.str.rawValue].contains(tag.rawValue) else {
      throw ProjectFileError("there are no tags such as '\(tag.rawValue)'; put a value with '!' in quotes", at: place)
    }
  }

  private static func place(_ mark: Mark?) -> YAMLPlace {
    YAMLPlace(line: mark?.line ?? 1, column: mark?.column ?? 1)
  }

  // MARK: - Errors

  private static func failure(_ error: YamlError, _ yaml: String) -> ProjectFileError {
    switch error {
    case .scanner(_, "found character that cannot start any token", let mark, _):
      return ProjectFileError(unexpected(at: mark, in: yaml), at: place(mark))
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
      let whole = context.map { "\($0.text) that begins in line \($0.mark.line), " } ?? ""
      return ProjectFileError("\(whole)\(problem)", at: place(mark))
    case .composer(let context, let problem, let mark, _):
      return ProjectFileError(context.map { "\($0.text), \(problem)" } ?? problem, at: place(mark))
    case .reader(let problem, let offset, _, _):
      let lines = yaml.prefix(offset ?? 0).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      let place = YAMLPlace(line: lines.count, column: (lines.last?.unicodeScalars.count ?? 0) + 1)
      return ProjectFileError(problem, at: offset == nil ? nil : place)
    case .duplicatedKeysInMapping(let keys, let context):
      return ProjectFileError("the key '\(keys.first ?? "")' is there twice", at: place(context.mark))
    default:
      return ProjectFileError("\(error)")
    }
  }

  private static func unexpected(at mark: Mark, in yaml: String) -> String {
    let line = yaml.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).dropFirst(mark.line - 1).first
    switch line?.unicodeScalars.dropFirst(mark.column - 1).first {
    case "\t": return "a tab cannot indent; use blanks"
    case "&", "*": return "there are no anchors and aliases; put a value that begins with '&' or '*' in quotes"
    case let character: return "'\(character.map(String.init) ?? "")' cannot begin a value; put it in quotes"
    }
  }
}
