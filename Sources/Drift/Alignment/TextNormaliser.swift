// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// What of the texts of one recording is of that recording alone: generated tokens, its regions, and whatever words its
/// client sent that the other recording has nowhere.
struct TextNormaliser {
  private let words: OwnWords
  /// Regions, true, and other texts that are found whatever stands beside them.
  private var fixed = LiteralTable<Bool>()

  /// What stands in a normal form where a text of the recording's own stood.
  static let mark: UInt8 = 0x07

  /// - Parameters:
  ///   - regions: those that requests were signed for.
  ///   - words: names that only this recording has.
  ///   - others: hosts, and words that mean the same in both recordings: a service's two names.
  init(regions: Set<String>, words: some Sequence<[UInt8]>, others: [String]) {
    // The letter of a zone says no more than the region.
    for region in regions { fixed.insert(Array(region.utf8), true, isWord: false) }
    for text in others { fixed.insert(Array(text.utf8), false, isWord: true) }
    self.words = OwnWords(words)
  }

  /// Appends the normal form of a text: equal for two texts of two recordings that differ in what is their own.
  /// - Parameter unit: called with each piece that was left out, in order.
  func normalise(
    _ text: UnsafeRawBufferPointer, to normal: inout [UInt8], unit: (UnsafeRawBufferPointer) -> Void = { _ in }
  ) {
    var copied = 0
    func copy(to end: Int) {
      guard end > copied else { return }
      let part = UnsafeRawBufferPointer(rebasing: text[copied..<end])
      TextForm.appendSkeleton(part, to: &normal)
      // Two times may be one in one recording and two in another.
      Renaming.tokens(of: part) { token in if !TextFormat.isMoment(token) { unit(token) } }
    }
    for hit in hits(in: text) where hit.range.lowerBound >= copied {
      copy(to: hit.range.lowerBound)
      copied = hit.range.upperBound
      if !hit.isRegion { unit(UnsafeRawBufferPointer(rebasing: text[hit.range])) }
      normal.append(TextNormaliser.mark)
    }
    copy(to: text.count)
  }

  /// What is of the recording alone, in order; of two that overlap the first counts.
  private func hits(in text: UnsafeRawBufferPointer) -> [(range: Range<Int>, isRegion: Bool)] {
    let names = words.hits(in: text)
    let others = fixed.hits(in: text)
    if others.isEmpty { return names.map { ($0, false) } }
    let found = others.map { hit in
      let end = hit.range.upperBound
      // The zones of a region: `eu-west-1a`.
      let isZone =
        hit.payload && end < text.count && text[end] &- 0x61 < 26
        && (end + 1 == text.count || text[end + 1] &- 0x61 >= 26)
      return (hit.range.lowerBound..<(isZone ? end + 1 : end), hit.payload)
    }
    return (found + names.map { ($0, false) }).sorted { $0.0.lowerBound < $1.0.lowerBound }
  }

  /// A normal form in words that are the same in every recording.
  static func words(_ normal: [UInt8]) -> String {
    String(decoding: normal.map { $0 < 0x08 ? UInt8(ascii: "*") : $0 }, as: UTF8.self)
  }

  /// The same for a number: long ones are ids, accounts and times.
  static func isOwn(number lexeme: UnsafeRawBufferPointer) -> Bool {
    TextForm.skeleton.number(lexeme) != nil
  }
}
