// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// A document without what is of its recording alone: what two messages of two recordings have in common.
struct Frame {
  /// A piece of text that another recording has otherwise, and where.
  struct Occurrence {
    var unit: Int
    var place: UInt64
  }

  /// The sum over all places and what is there.
  private(set) var hash: UInt64 = 0
  /// The sum over all places.
  private(set) var structure: UInt64 = 0
  private(set) var occurrences: [Occurrence] = []

  /// - Parameters:
  ///   - unsaid: places that do not count.
  ///   - places: the only places that count; nil for all.
  init(
    _ value: DocumentValue, unsaid: CanonicalPaths? = nil, places: Set<UInt64>? = nil, _ normaliser: TextNormaliser,
    _ units: inout Units
  ) {
    walk(value, 0, unsaid, places, normaliser, &units)
  }

  private mutating func walk(
    _ value: DocumentValue, _ place: UInt64, _ unsaid: CanonicalPaths?, _ places: Set<UInt64>?,
    _ normaliser: TextNormaliser, _ units: inout Units
  ) {
    if let unsaid, unsaid.isOmitted || unsaid.isPlaceholder { return }
    if let places, place != 0, !places.contains(place) { return }
    switch value.kind {
    case .null: return
    case .object:
      for member in value.members {
        let below = Frame.place(place, member.name)
        walk(
          member.value, below, unsaid.flatMap { paths in member.name.withBytes { paths.member($0) } }, places,
          normaliser, &units)
      }
    case .array:
      let below = Frame.element(place)
      for (index, element) in value.elements.enumerated() {
        walk(element, below, unsaid?.element(index), places, normaliser, &units)
      }
    case .string:
      var normal: [UInt8] = []
      value.withBytes { text in
        normaliser.normalise(text, to: &normal) { occurrences.append(Occurrence(unit: units.id($0), place: place)) }
      }
      note(place, normal.withUnsafeBytes { Mix.bytes($0) })
    case .number:
      value.withBytes { lexeme in
        if TextNormaliser.isOwn(number: lexeme) {
          if TextFormat(number: lexeme) == .number {
            occurrences.append(Occurrence(unit: units.id(lexeme), place: place))
          }
          note(place, 1)
        } else {
          note(place, Mix.bytes(lexeme))
        }
      }
    case .true: note(place, 2)
    case .false: note(place, 3)
    }
  }

  private mutating func note(_ place: UInt64, _ value: UInt64) {
    hash &+= Mix.pair(place, value)
    structure &+= Mix.spread(place)
  }

  /// The place of a member; names that are generated are one name.
  static func place(_ parent: UInt64, _ name: DocumentValue) -> UInt64 {
    var skeleton: [UInt8] = []
    name.withBytes { TextForm.appendSkeleton($0, to: &skeleton) }
    return Mix.pair(parent, skeleton.withUnsafeBytes { Mix.bytes($0) })
  }

  /// The place of any element of a list.
  static func element(_ parent: UInt64) -> UInt64 { Mix.pair(parent, 4) }

  /// All places of a document.
  static func places(of value: DocumentValue, _ place: UInt64 = 0, into places: inout Set<UInt64>) {
    places.insert(place)
    for member in value.members { Self.places(of: member.value, Frame.place(place, member.name), into: &places) }
    let below = Frame.element(place)
    for element in value.elements { Self.places(of: element, below, into: &places) }
  }
}

/// The pieces of text of one recording that may be others in another, each with a number.
struct Units {
  private var ids: [UInt64: Int] = [:]
  /// Hashes of the texts, by number.
  private(set) var hashes: [UInt64] = []

  var count: Int { hashes.count }

  mutating func id(_ text: UnsafeRawBufferPointer) -> Int {
    let hash = Mix.bytes(text)
    if let id = ids[hash] { return id }
    ids[hash] = hashes.count
    hashes.append(hash)
    return hashes.count - 1
  }

  func contains(hash: UInt64) -> Bool { ids[hash] != nil }
}
