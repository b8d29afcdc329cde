// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// The parts of a header's value that are secret by themselves, so that they are found where a server repeats them.
enum HeaderSecrets {
  static func all(in field: HTTPField) -> [[UInt8]] {
    // A signature of AWS's is another one for each request, and of no use to the next: told by its name where it stands.
    if field.value.hasPrefix("AWS4-") { return [] }
    // A challenge tells who asks, and is no secret.
    if field.isNamed("WWW-Authenticate") || field.isNamed("Proxy-Authenticate") { return [] }
    let value = Array(field.value.utf8)
    var secrets = [value]
    for part in parts(of: value, field) {
      let name = part.prefix { $0 != 0x3D }
      let isPair = name.endIndex < part.endIndex && part.endIndex - name.endIndex > 3
      let secret = isPair ? part[(name.endIndex + 1)...] : part
      // What says how it was signed is known to all.
      if name.elementsEqual("SignedHeaders".utf8) || secret.count < 8 { continue }
      let text = Array(secret.first == 0x22 ? secret.dropFirst().prefix { $0 != 0x22 } : secret)
      if name.elementsEqual("Credential".utf8) {
        secrets.append(Array(text.prefix { $0 != 0x2F }))
        continue
      }
      secrets.append(text)
      // `Basic`: user and password in base64 (RFC 7617 §2); `AWS`: key and signature of the second version.
      for pair in [text, Base64.decode(text) ?? []] {
        guard let colon = pair.firstIndex(of: 0x3A), pair.isUTF8 else { continue }
        secrets += [pair, Array(pair[..<colon]), Array(pair[(colon + 1)...])]
      }
    }
    return secrets
  }

  /// Credentials without their scheme (RFC 9110 §11.4), cookies without their attributes (RFC 6265 §4.1.1), the parts of
  /// a SigV4 signature.
  private static func parts(of value: [UInt8], _ field: HTTPField) -> ArraySlice<ArraySlice<UInt8>> {
    if field.isNamed("Set-Cookie") || field.isNamed("Set-Cookie2") { return [value.prefix { $0 != 0x3B }] }
    guard field.isNamed("Authorization") || field.isNamed("Proxy-Authorization") else {
      return value.split { $0 == 0x20 || $0 == 0x2C || $0 == 0x3B }[...]
    }
    let parts = value.split { $0 == 0x20 || $0 == 0x2C }
    return parts.count > 1 ? parts.dropFirst() : parts[...]
  }
}

/// Targets without the parameters that sign them.
enum PresignedTarget {
  /// Without those of SigV4 and of SigV2 (Amazon S3 developer guide, "Authenticating requests using query strings").
  /// - Parameter dropped: told each value that is left out and lets in who has it.
  static func without(_ head: HTTPRequestHead, _ dropped: (ArraySlice<UInt8>) -> Void) -> String {
    let target = head.targetWithoutSignature
    for name in ["X-Amz-Signature", "X-Amz-Security-Token"] {
      if let value = value(of: name, in: head.target) { dropped(value[...]) }
    }
    guard let mark = target.firstIndex(of: "?"), let signature = value(of: "Signature", in: target),
      value(of: "AWSAccessKeyId", in: target) != nil
    else { return target }
    dropped(signature[...])
    let kept = target[target.index(after: mark)...].split(separator: "&").filter { pair in
      !["AWSAccessKeyId", "Signature", "Expires", "x-amz-security-token"].contains { pair.hasPrefix("\($0)=") }
    }
    return kept.isEmpty ? String(target[..<mark]) : "\(target[..<mark])?\(kept.joined(separator: "&"))"
  }

  private static func value(of name: String, in target: String) -> [UInt8]? {
    guard let mark = target.firstIndex(of: "?") else { return nil }
    let pair = target[target.index(after: mark)...].split(separator: "&").first { $0.hasPrefix("\(name)=") }
    return pair.map { PercentEncoding.decode($0.utf8.dropFirst(name.utf8.count + 1)) }
  }
}
