// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// The lines of a cassette as they are read.
enum CassetteLine {
  /// Reads the line that lies in `range`.
  static func read(_ text: [UInt8], _ range: Range<Int>, number: Int) throws(CassetteError) -> DocumentValue {
    do throws(DocumentError) {
      return try JSONReader.read(text, range: range, limits: .line).root
    } catch {
      throw CassetteError(.badLine, line: number, detail: "\(error)")
    }
  }
}
