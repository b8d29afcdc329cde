// SPDX-License-Identifier: Apache-2.0

/// Compresses and decompresses in memory, in the format of gzip (RFC 1952).
package enum Gzip {
  /// The longest text whose length a gzip member can state: 4 GiB - 1.
  package static let defaultLimit = Int(UInt32.max)

  /// One member that holds `text`; with one version of zlib the same text always gives the same bytes.
  package static func compress(_ text: [UInt8]) throws(GzipError) -> [UInt8] {
    try text.withUnsafeBytes { text in Result { () throws(GzipError) in try GzipEncoder.member(text) } }.get()
  }

  /// The text of all members of `bytes`, which must be whole and no more than `limit` bytes of text.
  package static func decompress(_ bytes: [UInt8], limit: Int = defaultLimit) throws(GzipError) -> [UInt8] {
    let salvaged = salvage(bytes, limit: limit)
    if let damage = salvaged.damage { throw damage }
    return salvaged.text
  }

  /// The text up to the damage, if there is any, or up to `limit`.
  ///
  /// Nothing vouches for the text of the member that is damaged: its checksum comes after it.
  package static func salvage(
    _ bytes: [UInt8], limit: Int = defaultLimit
  ) -> (text: [UInt8], damage: GzipError?) {
    bytes.withUnsafeBytes { input in
      let decoder = GzipDecoder(input)
      // One byte beyond the limit tells a text that just fits from one that does not.
      let most = min(max(0, limit), Int.max - 1) + 1
      var text: [UInt8] = []
      var capacity = firstCapacity(for: input)
      repeat {
        text = text.extended(to: min(capacity, most)) { decoder.read(into: $0) }
        capacity = text.count.multipliedReportingOverflow(by: 2).overflow ? most : text.count * 2
      } while !decoder.isAtEnd && text.count < most
      guard text.count == most else { return (text, decoder.damage) }
      text.removeLast()
      return (text, GzipError(.tooLarge, at: decoder.position))
    }
  }

  /// What the last member says of its length, and one more byte, so that zlib never stops for want of room.
  ///
  /// A forged length costs address space only, and that is bounded: by what deflate can do at best, and by a constant.
  private static func firstCapacity(for input: UnsafeRawBufferPointer) -> Int {
    let (least, most, bestRatio) = (4 << 10, 256 << 20, 1032)
    guard input.count >= GzipFrame.trailerLength else { return least }
    let stated = Int(GzipFrame.word(input, at: input.count - 4))
    return max(least, min(stated, most, input.count.multipliedReportingOverflow(by: bestRatio).partialValue)) + 1
  }
}
