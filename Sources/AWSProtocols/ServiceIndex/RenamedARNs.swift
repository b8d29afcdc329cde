// SPDX-License-Identifier: Apache-2.0

extension ServiceRenames {
  /// The body of a request to `service`, with its ARNs under that name even where they were made under an older one.
  static func renamed(_ body: ArraySlice<UInt8>, of service: String) -> ArraySlice<UInt8> {
    var body = body
    for old in oldNames(of: service) {
      if let renamed = body.withUnsafeBytes({ rewritten($0, from: old, to: service) }) { body = renamed[...] }
    }
    return body
  }

  /// The text with the service part of its ARNs (`arn:PARTITION:SERVICE:`) changed; nil where there is none.
  package static func rewritten(_ text: UnsafeRawBufferPointer, from old: String, to new: String) -> [UInt8]? {
    var out: [UInt8] = []
    var copied = 0
    var at = 0
    var name = old
    let count = name.utf8.count + 2
    while at + count <= text.count {
      guard text[at] == 0x3A, text[at + count - 1] == 0x3A, name.withUTF8({ text.hasBytes($0, at: at + 1) }),
        isBehindPartition(text, at)
      else {
        at += 1
        continue
      }
      out.append(contentsOf: text[copied...at])
      out.append(contentsOf: new.utf8)
      copied = at + count - 1
      at = copied
    }
    if copied == 0 { return nil }
    out.append(contentsOf: text[copied...])
    return out
  }

  /// Whether `arn:aws`, `arn:aws-cn` and the like end at this place.
  private static func isBehindPartition(_ text: UnsafeRawBufferPointer, _ end: Int) -> Bool {
    guard let colon = text[max(0, end - 16)..<end].lastIndex(of: 0x3A), colon >= 3 else { return false }
    return text[colon - 3..<colon].elementsEqual("arn".utf8) && text[(colon + 1)..<end].starts(with: "aws".utf8)
  }
}

extension UnsafeRawBufferPointer {
  /// Whether `other` stands at a place, behind which there is room for it.
  fileprivate func hasBytes(_ other: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    for index in other.indices where self[start + index] != other[index] { return false }
    return true
  }
}
