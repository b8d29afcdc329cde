// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
import CZlib

/// Reads the members of a gzip file one after the other, as far as the caller has room.
///
/// Confined to the scope in which `input` is valid.
final class GzipDecoder {
  private enum State {
    /// Before the header of a member, or at the end.
    case between
    case inside
    case ended
  }

  /// How much is inflated before its checksum is taken: small enough to be in the cache still.
  private static let stride = 256 << 10

  private let input: UnsafeRawBufferPointer
  // zlib keeps the address of its stream, so the stream may not move.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private var state = State.between
  private var checksum: UInt32 = 0
  private var length = 0
  /// How many compressed bytes have been used.
  private(set) var position = 0
  /// Why the text ends early; nil at the true end.
  private(set) var damage: GzipError?

  init(_ input: UnsafeRawBufferPointer) {
    self.input = input
    stream.initialize(to: z_stream())
    if czlib_inflate_init_raw(stream) != Z_OK { stop(GzipError(.noMemory, at: 0)) }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  var isAtEnd: Bool { state == .ended }

  /// Fills `room` and returns how many bytes it wrote: fewer than `room` has only when `isAtEnd`.
  func read(into room: UnsafeMutableRawBufferPointer) -> Int {
    var count = 0
    while state != .ended && (count < room.count || state == .between) {
      do throws(GzipError) {
        switch state {
        case .between: try beginMember()
        case .inside: count += try inflate(into: UnsafeMutableRawBufferPointer(rebasing: room[count...]))
        case .ended: break
        }
      } catch {
        stop(error)
      }
    }
    return count
  }

  private func stop(_ error: GzipError?) {
    damage = error
    state = .ended
  }

  private func beginMember() throws(GzipError) {
    // A file of no bytes is a truncated one, so the first member must be there.
    if position > 0 && position == input.count { return stop(nil) }
    position = try GzipFrame.endOfHeader(input, at: position)
    inflateReset(stream)
    checksum = 0
    length = 0
    state = .inside
  }

  /// One step inside a member; says how many bytes of text it gave, which count even if the next step finds damage.
  private func inflate(into room: UnsafeMutableRawBufferPointer) throws(GzipError) -> Int {
    let taken = UInt32(clamping: input.count - position)
    let given = UInt32(clamping: min(room.count, Self.stride))
    // zlib does not write to its input; its declaration only lacks the const.
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.advanced(by: position).assumingMemoryBound(to: Bytef.self))
    stream.pointee.avail_in = taken
    stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: Bytef.self)
    stream.pointee.avail_out = given
    let result = CZlib.inflate(stream, Z_NO_FLUSH)
    position += Int(taken - stream.pointee.avail_in)
    let count = Int(given - stream.pointee.avail_out)
    checksum = CRC32.checksum(UnsafeRawBufferPointer(rebasing: room[..<count]), continuing: checksum)
    length += count

    switch result {
    case Z_STREAM_END:
      do throws(GzipError) { try endMember() } catch { stop(error) }
    case Z_OK, Z_BUF_ERROR:
      // Room was left, so zlib stopped for want of input.
      if stream.pointee.avail_out > 0 && position == input.count { stop(GzipError(.truncated, at: position)) }
    case Z_MEM_ERROR: stop(GzipError(.noMemory, at: position))
    default: stop(GzipError(.corrupt, at: position))
    }
    return count
  }

  private func endMember() throws(GzipError) {
    guard input.count - position >= GzipFrame.trailerLength else { throw GzipError(.truncated, at: input.count) }
    guard GzipFrame.word(input, at: position) == checksum else { throw GzipError(.badChecksum, at: position) }
    guard GzipFrame.word(input, at: position + 4) == UInt32(truncatingIfNeeded: length) else {
      throw GzipError(.badLength, at: position)
    }
    position += GzipFrame.trailerLength
    state = .between
  }
}
