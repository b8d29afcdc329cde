// SPDX-License-Identifier: Apache-2.0

/// The kind of a body, as its `Content-Type` tells (RFC 9110 §8.3.1); parameters do not count.
package enum MediaType: Sendable {
  case json, form, xml, cbor, eventStream, text, other

  package init(_ contentType: String?) {
    var text = contentType ?? ""
    self = text.withUTF8 { text in MediaType(of: UnsafeBufferPointer(rebasing: text.prefix { $0 != 0x3B })) }
  }

  private init(of type: UnsafeBufferPointer<UInt8>) {
    func contains(_ word: StaticString) -> Bool {
      let count = word.utf8CodeUnitCount
      var at = 0
      while at + count <= type.count {
        var offset = 0
        while offset < count, type[at + offset].asciiLowercased == word.utf8Start[offset] { offset += 1 }
        if offset == count { return true }
        at += 1
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
