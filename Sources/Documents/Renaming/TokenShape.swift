// SPDX-License-Identifier: Apache-2.0

/// Which two generated tokens may stand for each other: those of one lexical class.
///
/// The rule is narrow on purpose. Words, versions, sizes and dates of policies differ in meaning, and a wrong answer is
/// worse than a miss: `t3` is not `t4`, `RSA_2048` not `RSA_4096`, `python39` not `nodejs18`.
package enum TokenShape {
  /// Whether `live` may be another run's value of `recorded`.
  ///
  /// Timestamps are no matter of shape: whether they may differ is told by ``TimestampPair``.
  /// - Parameter isName: whether both are part of a name, which lets shorter ones bind.
  static func areAlike(_ recorded: UnsafeRawBufferPointer, _ live: UnsafeRawBufferPointer, isName: Bool) -> Bool {
    // A word that both have before the generated part: `bucketa1b2c3` and `bucket9f8e7d`.
    let word = commonLetters(recorded, live)
    let left = UnsafeRawBufferPointer(rebasing: recorded[word...])
    let right = UnsafeRawBufferPointer(rebasing: live[word...])
    if isDigits(left), isDigits(right) { return areAlikeNumbers(left, right, behind: word, isName: isName) }
    if areAlikeHexadecimal(recorded, live) || word >= 3 && areAlikeHexadecimal(left, right) { return true }
    // A number is not another run's letters.
    guard recorded.count == live.count, recorded.count >= 6, !isDigits(recorded), !isDigits(live) else { return false }
    guard isName else {
      // Alone, or right behind a word, where no name tells that it is one, a token must look more random.
      let (one, other) = word >= 3 ? (left, right) : (recorded, live)
      return one.count >= 8 && differences(one, other) * 4 >= one.count * 3 && mayBeMixed(one) && mayBeMixed(other)
        && (looksMixed(one, turns: 3) || looksMixed(other, turns: 3))
    }
    // Two random strings differ nearly everywhere, two versions of one name do not.
    guard differences(recorded, live) * 5 >= recorded.count * 3 else { return false }
    // One of them must be beyond doubt; the other may happen to be letters only.
    return looksMixed(recorded) || looksMixed(live) || areRareTogether(recorded, live)
  }

  /// Whether two numbers may be one number of two runs, standing alone: identifiers, not counts or sizes.
  static func areAlikeNumbers(
    _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, behind word: Int = 0, isName: Bool
  ) -> Bool {
    guard !isRound(left), !isRound(right) else { return false }
    if left.count >= 9, right.count >= 9 { return true }
    // Right behind a word of letters short numbers are versions: `python39`.
    let least = word > 0 ? 5 : 4
    return isName && left.count >= least && right.count >= least && !isDate(left) && !isDate(right)
  }

  /// Whether a run of letters is no word: a quarter of its pairs are such as words hardly have.
  static func isRandom(_ letters: UnsafeRawBufferPointer) -> Bool {
    letters.count >= 8 && rarePairs(letters) * 4 >= letters.count && !letters.contains { ByteClass.isDigit($0) }
  }

  /// How many of the pairs of letters in a run are such as words hardly have.
  static func rarePairs(_ run: UnsafeRawBufferPointer) -> Int {
    var rare = 0
    for index in run.indices.dropFirst() {
      let (first, second) = ((run[index - 1] | 0x20) &- 0x61, (run[index] | 0x20) &- 0x61)
      if first < 26, second < 26, LetterPairs.rare[Int(first)] >> UInt32(second) & 1 == 1 { rare += 1 }
    }
    return rare
  }

  static func isHexadecimal(_ text: UnsafeRawBufferPointer) -> Bool {
    var hasUpper = false
    var hasLower = false
    for byte in text {
      guard ByteClass.isHexDigit(byte) else { return false }
      if byte >= 0x61 { hasLower = true } else if byte >= 0x41 { hasUpper = true }
    }
    return !(hasUpper && hasLower)
  }

  /// Two hexadecimal numbers of one length, of which one at least has digits and letters.
  private static func areAlikeHexadecimal(
    _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer
  ) -> Bool {
    guard left.count == right.count, left.count >= 6, isHexadecimal(left), isHexadecimal(right) else { return false }
    func isMixed(_ text: UnsafeRawBufferPointer) -> Bool {
      text.contains { ByteClass.isDigit($0) } && text.contains { !ByteClass.isDigit($0) }
    }
    return isMixed(left) || isMixed(right)
  }

  /// Letters and digits by turns, or letters that are no word.
  private static func looksMixed(_ text: UnsafeRawBufferPointer, turns least: Int = 2) -> Bool {
    var (turns, rare, start) = (0, 0, 0)
    for index in text.indices {
      let isDigit = ByteClass.isDigit(text[index])
      if index > 0, isDigit != ByteClass.isDigit(text[index - 1]) { turns += 1 }
      if isDigit || index + 1 == text.count {
        let letters = start..<(isDigit ? index : index + 1)
        if letters.count > 1 { rare += rarePairs(UnsafeRawBufferPointer(rebasing: text[letters])) }
        start = index + 1
      }
    }
    return turns >= least || turns > 0 && rare >= 2 || turns == 0 && isRandom(text)
  }

  /// Whether two short runs have too many pairs between them that words hardly have, and each has some.
  private static func areRareTogether(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    let (one, other) = (rarePairs(left), rarePairs(right))
    return one > 0 && other > 0 && (one + other) * 2 >= left.count + 2
  }

  /// Letters and digits, or letters that may be no word.
  private static func mayBeMixed(_ text: UnsafeRawBufferPointer) -> Bool {
    let digits = text.count { ByteClass.isDigit($0) }
    return digits > 0 ? digits < text.count : rarePairs(text) > 0
  }

  private static func differences(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    left.indices.count { left[$0] != right[$0] }
  }

  private static func commonLetters(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    var count = 0
    while count < min(left.count, right.count), left[count] == right[count], !ByteClass.isDigit(left[count]) {
      count += 1
    }
    return count
  }

  private static func isDigits(_ text: UnsafeRawBufferPointer) -> Bool {
    !text.isEmpty && text.allSatisfy { ByteClass.isDigit($0) }
  }

  /// Sizes and limits: thousands and multiples of 1024; among long numbers millions and multiples of 1024².
  private static func isRound(_ digits: UnsafeRawBufferPointer) -> Bool {
    let isLong = digits.count >= 9
    if digits.suffix(isLong ? 6 : 3).allSatisfy({ $0 == 0x30 }) { return true }
    return digits.count <= 18 && value(digits) & (isLong ? 1 << 20 - 1 : 1023) == 0
  }

  /// A year that a version may be called by, or a day as eight digits.
  private static func isDate(_ digits: UnsafeRawBufferPointer) -> Bool {
    switch digits.count {
    case 4: return (1990...2039).contains(value(digits))
    case 8:
      let day = value(digits)
      return (1990...2039).contains(day / 10_000) && (1...12).contains(day / 100 % 100) && (1...31).contains(day % 100)
    default: return false
    }
  }

  private static func value(_ digits: UnsafeRawBufferPointer) -> Int {
    digits.reduce(0) { $0 &* 10 &+ Int($1 & 15) }
  }
}
