// SPDX-License-Identifier: Apache-2.0

/// A mapping of a project's file whose keys are known.
struct SettingsSection {
  private let place: YAMLPlace
  private let path: String
  private let values: [String: YAMLNode]

  /// - Parameter path: of the section itself; empty for the file.
  init(_ node: YAMLNode, path: String, keys: [String]) throws(ProjectFileError) {
    place = node.place
    self.path = path
    var values: [String: YAMLNode] = [:]
    switch node.content {
    case .null: break
    case .mapping(let members):
      for member in members {
        guard keys.contains(member.key) else {
          let nearest = NearestName.of(member.key, among: keys)
          let hint = nearest.map { "did you mean '\($0)'?" } ?? "there are \(keys.joined(separator: ", "))"
          throw ProjectFileError("there is no key '\(member.key)'; \(hint)", at: member.place, key: path)
        }
        values[member.key] = member.value
      }
    default: throw ProjectFileError("expected keys and values", at: node.place, key: path)
    }
    self.values = values
  }

  func path(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  func error(_ key: String, _ message: String) -> ProjectFileError {
    ProjectFileError(message, at: values[key]?.place ?? place, key: path(key))
  }

  func section(_ key: String, keys: [String]) throws(ProjectFileError) -> SettingsSection? {
    guard let node = values[key] else { return nil }
    return try SettingsSection(node, path: path(key), keys: keys)
  }

  func sections(_ key: String, keys: [String]) throws(ProjectFileError) -> [SettingsSection] {
    var sections: [SettingsSection] = []
    for (index, item) in try items(key).enumerated() {
      sections.append(try SettingsSection(item, path: "\(path(key))[\(index)]", keys: keys))
    }
    return sections
  }

  /// Text, a number or a boolean as it is written; nil where the key is absent or null.
  func text(_ key: String) throws(ProjectFileError) -> String? {
    guard let node = values[key], node.content != .null else { return nil }
    return try scalar(node, path(key))
  }

  func required(_ key: String) throws(ProjectFileError) -> (text: String, place: YAMLPlace) {
    guard let node = values[key], node.content != .null else { throw error(key, "it must be given") }
    return (try scalar(node, path(key)), node.place)
  }

  func bool(_ key: String) throws(ProjectFileError) -> Bool? {
    guard let node = values[key], node.content != .null else { return nil }
    switch node.content {
    case .scalar("true", isPlain: true): return true
    case .scalar("false", isPlain: true): return false
    default: throw error(key, "expected true or false\(found(node))")
    }
  }

  func choice<T: RawRepresentable<String> & CaseIterable>(_ key: String) throws(ProjectFileError) -> T? {
    guard let node = values[key], node.content != .null else { return nil }
    guard case .scalar(let text, _) = node.content, let choice = T(rawValue: text) else {
      let names = T.allCases.map(\.rawValue).joined(separator: " or ")
      throw error(key, "expected \(names)\(found(node))")
    }
    return choice
  }

  func scalars(_ key: String) throws(ProjectFileError) -> [(text: String, place: YAMLPlace)] {
    var scalars: [(String, YAMLPlace)] = []
    for (index, item) in try items(key).enumerated() {
      scalars.append((try scalar(item, "\(path(key))[\(index)]"), item.place))
    }
    return scalars
  }

  func texts(_ key: String) throws(ProjectFileError) -> [String] {
    let scalars = try scalars(key)
    if let empty = scalars.first(where: \.text.isEmpty) {
      throw ProjectFileError("expected a name, not an empty text", at: empty.place, key: path(key))
    }
    return scalars.map(\.text)
  }

  private func items(_ key: String) throws(ProjectFileError) -> [YAMLNode] {
    guard let node = values[key], node.content != .null else { return [] }
    guard case .sequence(let items) = node.content else { throw error(key, "expected a list\(found(node))") }
    return items
  }

  private func scalar(_ node: YAMLNode, _ path: String) throws(ProjectFileError) -> String {
    guard case .scalar(let text, _) = node.content else {
      throw ProjectFileError("expected one value\(found(node))", at: node.place, key: path)
    }
    return text
  }

  private func found(_ node: YAMLNode) -> String {
    switch node.content {
    case .null: ", not nothing"
    case .scalar(let text, _): ", not '\(text)'"
    case .sequence: ", not a list"
    case .mapping: ", not keys and values"
    }
  }
}
