// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
import CZlib

/// Writes one gzip member, piece by piece; where the pieces of text are cut leaves no trace in the compressed bytes.
///
/// Confined to one thread at a time.
final class GzipEncoder {
  /// How many compressed bytes are handed on at once.
  private static let stride = 256 << 10

  // zlib keeps the address of its stream, so the stream may not move.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: GzipEncoder.stride, alignment: 16)
  private var checksum: UInt32 = 0
  private var length = 0

  init() throws(GzipError) {
    stream.initialize(to: z_stream())
    guard czlib_deflate_init_raw(stream, Z_BEST_COMPRESSION) == Z_OK else { throw GzipError(.noMemory, at: 0) }
    room.copyBytes(from: GzipFrame.header)
    leaveRoom(after: GzipFrame.header.count)
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
    room.deallocate()
  }

  /// Takes a piece of text. The bytes that `sink` is given, here and in `end`, are valid only while it runs.
  func write<E>(_ text: UnsafeRawBufferPointer, _ sink: (UnsafeRawBufferPointer) throws(E) -> Void) throws(E) {
    checksum = CRC32.checksum(text, continuing: checksum)
    length += text.count
    var rest = text[...]
    while !rest.isEmpty {
      let taken = UInt32(clamping: rest.count)
      // zlib does not write to its input; its declaration only lacks the const.
      stream.pointee.next_in = UnsafeMutablePointer(
        mutating: UnsafeRawBufferPointer(rebasing: rest).baseAddress?.assumingMemoryBound(to: Bytef.self))
      stream.pointee.avail_in = taken
      while stream.pointee.avail_in > 0 {
        deflate(stream, Z_NO_FLUSH)
        if stream.pointee.avail_out == 0 { try handOn(sink) }
      }
      rest = rest.dropFirst(Int(taken))
    }
  }

  /// Ends the member.
  func end<E>(_ sink: (UnsafeRawBufferPointer) throws(E) -> Void) throws(E) {
    while deflate(stream, Z_FINISH) != Z_STREAM_END { try handOn(sink) }
    try handOn(sink)
    // The room is empty now.
    let trailer = GzipFrame.trailer(checksum: checksum, length: length)
    room.copyBytes(from: trailer)
    leaveRoom(after: trailer.count)
    try handOn(sink)
  }

  private func handOn<E>(_ sink: (UnsafeRawBufferPointer) throws(E) -> Void) throws(E) {
    let used = room.count - Int(stream.pointee.avail_out)
    leaveRoom(after: 0)
    try sink(UnsafeRawBufferPointer(rebasing: room[..<used]))
  }

  private func leaveRoom(after used: Int) {
    stream.pointee.next_out = room.baseAddress?.advanced(by: used).assumingMemoryBound(to: Bytef.self)
    stream.pointee.avail_out = UInt32(room.count - used)
  }
}
