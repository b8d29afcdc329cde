// SPDX-License-Identifier: Apache-2.0

/// A body that is read piece by piece from where it lies.
package struct LargeBody: Sendable {
  /// How many bytes it has.
  package let bytes: Int
  /// How many pieces, of 1 MiB or less each.
  package let pieces: Int
  /// Reads a piece, counted from 0. Blocks; throws where it cannot be read as it was written.
  package let piece: @Sendable (Int) throws -> [UInt8]

  package init(bytes: Int, pieces: Int, piece: @escaping @Sendable (Int) throws -> [UInt8]) {
    self.bytes = bytes
    self.pieces = pieces
    self.piece = piece
  }

  /// The same body, with `failed` told of each piece that cannot be read. May be called from any thread.
  package func watched(failed: @escaping @Sendable (any Error) -> Void) -> LargeBody {
    LargeBody(bytes: bytes, pieces: pieces) { [piece] number in
      do {
        return try piece(number)
      } catch {
        failed(error)
        throw error
      }
    }
  }
}
