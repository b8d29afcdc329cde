// SPDX-License-Identifier: Apache-2.0

/// Port: where exchanges are kept while a recording runs.
package protocol Journal: Sendable {
  /// Appends one line of cassette text (without its newline), behind all that were appended before it.
  ///
  /// `then` is called once, on any thread, also before this returns; lines are told of in their order. With success, a
  /// kill of the process cannot lose the line; with an error, it is not kept. Whoever has much to append waits for one
  /// line's `then` before the next. `then` may append, but must not block.
  func append(_ line: [UInt8], then: @escaping @Sendable (Result<Void, any Error>) -> Void)
}
