// SPDX-License-Identifier: Apache-2.0

/// The names whose values never enter an exchange. Whole names, in any case: `date` must not hit `X-Candidate-Id`.
enum SensitiveNames {
  /// Request headers that are dropped: secrets, and what differs between any two runs.
  static let requestHeaders: NameSet = [
    "authorization", "proxy-authorization", "cookie", "x-amz-security-token", "x-amz-date", "date",
    "x-amz-content-sha256", "content-length", "host", "connection", "accept-encoding", "transfer-encoding", "expect",
    "user-agent", "x-amz-user-agent", "amz-sdk-invocation-id", "amz-sdk-request", "x-amzn-trace-id", "traceparent",
    "tracestate", "baggage", "b3", "x-b3-traceid", "x-b3-spanid", "x-b3-parentspanid", "x-b3-sampled", "x-b3-flags",
    "x-datadog-trace-id", "x-datadog-parent-id", "x-datadog-sampling-priority", "x-datadog-origin", "x-datadog-tags",
    "x-request-id", "x-correlation-id", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto",
    "x-forwarded-port", "forwarded", "via", "x-amz-mfa", "x-api-key", "api-key", "keep-alive", "te", "trailer",
    "upgrade",
    "proxy-connection", "x-amz-server-side-encryption-customer-key", "x-amz-server-side-encryption-customer-key-md5",
    "x-amz-copy-source-server-side-encryption-customer-key",
    "x-amz-copy-source-server-side-encryption-customer-key-md5", "x-amz-s3session-token", "x-amz-sso_bearer_token",
    "x-amz-sso-bearer-token", "x-aws-ec2-metadata-token",
  ]

  static let responseHeaders: NameSet = [
    "set-cookie", "set-cookie2", "connection", "keep-alive", "transfer-encoding", "proxy-authenticate",
    "www-authenticate",
    "x-amz-security-token", "authorization", "proxy-connection", "trailer", "upgrade",
  ]

  /// Query parameters whose values are replaced; those of a presigned URL are dropped before.
  static let queryParameters: NameSet = [
    "awsaccesskeyid", "signature", "expires", "sig", "sv", "se", "access_token", "code", "state", "x-amz-signature",
    "x-amz-credential", "x-amz-security-token",
  ]

  /// Members of JSON bodies, elements of XML, fields of forms.
  static let members: NameSet = [
    "accesskeyid", "secretaccesskey", "secretkey", "sessiontoken", "securitytoken", "password", "masteruserpassword",
    "newpassword", "oldpassword", "authtoken", "accesstoken", "refreshtoken", "idtoken", "bearertoken", "clientsecret",
    "clientassertion", "apikey", "secretstring", "secretbinary", "privatekey", "keymaterial", "privatekeyplaintext",
    "plaintext", "ciphertextblob", "tlscertificate", "userdata", "passphrase", "pin", "otp", "connectionstring",
    "webhookurl", "webhooksecret", "oauthtoken", "authorizationcode", "devicecode", "usercode", "jwttoken",
    "samlassertion", "webidentitytoken", "encodedauthorizationmessage", "mfacode", "x-amz-credential",
    "x-amz-signature",
    "x-amz-security-token",
  ]
}
