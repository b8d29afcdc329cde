// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents
internal import Synchronization

/// Gives each value an alias of its own form: the same one each time under one key, and never one for two values.
///
/// Safe to call from any thread. Most forms have so many aliases that two never meet; of the others it remembers which
/// are taken, so its memory grows with the distinct numbers and addresses that it was asked for.
package final class Aliases: Sendable {
  private struct Taken {
    var aliases: [[UInt8]: [UInt8]] = [:]
    var values: Set<[UInt8]> = []
  }

  /// How many values of small forms are kept apart.
  private static let most = 1_000_000

  private let key: AliasKey
  private let taken = Mutex(Taken())
  private let known = Mutex(KnownAliases())

  package init(key: AliasKey) {
    self.key = key
  }

  /// The alias of a value of that form.
  func alias(of value: ArraySlice<UInt8>, as form: AliasForm) -> [UInt8] {
    if let alias = known.withLock({ $0.alias(of: value, form) }) { return alias }
    let alias = made(of: value, as: form)
    known.withLock { $0.insert(value, form, alias) }
    return alias
  }

  private func made(of value: ArraySlice<UInt8>, as form: AliasForm) -> [UInt8] {
    switch form {
    case .digits, .fraction, .ipv4, .resourceID, .host, .email: return distinct(value, form)
    default: return alias(of: value, as: form, attempt: 0)
    }
  }

  /// The first of a value's aliases that no other value has.
  private func distinct(_ value: ArraySlice<UInt8>, _ form: AliasForm) -> [UInt8] {
    // Names of hosts and of mailboxes are the same in any case.
    let name = [form.rawValue] + (form == .host || form == .email ? value.map(\.asciiLowercased) : Array(value))
    return taken.withLock { taken in
      if let alias = taken.aliases[name] { return alias }
      for attempt in 0..<Int(UInt16.max) {
        let alias = self.alias(of: value, as: form, attempt: attempt)
        guard taken.values.count < Aliases.most else { return alias }
        if taken.values.insert(alias).inserted {
          taken.aliases[name] = alias
          return alias
        }
      }
      // A form that has no alias left: a longer one is better than one for two.
      return secret(value)
    }
  }

  private func alias(of value: ArraySlice<UInt8>, as form: AliasForm, attempt: Int) -> [UInt8] {
    switch form {
    case .digits:
      let sign: [UInt8] = value.first == 0x2D ? [0x2D] : []
      let digits = value.dropFirst(sign.count)
      return sign + AliasMark.digits + decimals(digest(.digits, digits, attempt), count: Aliases.count(digits) - 3)
    case .fraction:
      let sign: [UInt8] = value.first == 0x2D ? [0x2D] : []
      return sign + AliasMark.fraction + decimals(digest(.fraction, value, attempt), count: 6)
    case .uuid:
      let isUpper = value.contains { $0 &- 0x41 < 6 }
      return AliasMark.uuid(digest(.uuid, value.map(\.asciiLowercased), attempt), version: value, isUpper)
    case .email:
      return Array("redacted-".utf8) + token(value.map(\.asciiLowercased), form, attempt) + Array("@example.com".utf8)
    case .host: return host(value, attempt)
    case .ipv4:
      let bytes = digest(.ipv4, value, attempt)
      return Array("127.\(1 + Int(bytes[0]) % 254).\(bytes[1]).\(bytes[2])".utf8)
    case .ipv6:
      let bytes = digest(.ipv6, value.map(\.asciiLowercased), attempt)
      let groups = (0..<6).map { group in
        String((UInt16(bytes[group * 2]) << 8 | UInt16(bytes[group * 2 + 1])) | 0x1000, radix: 16)
      }
      return Array("2001:db8:\(groups.joined(separator: ":"))".utf8)
    case .accessKey: return AliasMark.accessKey + turns(digest(.accessKey, value, attempt), count: 12)
    case .principal:
      return value.prefix(4) + turns(digest(.principal, value, attempt), count: value.count - 4)
    case .resourceID: return resourceID(value, attempt)
    case .arn: return arn(value)
    case .url: return url(value)
    case .base64: return AliasMark.base64(secret(Base64.decode(value)?[...] ?? value).dropFirst(9))
    case .jsonWebToken: return jsonWebToken(value)
    case .privateKey: return AliasMark.keyStart + secret(value) + AliasMark.keyEnd
    case .certificate: return secret(value) + AliasMark.certificateTail
    case .text: return secret(value)
    }
  }

  /// `redacted-` and a UUID: the alias of a text that has no form.
  private func secret(_ value: ArraySlice<UInt8>) -> [UInt8] {
    AliasMark.secret + AliasMark.uuid(digest(.text, value, 0), version: nil, false)
  }

  private func digest(_ form: AliasForm, _ value: ArraySlice<UInt8>, _ attempt: Int) -> [UInt8] {
    digest(form, Array(value), attempt)
  }

  private func digest(_ form: AliasForm, _ value: [UInt8], _ attempt: Int) -> [UInt8] {
    (form.isKeyed(value) ? key : .known).digest(form.rawValue, value, attempt: attempt)
  }

  /// Sixteen hexadecimal digits, a letter and a digit first: no word and no number.
  private func token(_ value: [UInt8], _ form: AliasForm, _ attempt: Int) -> [UInt8] {
    let bytes = digest(form, value, attempt)
    return [0x61 + bytes[0] % 6, 0x30 + bytes[1] % 10] + Array(hexEncoded(bytes[2..<9]).utf8)
  }

  private func host(_ value: ArraySlice<UInt8>, _ attempt: Int) -> [UInt8] {
    Array("redacted-".utf8) + token(value.map(\.asciiLowercased), .host, attempt) + Array(".example.com".utf8)
  }

  /// How many digits a number of these becomes: as many, but for numbers of the greatest that programs have room for in
  /// 32 and 64 bits.
  private static func count(_ digits: ArraySlice<UInt8>) -> Int {
    switch digits.count {
    case 10 where !digits.lexicographicallyPrecedes("2147483648".utf8): 10
    case ...10: 9
    case 19...20: 18
    default: min(digits.count, 64)
    }
  }

  private func decimals(_ digest: [UInt8], count: Int) -> [UInt8] {
    var number = digest[0..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return (0..<count).map { index in
      // What is beyond the digits of one number is of no use to tell values apart.
      if index % 16 == 0, index > 0 { number = UInt64(digest[8 + index / 16 % 8]) &* 0x9E37_79B9_7F4A_7C15 }
      defer { number /= 10 }
      return 0x30 + UInt8(number % 10)
    }
  }

  /// A letter and a digit by turns, which AWS's own ids are not.
  private func turns(_ digest: [UInt8], count: Int) -> [UInt8] {
    (0..<count).map { $0 % 2 == 0 ? 0x41 + digest[$0] % 26 : 0x30 + digest[$0] % 10 }
  }

  /// A word, and as many hexadecimal digits as there were; short ones can be guessed, long ones cannot.
  private func resourceID(_ value: ArraySlice<UInt8>, _ attempt: Int) -> [UInt8] {
    let hyphen = value.lastIndex(of: 0x2D) ?? value.startIndex
    let count = value.endIndex - hyphen - 1
    let bytes = digest(.resourceID, value, attempt)
    return AliasMark.resourceID(value[...hyphen], digits: bytes, count: count)
  }

  /// The parts of an ARN that mean the same for everyone, and aliases of the account and the resource.
  private func arn(_ value: ArraySlice<UInt8>) -> [UInt8] {
    var parts = value.split(separator: 0x3A, maxSplits: 5, omittingEmptySubsequences: false)
    if AWSIdentifier.isAccount(parts[4]), !AWSIdentifier.isExampleAccount(parts[4]) {
      parts[4] = distinct(parts[4], .digits)[...]
    }
    parts[5] = AliasForm.resourceType(of: parts[5]) + secret(value)
    return Array(parts.joined(separator: [0x3A]))
  }

  /// The scheme, an alias of the host, the port, and an alias of the whole as path if it has one.
  private func url(_ value: ArraySlice<UInt8>) -> [UInt8] {
    let (scheme, host, port, hasMore) = Aliases.parts(ofURL: value)
    var alias = Array(scheme) + Array("://".utf8)
    alias += distinct(host, .host)
    alias += port
    return hasMore ? alias + [0x2F] + secret(value) : alias
  }

  /// The scheme of a URL, its host, the port with its colon, and whether it says more than that.
  static func parts(
    ofURL value: ArraySlice<UInt8>
  ) -> (scheme: ArraySlice<UInt8>, host: ArraySlice<UInt8>, port: ArraySlice<UInt8>, hasMore: Bool) {
    let scheme = value.prefix { $0 != 0x3A }
    let rest = value[scheme.endIndex...].dropFirst(3)
    let authority = rest.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
    var host = authority.lastIndex(of: 0x40).map { authority[($0 + 1)...] } ?? authority
    let hasMore = rest.count > authority.count + 1 || host.count < authority.count
    guard let colon = host.lastIndex(of: 0x3A), (1...5).contains(host.endIndex - colon - 1),
      host[(colon + 1)...].allSatisfy(ByteKind.isDigit)
    else { return (scheme, host, [], hasMore) }
    let port = host[colon...]
    host = host[..<colon]
    return (scheme, host, port, hasMore)
  }

  /// A token that can be read: no algorithm, the alias as its subject, and the claims that tell clients when to ask for
  /// another (RFC 7519 §4.1).
  private func jsonWebToken(_ value: ArraySlice<UInt8>) -> [UInt8] {
    let parts = value.split(separator: 0x2E, omittingEmptySubsequences: false)
    var claims = AliasMark.tokenSubject + secret(value) + [0x22]
    if parts.count > 1, let payload = Base64URL.decode(parts[1]), let document = try? JSONReader.read(payload) {
      for name in ["auth_time", "exp", "iat", "nbf"] {
        guard let time = document.root[name], time.kind == .number, time.bytes.count <= 20 else { continue }
        claims += Array(",\"\(name)\":".utf8) + time.bytes
      }
    }
    return AliasMark.tokenStart + Base64URL.encode(claims + [0x7D]) + AliasMark.tokenEnd
  }
}
