// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// One look for credentials and a region, in the order in which botocore looks.
struct CredentialLookup {
  let environment: [String: String]
  let profile: CredentialProfile
  /// What stands in the files is read, not what they lead to.
  let files: [SharedFile]

  init(environment: [String: String], profile asked: String?) {
    self.environment = environment
    profile = CredentialProfile(asked: asked, environment: environment)
    files = [.credentials, .config].compactMap { SharedFile($0, environment: environment) }
  }

  /// Settings of a profile that go before its keys.
  private static let beforeKeys = ["role_arn", "sso_account_id", "sso_role_name"]
  /// Settings that a profile without keys may have instead.
  private static let insteadOfKeys = [
    "credential_process", "sso_session", "sso_start_url", "login_session", "web_identity_token_file", "source_profile",
    "credential_source",
  ]

  func credentials() throws(CredentialsError) -> Credentials {
    if !profile.isAsked, let found = try fromEnvironment() { return found }
    let profiles = try self.profiles()
    let place = "profile \(profile.name)"
    func refuse(_ names: [String], in profiles: [SharedProfile]) throws(CredentialsError) {
      let found = names.filter { name in profiles.contains { $0[name] != nil } }
      if !found.isEmpty { throw .unsupported(found.joined(separator: ", "), in: place, profile: profile) }
    }
    try refuse(Self.beforeKeys, in: profiles)
    for (file, current) in zip(files, profiles) {
      // botocore runs the process before it takes keys from the config file.
      if file.kind == .config { try refuse(["credential_process"], in: profiles) }
      if let found = try keys(of: current) { return found }
    }
    try refuse(Self.insteadOfKeys, in: profiles)
    if profile.isNamed, profiles.allSatisfy({ $0.settings == nil }) { throw noProfile(profiles) }
    try refuseContainer()
    throw .missing(looked: looked(profiles))
  }

  /// `AWS_REGION`, `AWS_DEFAULT_REGION`, or the profile's.
  func region() throws(CredentialsError) -> String? {
    for name in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
      if let region = environment[name], !region.isEmpty { return region }
    }
    return try profiles().lazy.compactMap { $0["region"] }.first
  }

  private func profiles() throws(CredentialsError) -> [SharedProfile] {
    var profiles: [SharedProfile] = []
    for file in files { profiles.append(try SharedProfile(file, profile: profile.name)) }
    return profiles
  }

  private func fromEnvironment() throws(CredentialsError) -> Credentials? {
    let found = try keys(
      id: "AWS_ACCESS_KEY_ID", secret: "AWS_SECRET_ACCESS_KEY", tokens: ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"],
      in: "the environment"
    ) { environment[$0].flatMap { $0.isEmpty ? nil : $0 } }
    if found == nil, environment["AWS_WEB_IDENTITY_TOKEN_FILE"]?.isEmpty == false {
      throw .unsupported("AWS_WEB_IDENTITY_TOKEN_FILE", in: "the environment", profile: nil)
    }
    return found
  }

  private func keys(of current: SharedProfile) throws(CredentialsError) -> Credentials? {
    try keys(
      id: "aws_access_key_id", secret: "aws_secret_access_key", tokens: ["aws_session_token", "aws_security_token"],
      in: "profile \(profile.name) of \(current.path)"
    ) { current[$0] }
  }

  private func keys(
    id: String, secret: String, tokens: [String], in place: String, _ value: (String) -> String?
  ) throws(CredentialsError) -> Credentials? {
    // Only bytes that a header may carry: a stray line end would travel into a signature otherwise.
    for name in [id, secret] + tokens {
      if let text = value(name), !text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
        throw CredentialsError(.unreadable, "\(name) in \(place) holds a character that no key has; write it anew")
      }
    }
    switch (value(id), value(secret)) {
    case (nil, nil):
      return nil
    case (let keyID?, let key?):
      return Credentials(
        accessKeyID: keyID, secretAccessKey: key, sessionToken: tokens.lazy.compactMap(value).first)
    case (let keyID, _):
      let (present, absent) = keyID == nil ? (secret, id) : (id, secret)
      throw CredentialsError(.incomplete, "\(present) in \(place) stands without \(absent); set both or neither")
    }
  }

  private func refuseContainer() throws(CredentialsError) {
    for name in ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"]
    where environment[name]?.isEmpty == false && !profile.isAsked {
      throw .unsupported(name, in: "the environment", profile: nil)
    }
  }

  private func noProfile(_ profiles: [SharedProfile]) -> CredentialsError {
    let known = Set(
      zip(files, profiles).flatMap { file, current in
        (current.sections ?? []).compactMap { SharedProfile.profileName(of: $0, in: file.kind) }
      }
    ).sorted()
    let paths = files.map(\.path).joined(separator: " and ")
    let list = known.isEmpty ? "have no profiles" : "have \(known.joined(separator: ", "))"
    return CredentialsError(
      .noProfile,
      "there is no profile \(profile.name): \(paths) \(list). Name another with AWS_PROFILE, or make it: "
        + "aws configure --profile \(profile.shellWord)")
  }

  private func looked(_ profiles: [SharedProfile]) -> [String] {
    let first =
      profile.isAsked
      ? "no environment variables, since a profile was named" : "the environment (AWS_ACCESS_KEY_ID is not set)"
    if files.isEmpty { return [first, "no file, since HOME is not set"] }
    return [first]
      + profiles.map { current in
        if current.sections == nil { return "\(current.path) (does not exist)" }
        return "\(current.path) (profile \(profile.name) \(current.settings == nil ? "is not there" : "has no keys"))"
      }
  }
}
