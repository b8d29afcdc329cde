// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
import CZlib

/// Writes gzip members, each at once: with one version of zlib the same text always gives the same bytes.
enum GzipEncoder {
  /// How hard it tries to make a text short.
  enum Effort: UInt8 {
    /// Level 9. The raw values are those of XFL (RFC 1952 section 2.3.1).
    case most = 2
    /// Level 1, or Huffman codes alone where nothing repeats: four times as fast then, and no larger.
    case least = 4
  }

  /// Of what may not repeat, so much is looked at.
  private static let sample = 32 << 10

  /// One member that holds `text`. Fails where it is 4 GiB or longer, which no member could state.
  /// - Parameter tag: what its header says of it; its lengths are filled in.
  static func member(
    _ text: UnsafeRawBufferPointer, _ effort: Effort = .most, tag: MemberTag? = nil
  ) throws(GzipError) -> [UInt8] {
    guard let length = UInt32(exactly: text.count) else { throw GzipError(.tooLarge, at: 0) }
    var tag = tag
    tag?.textLength = length
    let header = GzipFrame.header(effort: effort.rawValue, extra: tag?.extraField)
    var member = try deflated(text, effort, behind: header)
    member += GzipFrame.trailer(checksum: CRC32.checksum(text), length: length)
    guard tag != nil else { return member }
    guard let whole = UInt32(exactly: member.count) else { throw GzipError(.tooLarge, at: 0) }
    tag?.length = whole
    if let field = tag?.extraField { member.replaceSubrange(MemberTag.place(of: field), with: field) }
    return member
  }

  private static func deflated(
    _ text: UnsafeRawBufferPointer, _ effort: Effort, behind header: [UInt8]
  ) throws(GzipError) -> [UInt8] {
    guard effort == .least else { return try deflated(text, Z_BEST_COMPRESSION, Z_DEFAULT_STRATEGY, behind: header) }
    let beginning = UnsafeRawBufferPointer(rebasing: text.prefix(sample))
    let matched = try deflated(beginning, Z_BEST_SPEED, Z_DEFAULT_STRATEGY, behind: []).count
    let coded = try deflated(beginning, Z_BEST_SPEED, Z_HUFFMAN_ONLY, behind: []).count
    let strategy = matched < coded - coded / 32 ? Z_DEFAULT_STRATEGY : Z_HUFFMAN_ONLY
    return try deflated(text, Z_BEST_SPEED, strategy, behind: header)
  }

  private static func deflated(
    _ text: UnsafeRawBufferPointer, _ level: Int32, _ strategy: Int32, behind header: [UInt8]
  ) throws(GzipError) -> [UInt8] {
    // zlib keeps the address of its stream, so the stream may not move.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    guard czlib_deflate_init_raw(stream, level, strategy) == Z_OK else { throw GzipError(.noMemory, at: 0) }
    defer { deflateEnd(stream) }
    let most = Int(deflateBound(stream, UInt(text.count)))
    guard most <= UInt32.max else { throw GzipError(.tooLarge, at: 0) }
    // zlib does not write to its input; its declaration only lacks the const.
    stream.pointee.next_in = UnsafeMutablePointer(mutating: text.baseAddress?.assumingMemoryBound(to: Bytef.self))
    stream.pointee.avail_in = UInt32(text.count)
    return header.extended(to: header.count + most + GzipFrame.trailerLength) { room in
      stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: Bytef.self)
      stream.pointee.avail_out = UInt32(most)
      deflate(stream, Z_FINISH)
      return most - Int(stream.pointee.avail_out)
    }
  }
}
