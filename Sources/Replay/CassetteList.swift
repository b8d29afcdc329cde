// SPDX-License-Identifier: Apache-2.0

package import CassetteFormat

/// The cassettes that a tape is made of, one behind the other. Each keeps its own text.
package struct CassetteList: Sendable {
  package struct Member: Sendable {
    /// What it is called in messages: its path as it was given.
    let name: String
    let text: CassetteText

    package init(name: String, text: CassetteText) {
      self.name = name
      self.text = text
    }
  }

  let members: [Member]
  /// For each the place of its first exchange; one more says where the last ends.
  private let starts: [Int]

  package init(_ members: [Member]) {
    self.members = members
    starts = members.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.text.count) }
  }

  /// How many exchanges they hold.
  package var count: Int { starts.last ?? 0 }

  /// The cassette of an exchange, as an index into `members`. There are few, and mostly one.
  func member(of place: Int) -> Int {
    var index = 0
    while index + 2 < starts.count, starts[index + 1] <= place { index += 1 }
    return index
  }

  /// How long their texts are, in bytes, without the pieces of large bodies.
  var textLength: Int { members.reduce(0) { $0 + $1.text.length } }

  func view(_ place: Int) throws(CassetteError) -> ExchangeView {
    let index = member(of: place)
    return try members[index].text.view(place - starts[index])
  }

  /// The large bodies of an exchange.
  func bodies(_ place: Int) throws(CassetteError) -> CassetteText.Bodies {
    let index = member(of: place)
    let text = members[index].text
    return try text.bodies(of: place - starts[index], text.view(place - starts[index]))
  }

  /// An exchange as messages name it.
  func name(of place: Int) -> ExchangeName {
    let index = member(of: place)
    return ExchangeName(number: place - starts[index] + 1, cassette: members.count > 1 ? members[index].name : nil)
  }
}

/// An exchange as messages name it.
package struct ExchangeName: Hashable, Sendable, CustomStringConvertible {
  /// Counted from 1 in its cassette, as `tapedeck show` does.
  package var number: Int
  /// Nil where the tape has one cassette only.
  package var cassette: String?

  package init(number: Int, cassette: String? = nil) {
    self.number = number
    self.cassette = cassette
  }

  /// `3`, or `3 of b.cassette`.
  package var label: String { "\(number)" + (cassette.map { " of \($0)" } ?? "") }
  package var description: String { "exchange \(label)" }
}

/// A cassette of a tape cannot be read.
package struct TapeError: Error, Sendable {
  /// The name of the cassette.
  package let cassette: String
  package let error: CassetteError
}
