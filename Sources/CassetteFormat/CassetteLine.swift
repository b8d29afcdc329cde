// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// The lines of a cassette as they are read.
enum CassetteLine {
  /// Lines may be longer and fuller than any one body.
  private static let limits = DocumentLimits(bytes: .max, nodes: 3 * DocumentLimits.standard.nodes)

  /// Reads the line that lies in `range`.
  static func read(_ text: [UInt8], _ range: Range<Int>, number: Int) throws(CassetteError) -> DocumentValue {
    do throws(DocumentError) {
      return try JSONReader.read(text, range: range, limits: limits).root
    } catch {
      throw CassetteError(.badLine, line: number, detail: "\(error)")
    }
  }
}
