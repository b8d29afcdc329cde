// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// The names whose values never enter an exchange as they are. Whole names, in any case: `date` must not hit
/// `X-Candidate-Id`.
enum SensitiveNames {
  private static let secretRequestHeaders: NameSet = [
    "authorization", "proxy-authorization", "cookie", "x-amz-security-token", "x-amz-mfa", "x-api-key", "api-key",
    "x-amz-server-side-encryption-customer-key", "x-amz-server-side-encryption-customer-key-md5",
    "x-amz-copy-source-server-side-encryption-customer-key",
    "x-amz-copy-source-server-side-encryption-customer-key-md5", "x-amz-s3session-token", "x-amz-sso_bearer_token",
    "x-amz-sso-bearer-token", "x-aws-ec2-metadata-token", "x-auth-token", "x-amz-delegation-token",
  ]

  /// Request headers that differ between any two runs.
  private static let perRunHeaders: NameSet = [
    "x-amz-date", "date", "x-amz-content-sha256", "user-agent", "x-amz-user-agent", "amz-sdk-invocation-id",
    "amz-sdk-request", "x-amzn-trace-id", "traceparent", "tracestate", "baggage", "b3", "x-b3-traceid", "x-b3-spanid",
    "x-b3-parentspanid", "x-b3-sampled", "x-b3-flags", "x-datadog-trace-id", "x-datadog-parent-id",
    "x-datadog-sampling-priority", "x-datadog-origin", "x-datadog-tags", "x-request-id", "x-correlation-id",
  ]

  private static let connectionRequestHeaders: NameSet = [
    "content-length", "host", "connection", "accept-encoding", "transfer-encoding", "expect", "x-forwarded-for",
    "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "forwarded", "via", "keep-alive", "te", "trailer",
    "upgrade", "proxy-connection",
  ]

  private static let secretResponseHeaders: NameSet = [
    "set-cookie", "set-cookie2", "proxy-authenticate", "www-authenticate", "x-amz-security-token", "authorization",
  ]

  private static let connectionResponseHeaders: NameSet = [
    "connection", "keep-alive", "transfer-encoding", "proxy-connection", "trailer", "upgrade",
  ]

  /// Response headers that name the request, hence are random: they become aliases.
  static let requestIDs: NameSet = [
    "x-amz-id-2", "x-amz-request-id", "x-amzn-requestid", "x-amz-cf-id", "x-amzn-trace-id", "x-amz-apigw-id",
  ]

  /// The same ids in the bodies of answers.
  static let requestIDMembers: NameSet = ["requestid", "hostid", "request_id"]

  /// The rule by which a header is left out.
  static func rule(ofHeader name: some Collection<UInt8>, isResponse: Bool) -> RedactionRule? {
    if isResponse {
      return secretResponseHeaders.contains(name)
        ? .secretHeader : connectionResponseHeaders.contains(name) ? .connectionHeader : nil
    }
    if secretRequestHeaders.contains(name) { return .secretHeader }
    return perRunHeaders.contains(name)
      ? .perRunHeader : connectionRequestHeaders.contains(name) ? .connectionHeader : nil
  }

  /// Query parameters that let whoever has them in.
  private static let parameters: NameSet = [
    "awsaccesskeyid", "signature", "sig", "access_token", "id_token", "refresh_token", "client_secret", "api_key",
    "apikey", "x-amz-signature", "x-amz-credential", "x-amz-security-token", "x-api-key", "password",
  ]

  /// Query parameters that do so in some protocols (OAuth 2, Azure) and are ordinary words in AWS's own.
  private static let doubtful: NameSet = ["code", "state", "se", "sv", "expires"]

  static func rule(ofParameter name: some Collection<UInt8>) -> RedactionRule? {
    parameters.contains(name) || doubtful.contains(name) ? .secretQuery : nil
  }

  /// Whether the value of a parameter is a plain word or a small number: `state=ACTIVE` filters a list.
  static func mayStay(_ name: some Collection<UInt8>, _ value: some Collection<UInt8>) -> Bool {
    guard doubtful.contains(name) else { return value.isEmpty }
    return value.allSatisfy(ByteKind.isLetterOrJoint) && value.count <= 32
      || value.count <= 4 && value.allSatisfy(ByteKind.isDigit)
  }

  /// Members of JSON and CBOR, elements of XML, fields of forms.
  static let members: NameSet = [
    "accesskeyid", "secretaccesskey", "secretkey", "sessiontoken", "securitytoken", "password", "masteruserpassword",
    "newpassword", "oldpassword", "authtoken", "accesstoken", "refreshtoken", "idtoken", "bearertoken", "clientsecret",
    "clientassertion", "apikey", "secretstring", "secretbinary", "privatekey", "keymaterial", "privatekeyplaintext",
    "plaintext", "ciphertextblob", "tlscertificate", "userdata", "passphrase", "pin", "otp", "connectionstring",
    "webhookurl", "webhooksecret", "oauthtoken", "authorizationcode", "devicecode", "usercode", "jwttoken",
    "samlassertion", "webidentitytoken", "encodedauthorizationmessage", "mfacode", "x-amz-credential",
    "x-amz-signature", "x-amz-security-token", "externalid", "client_secret", "access_token", "refresh_token",
    "id_token", "private_key", "api_key", "secret_key", "secret_access_key", "aws_secret_access_key",
    "aws_session_token", "session_token", "passwd", "pwd", "temporarypassword", "proposedpassword", "previouspassword",
  ]

  /// Members that hold bytes, which every reader of theirs decodes from base64.
  static let blobs: NameSet = [
    "secretbinary", "plaintext", "ciphertextblob", "encryptedkeymaterial", "importtoken", "privatekeyplaintext",
    "privatekeyciphertextblob",
  ]

  /// Members beneath `Credentials` that are no secret.
  static let ordinaryCredentials: NameSet = ["expiration", "expiry", "expiresat", "type", "providername"]

  /// What the names end in under which a number of twelve digits is an account id.
  private static let accountEnds: [StaticString] = [
    "ownerid", "owner", "userid", "principal", "registryid", "catalogid", "queueurl", "accounts", "tenantid",
  ]

  /// Whether a name says that a number of twelve digits under it is an account id.
  static func namesAccount(_ name: UnsafeRawBufferPointer) -> Bool {
    guard name.count >= 5, name.count <= 64 else { return false }
    let ends = accountEnds.contains { end in
      name.hasInAnyCase(end, at: name.count - end.utf8CodeUnitCount)
    }
    return ends || (0...name.count).contains { name.hasInAnyCase("account", at: $0) }
  }
}
