// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Escapes and classes of characters.
extension PatternParser {
  /// Reads a class from behind its `[`.
  mutating func characterClass(opened: Int) throws(PatternError) -> ByteSet {
    let isNegated = take("^")
    var set = ByteSet()
    while let scalar = next {
      let place = at
      at += 1
      if scalar == "]" {
        guard !set.isEmpty else { throw refusal("a class without characters; write \\] for the character", at: opened) }
        return isNegated ? cased(set).complement : cased(set)
      }
      let member = try member(scalar, at: place)
      // A hyphen before the end stands for itself.
      guard next == "-", at + 1 < scalars.count, scalars[at + 1] != "]" else {
        set.formUnion(member)
        continue
      }
      at += 2
      let last = try self.member(scalars[at - 1], at: at - 1)
      guard let low = member.onlyByte, let high = last.onlyByte, low <= high else {
        throw refusal("a range must go from one character up to another", at: place)
      }
      set.insert(low...high)
    }
    throw refusal("'[' is not closed; write \\[ for the character", at: opened)
  }

  private mutating func member(_ scalar: Unicode.Scalar, at place: Int) throws(PatternError) -> ByteSet {
    if scalar == "\\" { return try escaped(at: place) }
    if scalar == "[", next == ":" { throw refusal("a named class [:…:] is not supported", at: place) }
    guard scalar.isASCII else {
      throw refusal("a class holds ASCII characters only; write others as alternatives: (?:ä|ö)", at: place)
    }
    return ByteSet(UInt8(scalar.value))
  }

  /// What a backslash, which is read already, makes of the characters behind it.
  mutating func escaped(at place: Int) throws(PatternError) -> ByteSet {
    guard let scalar = next else { throw refusal("'\\' has nothing behind it", at: place) }
    at += 1
    switch scalar {
    case "d": return .digit
    case "D": return ByteSet.digit.complement
    case "w": return .word
    case "W": return ByteSet.word.complement
    case "s": return .space
    case "S": return ByteSet.space.complement
    case "t": return ByteSet(0x09)
    case "n": return ByteSet(0x0A)
    case "r": return ByteSet(0x0D)
    case "x":
      guard let high = hexDigit(), let low = hexDigit() else {
        throw refusal("'\\x' must have two hexadecimal digits behind it", at: place)
      }
      return cased(ByteSet(high << 4 | low))
    case "1"..."9", "k", "g": throw refusal("a back reference \\\(scalar) is not supported", at: place)
    case "p", "P": throw refusal("a Unicode property \\\(scalar) is not supported", at: place)
    case "A", "z", "Z", "B", "G":
      throw refusal("the anchor \\\(scalar) is not supported; there are ^, $ and \\b", at: place)
    default:
      guard scalar.isASCII, scalar == "_" || !ByteSet.word.contains(scalar) else {
        throw refusal("the escape \\\(scalar) is not supported here", at: place)
      }
      return ByteSet(UInt8(scalar.value))
    }
  }

  private mutating func hexDigit() -> UInt8? {
    guard let scalar = next, scalar.isASCII, let digit = hexValue(UInt8(scalar.value)) else { return nil }
    at += 1
    return digit
  }
}
