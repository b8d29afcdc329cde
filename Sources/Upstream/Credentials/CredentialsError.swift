// SPDX-License-Identifier: Apache-2.0

/// Why there are no credentials, and what to type next. It never holds the value of a setting.
package struct CredentialsError: Error, Equatable, CustomStringConvertible {
  package enum Code: Sendable {
    /// Nothing was found anywhere.
    case missing
    /// A key without the other.
    case incomplete
    /// What was found leads to credentials that must be fetched first.
    case unsupported
    /// The profile that was asked for is in no file.
    case noProfile
    /// A file that cannot be read or makes no sense.
    case unreadable
  }

  package let code: Code
  package let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  /// `names` are the settings that ask for more than reading keys; `profile` is nil for the environment's.
  static func unsupported(_ names: String, in place: String, profile: CredentialProfile?) -> CredentialsError {
    let option = profile.map { " --profile \($0.shellWord)" } ?? ""
    let rerun = profile?.isAsked == true ? "run this again without naming the profile" : "run this again"
    return CredentialsError(
      .unsupported,
      "\(place) gets its credentials by \(names), which is not followed here yet. Let the AWS CLI fetch them, then "
        + "\(rerun): eval \"$(aws configure export-credentials\(option) --format env)\"")
  }

  static func missing(looked: [String]) -> CredentialsError {
    CredentialsError(
      .missing,
      "no AWS credentials. Looked in \(looked.joined(separator: "; ")). Set AWS_ACCESS_KEY_ID and "
        + "AWS_SECRET_ACCESS_KEY, name a profile with AWS_PROFILE, or take over what the AWS CLI finds: "
        + "eval \"$(aws configure export-credentials --format env)\"")
  }
}

/// Which profile is looked up, and who asked for it.
struct CredentialProfile: Equatable {
  let name: String
  /// Whether the caller named it: then the keys in the environment do not count, as with the AWS CLI's `--profile`.
  let isAsked: Bool
  /// Whether the caller or `AWS_PROFILE` named it: then it must exist.
  let isNamed: Bool

  init(asked: String?, environment: [String: String]) {
    let named = asked ?? environment["AWS_PROFILE"].flatMap { $0.isEmpty ? nil : $0 }
    name = named ?? "default"
    isAsked = asked != nil
    isNamed = named != nil
  }

  /// The name as a shell takes it for one word.
  var shellWord: String {
    let plain = name.utf8.allSatisfy { byte in
      byte &- 0x30 < 10 || byte | 0x20 &- 0x61 < 26 || "-_.@/:".utf8.contains(byte)
    }
    if plain, !name.isEmpty { return name }
    return "'" + name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
