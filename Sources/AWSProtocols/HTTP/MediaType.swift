// SPDX-License-Identifier: Apache-2.0

/// The kind of a body, as its `Content-Type` tells (RFC 9110 §8.3.1); parameters do not count.
package enum MediaType: Sendable {
  case json, form, xml, cbor, eventStream, text, other

  package init(_ contentType: String?) {
    let type = (contentType ?? "").utf8.prefix { $0 != 0x3B }
    func contains(_ word: StaticString) -> Bool {
      let count = word.utf8CodeUnitCount
      var rest = type
      while rest.count >= count {
        if zip(rest, 0..<count).allSatisfy({ $0.asciiLowercased == word.utf8Start[$1] }) { return true }
        rest = rest.dropFirst()
      }
      return false
    }
    if contains("json") {
      self = .json
    } else if contains("x-www-form-urlencoded") {
      self = .form
    } else if contains("xml") {
      self = .xml
    } else if contains("cbor") {
      self = .cbor
    } else if contains("vnd.amazon.eventstream") {
      self = .eventStream
    } else if contains("text/") || contains("multipart/") {
      self = .text
    } else {
      self = .other
    }
  }
}
