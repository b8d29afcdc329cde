// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// What of the texts of one recording is of that recording alone: generated tokens, its regions, and whatever words its
/// client sent that the other recording has nowhere.
struct TextNormaliser {
  private var own = LiteralTable<Bool>()
  private var ownShort: Set<[UInt8]> = []

  /// What stands in a normal form where a text of the recording's own stood.
  static let mark: UInt8 = 0x07

  /// - Parameters:
  ///   - regions: those that requests were signed for.
  ///   - words: texts that only this recording has.
  ///   - names: words that mean the same in both recordings: a service's two names.
  init(regions: Set<String>, words: some Sequence<[UInt8]>, names: [String]) {
    // The letter of a zone and the short form of a region say no more than the region.
    for region in regions { own.insert(Array(region.utf8), true, isWord: false) }
    for name in names { own.insert(Array(name.utf8), false, isWord: true) }
    for word in words {
      if word.count >= 4 { own.insert(word, false, isWord: true) } else { ownShort.insert(word) }
    }
  }

  /// Appends the normal form of a text: equal for two texts of two recordings that differ in what is their own.
  /// - Parameter unit: called with each piece that was left out, in order.
  func normalise(
    _ text: UnsafeRawBufferPointer, to normal: inout [UInt8], unit: (UnsafeRawBufferPointer) -> Void = { _ in }
  ) {
    if text.count < 4, !ownShort.isEmpty, ownShort.contains(Array(text)) {
      unit(text)
      normal.append(TextNormaliser.mark)
      return
    }
    var copied = 0
    func copy(to end: Int) {
      guard end > copied else { return }
      let part = UnsafeRawBufferPointer(rebasing: text[copied..<end])
      TextForm.appendSkeleton(part, to: &normal)
      // Two times may be one in one recording and two in another.
      Renaming.tokens(of: part) { token in if !TextFormat.isMoment(token) { unit(token) } }
    }
    for hit in own.hits(in: text) {
      guard hit.range.lowerBound >= copied else { continue }
      copy(to: hit.range.lowerBound)
      copied = hit.range.upperBound
      if hit.payload {
        // The zones of a region: `eu-west-1a`.
        let isZone =
          copied < text.count && text[copied] &- 0x61 < 26
          && (copied + 1 == text.count || text[copied + 1] &- 0x61 >= 26)
        if isZone { copied += 1 }
      } else {
        unit(UnsafeRawBufferPointer(rebasing: text[hit.range]))
      }
      normal.append(TextNormaliser.mark)
    }
    copy(to: text.count)
  }

  /// The same for a number: long ones are ids, accounts and times.
  static func isOwn(number lexeme: UnsafeRawBufferPointer) -> Bool {
    TextForm.skeleton.number(lexeme) != nil
  }
}
