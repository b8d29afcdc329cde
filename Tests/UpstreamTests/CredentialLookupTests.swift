// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Upstream

@Suite("Where credentials and the region are found")
struct CredentialLookupTests {
  private let home: TemporaryHome
  private let keys = ["AWS_ACCESS_KEY_ID": "ENVID", "AWS_SECRET_ACCESS_KEY": "ENVSECRET"]

  init() throws {
    home = try TemporaryHome()
  }

  private func lookup(_ environment: [String: String] = [:], profile: String? = nil) -> CredentialLookup {
    CredentialLookup(environment: environment.merging(["HOME": home.path]) { old, _ in old }, profile: profile)
  }

  private func failure(_ environment: [String: String] = [:], profile: String? = nil) -> CredentialsError? {
    do throws(CredentialsError) {
      _ = try lookup(environment, profile: profile).credentials()
      return nil
    } catch {
      return error
    }
  }

  private func section(_ name: String, _ id: String) -> String {
    "[\(name)]\naws_access_key_id = \(id)\naws_secret_access_key = SECRET\(id)\n"
  }

  @Test("The environment goes first, with its token, unless the caller names a profile")
  func environment() throws {
    try home.write(credentials: section("default", "A") + section("p", "B"))
    let token = keys.merging(["AWS_SESSION_TOKEN": "T", "AWS_PROFILE": "p"]) { $1 }
    #expect(
      try lookup(token).credentials()
        == Credentials(accessKeyID: "ENVID", secretAccessKey: "ENVSECRET", sessionToken: "T"))
    #expect(try lookup(keys, profile: "p").credentials().accessKeyID == "B")
    #expect(try lookup(["AWS_PROFILE": "p", "AWS_ACCESS_KEY_ID": ""]).credentials().accessKeyID == "B")
    #expect(try lookup().credentials() == Credentials(accessKeyID: "A", secretAccessKey: "SECRETA"))
  }

  @Test("The credentials file goes before the config file, each with its own way to name profiles")
  func files() throws {
    try home.write(credentials: section("a", "CRED") + "aws_session_token=T\n")
    try home.write(
      config: section("profile a", "CONF") + section("profile \"b c\"", "BC") + section("d", "NO")
        + section("default", "DEF"))
    #expect(
      try lookup(profile: "a").credentials()
        == Credentials(accessKeyID: "CRED", secretAccessKey: "SECRETCRED", sessionToken: "T"))
    #expect(try lookup(profile: "b c").credentials().accessKeyID == "BC")
    #expect(try lookup().credentials().accessKeyID == "DEF")
    #expect(failure(profile: "d")?.code == .noProfile)
  }

  @Test("The files may lie elsewhere")
  func paths() throws {
    try home.write(config: section("x", "MOVED"))
    #expect(
      try lookup(["AWS_SHARED_CREDENTIALS_FILE": "~/.aws/config", "AWS_PROFILE": "x"]).credentials().accessKeyID
        == "MOVED")
  }

  @Test("The region is the environment's, else the profile's")
  func region() throws {
    try home.write(config: "[default]\nregion = eu-west-1\n[profile p]\nregion = eu-north-1\n[profile q]\n")
    #expect(try lookup(["AWS_REGION": "r", "AWS_DEFAULT_REGION": "d"]).region() == "r")
    #expect(try lookup(["AWS_REGION": "", "AWS_DEFAULT_REGION": "d"]).region() == "d")
    #expect(try lookup().region() == "eu-west-1")
    #expect(try lookup(profile: "p").region() == "eu-north-1")
    #expect(try lookup(profile: "q").region() == nil)
  }

  @Test(
    "A profile that leads elsewhere says where to, and how to go round",
    arguments: [
      ("role_arn = arn:secret\nsource_profile = default\naws_access_key_id = A\naws_secret_access_key = B", "role_arn"),
      ("sso_account_id = 1\nsso_role_name = secret", "sso_account_id, sso_role_name"),
      ("sso_session = secret", "sso_session"), ("credential_process = secret", "credential_process"),
      ("credential_process = secret\naws_access_key_id = A\naws_secret_access_key = B", "credential_process"),
      ("web_identity_token_file = secret", "web_identity_token_file"), ("source_profile = secret", "source_profile"),
    ])
  func unsupported(settings: String, names: String) throws {
    try home.write(config: "[profile it's]\n\(settings)\n")
    let error = try #require(failure(profile: "it's"))
    #expect(error.code == .unsupported)
    #expect(error.description.contains("credentials by \(names), which"))
    #expect(
      error.description.hasSuffix("eval \"$(aws configure export-credentials --profile 'it'\\''s' --format env)\""))
    #expect(!error.description.contains("secret"))
  }

  @Test("Keys in the credentials file go before a credential process")
  func process() throws {
    try home.write(credentials: section("default", "A"))
    try home.write(config: "[default]\ncredential_process = x\n")
    #expect(try lookup().credentials().accessKeyID == "A")
  }

  @Test("Web identity and containers in the environment are named")
  func environmentElsewhere() {
    let web = failure(["AWS_WEB_IDENTITY_TOKEN_FILE": "/secret"])
    #expect(web?.code == .unsupported)
    #expect(web?.description.contains("AWS_WEB_IDENTITY_TOKEN_FILE") == true)
    #expect(failure(["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://secret"])?.code == .unsupported)
  }

  @Test("One key without the other is an error, in the environment and in a file")
  func incomplete() throws {
    #expect(failure(["AWS_ACCESS_KEY_ID": "A"])?.code == .incomplete)
    try home.write(credentials: "[default]\naws_secret_access_key = secret\n")
    let error = try #require(failure())
    #expect(error.code == .incomplete)
    #expect(error.description.hasPrefix("aws_secret_access_key in profile default of \(home.credentials)"))
    #expect(!error.description.contains("= secret"))
  }

  @Test("A key with a blank or a line end is refused")
  func characters() throws {
    #expect(failure(keys.merging(["AWS_SECRET_ACCESS_KEY": "secret\n"]) { $1 })?.code == .unreadable)
    try home.write(credentials: section("default", "A") + "  secret continued\n")
    let error = try #require(failure())
    #expect(error.code == .unreadable)
    #expect(!error.description.contains("continued"))
  }

  @Test("Nothing at all: where it looked and what to type")
  func missing() throws {
    try home.write(config: "[default]\nregion = x\n")
    let error = try #require(failure())
    #expect(error.code == .missing)
    for part in [
      "AWS_ACCESS_KEY_ID is not set", "\(home.credentials) (does not exist)",
      "\(home.config) (profile default has no keys)", "aws configure export-credentials --format env",
    ] { #expect(error.description.contains(part)) }
    #expect(CredentialLookup(environment: [:], profile: nil).files.isEmpty)
  }

  @Test("A profile that does not exist is named beside those that do")
  func noProfile() throws {
    try home.write(credentials: section("b", "B"))
    try home.write(config: section("profile a", "A") + "[services x]\n")
    let error = try #require(failure(["AWS_PROFILE": "c"]))
    #expect(error.code == .noProfile)
    #expect(error.description.contains("no profile c: \(home.credentials) and \(home.config) have a, b."))
  }

  @Test("A file that makes no sense is named with its line, without what stands there")
  func malformed() throws {
    try home.write(credentials: "[default]\nsecret\n")
    #expect(failure()?.description == "\(home.credentials):2: a name and = are expected")
    try home.write(credentials: String(repeating: "#", count: SharedFile.sizeLimit + 1))
    #expect(failure()?.code == .unreadable)
  }
}
