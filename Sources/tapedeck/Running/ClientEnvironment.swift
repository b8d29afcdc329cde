// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// The environment that makes any AWS client talk to the proxy and to nothing else.
struct ClientEnvironment {
  let port: Int
  let host: String
  let key: Credentials
  let region: String

  /// The variables that are set.
  ///
  /// The endpoint is the last one: a script that reads these lines may take it for the sign that all have come.
  var variables: [(name: String, value: String)] {
    [
      ("AWS_ACCESS_KEY_ID", key.accessKeyID), ("AWS_SECRET_ACCESS_KEY", key.secretAccessKey),
      ("AWS_REGION", region), ("AWS_DEFAULT_REGION", region), ("AWS_EC2_METADATA_DISABLED", "true"),
      // A profile could bring credentials, endpoints or retries of its own: a replay must not depend on the machine.
      ("AWS_CONFIG_FILE", "/dev/null"), ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
      ("AWS_ENDPOINT_URL", endpoint),
    ]
  }

  /// Where clients on this machine find the proxy, also where it listens on all of its addresses.
  var endpoint: String {
    let address = ["0.0.0.0": "127.0.0.1", "::": "::1"][host] ?? host
    return "http://\(address.contains(":") ? "[\(address)]" : address):\(port)"
  }

  /// The variables that are taken away.
  static func removed(from environment: [String: String]) -> [String] {
    let names = [
      "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
      "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE",
      "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
      "AWS_CONTAINER_AUTHORIZATION_TOKEN",
      "AWS_CREDENTIAL_EXPIRATION", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT", AliasKeySource.variable,
    ]
    return environment.keys.filter { names.contains($0) || $0.hasPrefix("AWS_ENDPOINT_URL_") }.sorted()
  }

  /// The whole environment of a client that would have had this one.
  func applied(to environment: [String: String]) -> [String: String] {
    var result = environment
    for name in ClientEnvironment.removed(from: environment) { result[name] = nil }
    for (name, value) in variables { result[name] = value }
    // Else a client would ask its HTTP proxy for the way to this machine.
    let proxies = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"]
    for name in ["NO_PROXY", "no_proxy"] where proxies.contains(where: { result[$0] != nil }) {
      result[name] = [result[name] ?? "", "127.0.0.1", "localhost", host].filter { !$0.isEmpty }.joined(separator: ",")
    }
    return result
  }

  /// Lines for a shell to evaluate.
  var exports: String {
    variables.map { "export \($0.name)='\($0.value.replacing("'", with: "'\\''"))'" }.joined(separator: "\n")
  }
}
