// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Synchronization

/// What the client of a session sent itself, by the aliases that stand for it on the tape: answers give it back.
///
/// Kept in memory only. Safe to call from any thread.
package final class Originals: Sendable {
  /// How a text is written where it is put.
  enum Escaping: Sendable {
    case none, json, xml
  }

  /// No more values are kept.
  private static let most = 100_000

  private let table = Mutex(LiteralTable<[UInt8]>())

  var isEmpty: Bool { table.withLock { $0.count == 0 } }

  /// Keeps what an alias stands for; the first value counts.
  package func add(alias: [UInt8], value: [UInt8]) {
    table.withLock { table in
      guard table.count < Originals.most else { return }
      table.insert(alias, value, isWord: alias.count < 16)
    }
  }

  /// The text with values for aliases; nil where none stands in it.
  func rewritten(_ text: UnsafeRawBufferPointer, _ escaping: Escaping) -> [UInt8]? {
    let hits = table.withLock { $0 }.hits(in: text)
    var out: [UInt8] = []
    var copied = 0
    for hit in hits {
      guard let value = Originals.escaped(hit.payload, escaping, behind: text[..<hit.range.lowerBound]) else {
        continue
      }
      out.append(contentsOf: text[copied..<hit.range.lowerBound])
      out.append(contentsOf: value)
      copied = hit.range.upperBound
    }
    if copied == 0 { return nil }
    out.append(contentsOf: text[copied...])
    return out
  }

  /// The value as it is written behind a text; nil where that cannot be told.
  private static func escaped(
    _ value: [UInt8], _ escaping: Escaping, behind text: Slice<UnsafeRawBufferPointer>
  ) -> [UInt8]? {
    switch escaping {
    case .none: return value
    case .json:
      guard value.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) else { return value }
      // In JSON within a string it would have to be escaped more than once.
      guard text.last == 0x22, text.dropLast().last != 0x5C else { return nil }
      var writer = JSONWriter()
      writer.string(utf8: value[...])
      return Array(writer.bytes.dropFirst().dropLast())
    case .xml:
      return value.flatMap { byte -> [UInt8] in
        switch byte {
        case 0x26: Array("&amp;".utf8)
        case 0x3C: Array("&lt;".utf8)
        case 0x3E: Array("&gt;".utf8)
        default: [byte]
        }
      }
    }
  }
}
