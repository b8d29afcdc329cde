// SPDX-License-Identifier: Apache-2.0

/// The path of a request as the segments that URI templates are compared with.
///
/// A slash at the end does not count: `/bucket/` is `/bucket`. A greedy label keeps it.
struct RequestPath {
  private let bytes: [UInt8]
  private let ranges: [Range<Int>]
  let endsWithSlash: Bool

  /// nil for what does not begin with a slash.
  init?(_ path: some StringProtocol) {
    bytes = Array(path.utf8)
    guard bytes.first == UInt8(ascii: "/") else { return nil }
    var ranges: [Range<Int>] = []
    var start = 1
    for at in 1...bytes.count where at == bytes.count || bytes[at] == UInt8(ascii: "/") {
      if at < bytes.count || at > start { ranges.append(start..<at) }
      start = at + 1
    }
    self.ranges = ranges
    endsWithSlash = bytes.last == UInt8(ascii: "/")
  }

  var count: Int { ranges.count }

  func isEmpty(_ segment: Int) -> Bool { ranges[segment].isEmpty }

  /// The segment without its percent-encoding.
  func decoded(_ segment: Int) -> [UInt8] { PercentEncoding.decode(bytes[ranges[segment]]) }

  func text(_ segment: Int) -> String { String(decoding: decoded(segment), as: UTF8.self) }

  /// The segments from one on, without the last `dropped` ones, with the slashes between them.
  func decodedRest(from segment: Int, dropping dropped: Int) -> [UInt8] {
    guard segment < ranges.count - dropped else { return [] }
    let end = dropped > 0 ? ranges[ranges.count - dropped - 1].upperBound : bytes.count
    return PercentEncoding.decode(bytes[ranges[segment].lowerBound..<end])
  }
}
