// SPDX-License-Identifier: Apache-2.0

/// A section of the shared config or credentials file: its name as written, and its settings by lower-cased name.
struct SharedConfigSection: Equatable {
  var name: String
  var settings: [String: String] = [:]
}

/// Where a shared file stops making sense. It quotes nothing: what stands there may be a key.
struct SharedConfigSyntaxError: Error, Equatable {
  let line: Int
  let reason: String
}

/// Reads the INI dialect of `~/.aws/config` and `~/.aws/credentials` as botocore does, which is Python's configparser
/// with its defaults: `#` and `;` begin a comment only at the start of a line, `=` or `:` ends a name, a line that
/// stands further in than its setting continues it, nothing may be said twice.
struct SharedConfigReader {
  private var sections: [SharedConfigSection] = []
  private var names: Set<String> = []
  private var current: String?
  private var settingIndent = 0

  static func read(_ text: String) throws(SharedConfigSyntaxError) -> [SharedConfigSection] {
    var reader = SharedConfigReader()
    let lines = text.utf8.split(omittingEmptySubsequences: false) { $0 == 0x0A }
    for (index, line) in lines.enumerated() {
      if let reason = reader.take(line) { throw SharedConfigSyntaxError(line: index + 1, reason: reason) }
    }
    return reader.sections.map { section in
      SharedConfigSection(name: section.name, settings: section.settings.mapValues(Self.withoutEmptyEnd))
    }
  }

  /// What is wrong with the line, if anything is.
  private mutating func take(_ line: Substring.UTF8View) -> String? {
    let text = Self.trimmed(line)
    let isComment = text.first == UInt8(ascii: "#") || text.first == UInt8(ascii: ";")
    if text.isEmpty || isComment {
      // An empty line may stand inside a value, and then counts; a comment does not.
      if !isComment { append("") }
      return nil
    }
    let indent = line.prefix(while: Self.isBlank).count
    if current != nil, indent > settingIndent {
      append(String(Substring(text)))
      return nil
    }
    settingIndent = indent
    if text.first == UInt8(ascii: "["), let end = text.lastIndex(of: UInt8(ascii: "]")) {
      let name = text[text.index(after: text.startIndex)..<end]
      if !name.isEmpty { return open(String(Substring(name))) }
    }
    return set(text)
  }

  private mutating func open(_ name: String) -> String? {
    guard names.insert(name).inserted else { return "the section was there before" }
    sections.append(SharedConfigSection(name: name))
    current = nil
    return nil
  }

  private mutating func set(_ text: Substring.UTF8View) -> String? {
    guard !sections.isEmpty else { return "a section such as [default] must come first" }
    guard let mark = text.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }) else {
      return "a name and = are expected"
    }
    let name = String(Substring(Self.trimmed(text[..<mark]))).lowercased()
    guard !name.isEmpty else { return "a name is expected before =" }
    guard sections[sections.count - 1].settings[name] == nil else { return "the setting was there before" }
    sections[sections.count - 1].settings[name] = String(
      Substring(Self.trimmed(text[text.index(after: mark)...])))
    current = name
    return nil
  }

  private mutating func append(_ text: String) {
    guard let current, !sections.isEmpty else { return }
    sections[sections.count - 1].settings[current]?.append("\n\(text)")
  }

  private static func withoutEmptyEnd(_ value: String) -> String {
    let end = value.utf8.lastIndex { !isBlank($0) }
    return end.map { String(value[...$0]) } ?? ""
  }

  private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
    guard let last = text.lastIndex(where: { !isBlank($0) }) else { return text[text.endIndex...] }
    return text[...last].drop(while: isBlank)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
