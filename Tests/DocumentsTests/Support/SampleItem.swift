// SPDX-License-Identifier: Apache-2.0

import TestSupport

@testable import Documents

/// A CBOR item apart from the way in which it is written.
indirect enum SampleItem {
  case integer(Int64)
  case float(Double)
  case text([UInt8])
  case bytes([UInt8])
  case simple(UInt8)
  case array([SampleItem])
  case map([(key: [UInt8], value: SampleItem)])

  static func random(_ random: inout SplitMix, depth: Int = 4) -> SampleItem {
    let text = Array(SampleValue.string(&random).utf8)
    switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
    case 0: return .simple([0xF4, 0xF5, 0xF6].randomElement(using: &random) ?? 0xF6)
    case 1: return .integer(Int64(truncatingIfNeeded: random.next()) >> Int64.random(in: 0..<64, using: &random))
    case 2: return .float([0.5, -1.25, 1e300, 3.7].randomElement(using: &random) ?? 0)
    case 3, 4: return .text(text)
    case 5: return .bytes(text)
    case 6: return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in .random(&random, depth: depth - 1) })
    default:
      // Unlike keys stay so when they are replaced.
      return .map(
        (0..<Int.random(in: 0...5, using: &random)).map { (Array("\($0)".utf8), .random(&random, depth: depth - 1)) })
    }
  }

  /// The same with every scalar replaced for which `change` says so.
  func mapped(_ change: ([UInt8]) -> [UInt8]?) -> SampleItem {
    switch self {
    case .integer(let number): change(Array(String(number).utf8)) == nil ? self : .integer(-number / 2)
    case .float(let number): change(Array(String(number).utf8)) == nil ? self : .float(number / 2)
    case .text(let text): .text(change(text) ?? text)
    case .bytes(let bytes): .bytes(change(bytes) ?? bytes)
    case .simple: self
    case .array(let items): .array(items.map { $0.mapped(change) })
    case .map(let members): .map(members.map { (change($0.key) ?? $0.key, $0.value.mapped(change)) })
    }
  }

  /// Appends the item, in one of the many ways to write it.
  func write(_ random: inout SplitMix, to out: inout [UInt8]) {
    if Int.random(in: 0..<8, using: &random) == 0 { out += [0xD8, 0x2A] }
    let isIndefinite = Int.random(in: 0..<3, using: &random) == 0
    switch self {
    case .integer(let number):
      SampleItem.head(number < 0 ? 1 : 0, UInt64(number < 0 ? -1 - number : number), &random, to: &out)
    case .float(let number):
      out.append(0xFB)
      out += stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number.bitPattern >> UInt64($0)) }
    case .text(let text): SampleItem.string(3, text, isIndefinite, &random, to: &out)
    case .bytes(let bytes): SampleItem.string(2, bytes, isIndefinite, &random, to: &out)
    case .simple(let byte): out.append(byte)
    case .array(let items):
      if isIndefinite { out.append(0x9F) } else { SampleItem.head(4, UInt64(items.count), &random, to: &out) }
      for item in items { item.write(&random, to: &out) }
      if isIndefinite { out.append(0xFF) }
    case .map(let members):
      if isIndefinite { out.append(0xBF) } else { SampleItem.head(5, UInt64(members.count), &random, to: &out) }
      for member in members {
        SampleItem.string(3, member.key, Bool.random(using: &random), &random, to: &out)
        member.value.write(&random, to: &out)
      }
      if isIndefinite { out.append(0xFF) }
    }
  }

  private static func head(_ kind: UInt8, _ argument: UInt64, _ random: inout SplitMix, to out: inout [UInt8]) {
    guard Int.random(in: 0..<4, using: &random) == 0 else { return CBORTexts.appendHead(kind, argument, to: &out) }
    out.append(kind << 5 | 27)
    out += stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: argument >> UInt64($0)) }
  }

  private static func string(
    _ kind: UInt8, _ bytes: [UInt8], _ isIndefinite: Bool, _ random: inout SplitMix, to out: inout [UInt8]
  ) {
    guard isIndefinite else {
      head(kind, UInt64(bytes.count), &random, to: &out)
      return out += bytes
    }
    out.append(kind << 5 | 31)
    // Pieces of text are text: cut between characters alone.
    for piece in String(decoding: bytes, as: UTF8.self) {
      head(kind, UInt64(piece.utf8.count), &random, to: &out)
      out += Array(piece.utf8)
    }
    out.append(0xFF)
  }
}
