// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// What an element of a list says of itself, by which it is known again in another list.
struct ElementFacts {
  struct Fact: Hashable {
    /// The names above it, and the key of a tag for its name.
    let place: String
    let text: [UInt8]
  }

  /// How much a fact says of which element it is.
  enum Weight: Int {
    /// A word that several may share.
    case word = 1
    case name = 100
    /// Its own, or that of something that belongs to it.
    case id = 101

    init(_ place: String) {
      let place = place.asciiLowercased
      func ends(_ words: [String]) -> Bool { words.contains { place.hasSuffix($0) } }
      self = ends(["id", "arn", "url", "identifier"]) ? .id : ends(Weight.names) ? .name : .word
    }

    private static let names = ["name", "key", "alias", "title", "path", "label"]
  }

  private(set) var facts: Set<Fact> = []
  /// So many at most, and so deep.
  private static let most = 64
  private static let deepest = 4

  /// - Parameter values: writes recorded texts as live ones, as far as they are known; nil for live elements.
  init(_ element: DocumentValue, _ values: LiveValues?) {
    add(element, "", 0, values)
  }

  private mutating func add(_ value: DocumentValue, _ place: String, _ depth: Int, _ values: LiveValues?) {
    guard facts.count < ElementFacts.most, depth <= ElementFacts.deepest else { return }
    switch value.kind {
    case .object:
      for member in value.members { add(member.value, "\(place)/\(member.name.string ?? "")", depth + 1, values) }
    case .array:
      for element in value.elements {
        if let tag = ElementFacts.tag(element) {
          add(tag.value, "\(place)/\(tag.key)", depth + 1, values)
        } else {
          add(element, place, depth + 1, values)
        }
      }
    case .string:
      let text = Array(value.bytes)
      let live = values.map { $0.live(text) } ?? (text: text, unknown: [])
      // A time says nothing of who it is, and an alias that is not known is in no live list.
      if !text.isEmpty, live.unknown.isEmpty, !ElementFacts.isTime(text) {
        facts.insert(Fact(place: place, text: live.text))
      }
    default: break
    }
  }

  /// Key and value of a tag, which is written as an object.
  private static func tag(_ value: DocumentValue) -> (key: String, value: DocumentValue)? {
    guard value.kind == .object, value.count == 2, let key = (value["Key"] ?? value["key"])?.string,
      let tagged = value["Value"] ?? value["value"]
    else { return nil }
    return (key, tagged)
  }

  private static func isTime(_ text: [UInt8]) -> Bool {
    text.count >= 10 && text.prefix(4).allSatisfy { $0 &- 0x30 < 10 } && text[4] == 0x2D && text[7] == 0x2D
  }
}
