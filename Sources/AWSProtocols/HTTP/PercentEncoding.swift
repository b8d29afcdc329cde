// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Percent-encoding as SigV4 wants it (RFC 3986 unreserved characters stay, all else is `%XX` in upper case).
package enum PercentEncoding {
  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }

  private static let upperHex: [UInt8] = Array("0123456789ABCDEF".utf8)

  /// Encodes every byte that is neither unreserved nor `keeping`.
  package static func encode(_ bytes: some Sequence<UInt8>, keeping kept: UInt8? = nil) -> String {
    var out: [UInt8] = []
    for byte in bytes {
      if isUnreserved(byte) || byte == kept {
        out.append(byte)
      } else {
        out.append(0x25)
        out.append(upperHex[Int(byte >> 4)])
        out.append(upperHex[Int(byte & 15)])
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Undoes `%XX`; a `%` without two hex digits behind it stays as it is, and `+` stays a plus sign unless
  /// `plusIsSpace` (forms: URL standard, application/x-www-form-urlencoded).
  package static func decode(_ text: some Sequence<UInt8>, plusIsSpace: Bool = false) -> [UInt8] {
    let input = Array(text)
    var out: [UInt8] = []
    out.reserveCapacity(input.count)
    input.withUnsafeBytes { appendPercentDecoded($0, plusIsSpace: plusIsSpace, to: &out) }
    return out
  }

  /// A request target with the same meaning in which every segment, name and value is encoded as SigV4 encodes it, so
  /// that signer and verifier cannot differ over what the client left raw.
  package static func normalised(target: some StringProtocol) -> String {
    // As a rule there is nothing to encode.
    if target.utf8.allSatisfy({ isUnreserved($0) || $0 == 0x2F }) { return String(target) }
    let head = target.utf8.prefix { $0 != 0x3F }
    var out = head.split(separator: 0x2F, omittingEmptySubsequences: false)
      .map { encode(decode($0)) }.joined(separator: "/")
    if head.endIndex < target.utf8.endIndex {
      let query = target.utf8[target.utf8.index(after: head.endIndex)...]
      out += "?"
      out += query.split(separator: 0x26, omittingEmptySubsequences: false).map { pair in
        pair.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
          .map { encode(decode($0)) }.joined(separator: "=")
      }.joined(separator: "&")
    }
    return out
  }
}

/// One `name=value` of a query string or form, both decoded.
package struct FormField: Hashable, Sendable, Comparable {
  package var name: [UInt8]
  package var value: [UInt8]

  package init(name: [UInt8], value: [UInt8]) {
    self.name = name
    self.value = value
  }

  package static func < (left: FormField, right: FormField) -> Bool {
    left.name == right.name
      ? left.value.lexicographicallyPrecedes(right.value) : left.name.lexicographicallyPrecedes(right.name)
  }

  /// The fields of a query string or form body in their order, empty pieces left out.
  package static func parse(_ text: some Sequence<UInt8>, plusIsSpace: Bool) -> [FormField] {
    Array(text).split(separator: 0x26).map { pair in
      let parts = pair.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
      return FormField(
        name: PercentEncoding.decode(parts[0], plusIsSpace: plusIsSpace),
        value: parts.count > 1 ? PercentEncoding.decode(parts[1], plusIsSpace: plusIsSpace) : [])
    }
  }
}
