// SPDX-License-Identifier: Apache-2.0

/// Moves the times (tag 1, RFC 8949 §3.4.2) in a CBOR body, in the room that they take.
enum CBORMoments {
  /// Nil where the body is no CBOR. What would not fit into its room stays. Linear, for no item is read twice.
  static func shifted(_ body: [UInt8], by seconds: Int64) -> [UInt8]? {
    var out = body
    var at = 0
    var isTime = false
    while at < body.count {
      let (major, detail) = (body[at] >> 5, body[at] & 0x1F)
      at += 1
      var argument = UInt64(detail)
      let start = at
      if (24...27).contains(detail) {
        let count = 1 << Int(detail - 24)
        guard body.count - at >= count else { return nil }
        argument = body[at..<at + count].reduce(0) { $0 << 8 | UInt64($1) }
        at += count
      } else if (28...30).contains(detail) {
        return nil
      }
      // Containers and tags are followed by what they hold, which is read as if it stood alone.
      if major == 2 || major == 3, detail != 31 {
        guard let count = Int(exactly: argument), count <= body.count - at else { return nil }
        at += count
      }
      if isTime, let moved = moved(argument, major: major, detail: detail, by: seconds) {
        for place in start..<at { out[place] = UInt8(truncatingIfNeeded: moved >> UInt64(8 * (at - 1 - place))) }
      }
      isTime = major == 6 && argument == 1
    }
    return out
  }

  /// A time as a whole number of four or eight bytes, or as a double.
  private static func moved(_ argument: UInt64, major: UInt8, detail: UInt8, by seconds: Int64) -> UInt64? {
    switch (major, detail) {
    case (0, 26), (0, 27):
      guard let old = Int64(exactly: argument) else { return nil }
      let (new, isTooFar) = old.addingReportingOverflow(seconds)
      return isTooFar || new < 0 || (detail == 26 && new > UInt32.max) ? nil : UInt64(new)
    case (7, 27):
      let moved = Double(bitPattern: argument) + Double(seconds)
      return moved.isFinite ? moved.bitPattern : nil
    default: return nil
    }
  }
}
