// SPDX-License-Identifier: Apache-2.0

/// What one of the shared files says of a profile.
struct SharedProfile {
  let path: String
  /// Nil where the file does not exist.
  let sections: [SharedConfigSection]?
  /// Nil where the file has no such profile.
  let settings: [String: String]?

  init(_ file: SharedFile, profile name: String) throws(CredentialsError) {
    path = file.path
    sections = try file.sections()
    let kind = file.kind
    settings = sections?.last { Self.profileName(of: $0, in: kind) == name }?.settings
  }

  /// The value of a setting, if it has one; a value that begins on the next line is a section of its own, not a value.
  subscript(setting: String) -> String? {
    settings?[setting].flatMap { $0.isEmpty || $0.hasPrefix("\n") ? nil : $0 }
  }

  /// `[x]` in the credentials file; `[default]`, `[profile x]` and `[profile "x y"]` in the other.
  static func profileName(of section: SharedConfigSection, in kind: SharedFile.Kind) -> String? {
    if kind == .credentials || section.name == "default" { return section.name }
    guard section.name.hasPrefix("profile") else { return nil }
    let rest = section.name.dropFirst("profile".count)
    let name = rest.drop { $0 == " " || $0 == "\t" }
    guard name.startIndex > rest.startIndex, let first = name.first else { return nil }
    if first == "\"" || first == "'" {
      let inner = name.dropFirst()
      return inner.last == first ? String(inner.dropLast()) : nil
    }
    return name.contains { $0 == " " || $0 == "\t" } ? nil : String(name)
  }
}
