// SPDX-License-Identifier: Apache-2.0

extension [UInt8] {
  /// These bytes in an array of at least `capacity`, with what `fill` writes behind them; it returns how much that is.
  ///
  /// No byte is cleared first: large files are read and inflated straight to where they stay.
  func extended(to capacity: Int, fill: (UnsafeMutableRawBufferPointer) -> Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Swift.max(capacity, self.count)) { buffer, count in
      let room = UnsafeMutableRawBufferPointer(buffer)
      self.withUnsafeBytes { room.copyMemory(from: $0) }
      count = self.count + fill(UnsafeMutableRawBufferPointer(rebasing: room[self.count...]))
    }
  }
}
