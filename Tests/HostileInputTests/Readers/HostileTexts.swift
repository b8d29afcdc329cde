// SPDX-License-Identifier: Apache-2.0

import Documents

@testable import AWSProtocols

/// Words of all kinds: what is looked up, and what is read out of one.
enum HostileTexts {
  static func base64(_ input: [UInt8]) throws {
    try promise(Base64.decode(Base64.encode(input)) == input, "encoded and decoded it is another")
    if let bytes = Base64.decode(input) {
      try promise(Base64.decode(Base64.encode(bytes)) == bytes, "decoded and encoded it is another")
    }
    for alphabet in [Base64.Alphabet.standard, .any] { _ = input.withUnsafeBytes { Base64.decode($0, alphabet) } }
  }

  /// Escapes and generated tokens.
  static func texts(_ input: [UInt8]) throws {
    let decoded = PercentEncoding.decode(input)
    try promise(PercentEncoding.decode(PercentEncoding.encode(decoded).utf8) == decoded, "escapes do not come back")
    let once = PercentEncoding.normalised(target: input.text)
    try promise(PercentEncoding.normalised(target: once) == once, "\(once) is no normal form")
    var skeleton: [UInt8] = []
    input.withUnsafeBytes { TextForm.appendSkeleton($0, to: &skeleton) }
    // A renaming there and back.
    let halves = input.split(separator: 0x0A, maxSplits: 1).map { Array($0) }
    guard halves.count == 2 else { return }
    var renaming = Renaming()
    guard renaming.bind(Renaming.Pair(recorded: halves[0], live: halves[1])) else { return }
    _ = input.withUnsafeBytes { renaming.rewritten($0, .toLive) }
    _ = input.withUnsafeBytes { renaming.rewritten($0, .toRecorded) }
  }

  /// Any word where a name of the service index is expected.
  static func index(_ input: [UInt8]) throws {
    let index = ServiceIndex.standard
    let words = input.text.split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false)
    guard words.count == 4 else { return }
    _ = index.services(targetPrefix: words[0])
    _ = index.services(signingName: words[0])
    _ = index.match(host: words[0])
    _ = ServiceRenames.oldNames(of: String(words[0]))
    _ = input.withUnsafeBytes { ServiceRenames.rewritten($0, from: "codestar-connections", to: "codeconnections") }
    guard let service = index.service(named: words[1]) ?? index.services.dropFirst(input.count % 300).first else {
      return
    }
    let name = Array(words[3].utf8)
    for operation in [service.operation(named: words[2]), service.operations.dropFirst(input.count % 17).first] {
      guard let operation else { continue }
      for dialect in Dialect.allCases {
        for place in [service.answer(of: operation, in: dialect), service.request(of: operation, in: dialect)] {
          guard let place else { continue }
          try walk(place, name)
        }
      }
      _ = (service.answerHeaders(of: operation), service.pagination(of: operation))
    }
  }

  private static func walk(_ start: ModelCursor, _ name: [UInt8]) throws {
    var place = start
    for _ in 0..<8 {
      _ = (place.kind, place.timestampFormat, place.isText, place.enumeration)
      _ = place.allows(enumerationValue: name)
      guard let next = place.member(name)?.place ?? place.element else { return }
      place = next
    }
  }

  static func timestamp(_ input: [UInt8]) throws {
    if let time = Timestamp(rfc3339: input.text) {
      try promise(Timestamp(rfc3339: time.rfc3339) == time, "\(time.rfc3339) is another time than \(input.text)")
    }
    if let time = Timestamp(httpDate: input.text) {
      try promise(Timestamp(httpDate: time.httpDate) == time, "\(time.httpDate) is another time than \(input.text)")
    }
    _ = Timestamp(dateAndTime: input[...])
    guard input.count == 8 else { return }
    let time = Timestamp(milliseconds: input.reduce(0) { $0 << 8 | Int64($1) })
    _ = (time.rfc3339, time.basic, time.httpDate)
  }
}
