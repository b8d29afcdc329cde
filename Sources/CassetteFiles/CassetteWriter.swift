// SPDX-License-Identifier: Apache-2.0

/// Writes a cassette's text piece by piece: memory does not grow with it.
///
/// The file at the path is replaced by `finish` and not before; a writer that goes out of scope without it leaves no
/// trace. Not for use from two threads at once.
package final class CassetteWriter {
  private let path: String
  private let file: FileReplacement
  private let encoder: GzipEncoder
  /// Why nothing more is taken: an encoder that was stopped half-way, or has ended, may not be used.
  private var refusal: CassetteFileError?

  /// Begins a new file in the folder of `path`. Fails at once where the folder cannot be written.
  package init(replacing path: String) throws(CassetteFileError) {
    self.path = path
    file = try FileReplacement(of: path)
    do { encoder = try GzipEncoder() } catch { throw CassetteFileError(error, path, saved: []) }
  }

  /// Appends `text`. Where the text is cut into pieces makes no difference to the file. An error is final: whatever is
  /// called after it throws it again.
  package func write(_ text: [UInt8]) throws(CassetteFileError) {
    let outcome: Result<Void, CassetteFileError> = text.withUnsafeBytes { text in
      do throws(CassetteFileError) {
        return .success(try attempt { () throws(CassetteFileError) in try encoder.write(text, file.write) })
      } catch {
        return .failure(error)
      }
    }
    try outcome.get()
  }

  /// Ends the text and puts the file in its place: on the disk first (fsync), then by its name (rename). The writer is
  /// closed then.
  package func finish() throws(CassetteFileError) {
    try attempt { () throws(CassetteFileError) in
      try encoder.end(file.write)
      try file.commit()
    }
    refusal = CassetteFileError(.closed, path)
  }

  private func attempt(_ step: () throws(CassetteFileError) -> Void) throws(CassetteFileError) {
    if let refusal { throw refusal }
    do throws(CassetteFileError) {
      try step()
    } catch {
      refusal = error
      throw error
    }
  }
}
