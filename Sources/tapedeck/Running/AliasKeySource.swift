// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Finds the secret key that aliases are made with.
enum AliasKeySource {
  enum Origin: Equatable {
    case environment
    /// The path of the file.
    case file(String)
    /// The warning says why the key is for this run only.
    case random(warning: String)
  }

  static let variable = "TAPEDECK_ALIAS_KEY"
  /// In bytes.
  static let size = 32

  /// The key of the environment, else of the user's file, else a random one.
  ///
  /// - Parameter makesFile: Whether the file is made where there is none.
  static func key(environment: [String: String], makesFile: Bool) throws -> (bytes: [UInt8], origin: Origin) {
    if let value = environment[variable], !value.isEmpty {
      guard let key = parsed(Array(value.utf8)) else {
        throw Failure(
          ExitStatus.usage,
          "\(variable) is not \(size * 2) hexadecimal digits. Make a key with: openssl rand -hex \(size)")
      }
      return (key, .environment)
    }
    guard let file = AliasKeyFile(environment: environment) else {
      return random("there is no home directory to keep the key in")
    }
    do throws(AliasKeyFileError) {
      if let key = try file.key() { return (key, .file(file.path)) }
      guard makesFile else { return random("there is no \(file.path) yet") }
      return (try file.made(from: newKey()), .file(file.path))
    } catch {
      switch error {
      case .unusable(let reason): return random("\(file.path) cannot be used: \(reason)")
      case .refused(let reason): throw Failure(ExitStatus.usage, "\(file.path) \(reason)")
      }
    }
  }

  /// The key that a text of hexadecimal digits and nothing else says.
  static func parsed(_ text: [UInt8]) -> [UInt8]? {
    let digits = text.compactMap(hexValue)
    guard text.count == size * 2, digits.count == text.count else { return nil }
    return (0..<size).map { digits[$0 * 2] << 4 | digits[$0 * 2 + 1] }
  }

  private static func random(_ reason: String) -> (bytes: [UInt8], origin: Origin) {
    let warning =
      "aliases of this recording will differ from the next one's: \(reason). "
      + "Set \(variable) to the output of: openssl rand -hex \(size)"
    return (newKey(), .random(warning: warning))
  }

  private static func newKey() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }
}
