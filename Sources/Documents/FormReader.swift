// SPDX-License-Identifier: Apache-2.0

/// Reads forms (`application/x-www-form-urlencoded`) and query strings into a ``Document`` whose scalars are strings.
///
/// Members are sorted. Bytes that are no UTF-8 are kept as ``lossless(_:)`` says.
package enum FormReader {
  /// - Parameters:
  ///   - isFolded: whether names are paths, as AWS Query and EC2 Query write them: `Tag.1.Key=a&Tag.2.Key=b` is
  ///     `{"Tag":[{"Key":"a"},{"Key":"b"}]}`. Steps of digits are places in a list; gaps between them do not count. If
  ///     a name is both a value and a path, or a path too deep, no name is one.
  ///   - plusIsSpace: as in forms; some clients send query strings in which a plus is one.
  ///   - leavesOut: given a decoded name, whether its field is skipped.
  /// - Returns: an object. A name that stands several times has the list of its values, in their order.
  package static func read(
    _ text: ArraySlice<UInt8>, isFolded: Bool, plusIsSpace: Bool = true, limits: DocumentLimits = .standard,
    leavesOut: (ArraySlice<UInt8>) -> Bool = { _ in false }
  ) throws(DocumentError) -> Document {
    guard text.count <= limits.bytes else { throw DocumentError(.tooLarge, at: limits.bytes) }
    var fold = FormFold(isFolded: isFolded, limits: limits)
    try fold.parse(text, plusIsSpace: plusIsSpace, leavesOut)
    fold.sort()
    if let document = try fold.document() { return document }
    fold.isFolded = false
    return try fold.document() ?? .empty
  }
}

/// The fields of one form, and the tree that their names make.
private struct FormFold {
  /// One field; its name and value are ranges of `text`.
  private struct Field {
    var name: Range<Int>
    var value: Range<Int>
  }

  /// A container that is being written, whose fields share the beginning of their names.
  private struct Frame {
    /// Behind its last field.
    var end: Int
    /// The length of that beginning.
    var prefix: Int
    var isList: Bool
  }

  var isFolded: Bool
  private let limits: DocumentLimits
  private var text: [UInt8] = []
  private var fields: [Field] = []

  init(isFolded: Bool, limits: DocumentLimits) {
    self.isFolded = isFolded
    self.limits = limits
  }

  mutating func parse(
    _ input: ArraySlice<UInt8>, plusIsSpace: Bool, _ leavesOut: (ArraySlice<UInt8>) -> Bool
  ) throws(DocumentError) {
    text.reserveCapacity(input.count)
    var rest = input
    while !rest.isEmpty {
      let piece = rest.prefix { $0 != 0x26 }
      rest = rest[piece.endIndex...].dropFirst()
      if piece.isEmpty { continue }
      let name = piece.prefix { $0 != 0x3D }
      let decodedName = append(name, plusIsSpace)
      if leavesOut(text[decodedName]) {
        text.removeSubrange(decodedName)
        continue
      }
      // A name and a value are two values of the document.
      guard fields.count < limits.nodes / 2 else {
        throw DocumentError(.tooLarge, at: piece.startIndex - input.startIndex)
      }
      fields.append(Field(name: decodedName, value: append(piece[name.endIndex...].dropFirst(), plusIsSpace)))
    }
  }

  /// Appends a decoded piece to `text`.
  private mutating func append(_ piece: ArraySlice<UInt8>, _ plusIsSpace: Bool) -> Range<Int> {
    let start = text.count
    piece.withUnsafeBytes { appendPercentDecoded($0, plusIsSpace: plusIsSpace, to: &text) }
    if !text[start...].isUTF8 {
      let kept = lossless(Array(text[start...]))
      text.replaceSubrange(start..., with: kept)
    }
    return start..<text.count
  }

  /// Sorts by name, step by step: the fields below one step are neighbours then, and so are those of one name.
  mutating func sort() {
    let (fields, isFolded) = (fields, isFolded)
    let order = text.withUnsafeBytes { text in
      let names = FormNames(text: text, isFolded: isFolded)
      return fields.indices.sorted { left, right in
        let order = names.order(fields[left].name, fields[right].name)
        return order == 0 ? left < right : order < 0
      }
    }
    self.fields = order.map { fields[$0] }
  }

  /// The document, or nil where the names make no tree.
  func document() throws(DocumentError) -> Document? {
    var builder = DocumentBuilder(limits: limits)
    try builder.open(.object)
    var frames = [Frame(end: fields.count, prefix: 0, isList: false)]
    var at = 0
    while let frame = frames.last {
      if at == frame.end {
        builder.close()
        frames.removeLast()
        continue
      }
      let step = step(of: at, from: frame.prefix)
      var end = at + 1
      while end < frame.end, text[self.step(of: end, from: frame.prefix)] == text[step] { end += 1 }
      if !frame.isList { try builder.name(text[step]) }
      if step.upperBound == fields[at].name.upperBound {
        // The longest names of a step are its last.
        guard fields[end - 1].name.count == fields[at].name.count else { return nil }
        try write(at..<end, to: &builder)
        at = end
      } else {
        // A level is kept for the list that a repeated name makes.
        guard frames.count + 1 < limits.depth else { return nil }
        let prefix = frame.prefix + step.count + 1
        // Numbers stand before words: where the last is one, all are.
        let isList = FormNames.isIndex(text[self.step(of: end - 1, from: prefix)])
        try builder.open(isList ? .array : .object)
        frames.append(Frame(end: end, prefix: prefix, isList: isList))
      }
    }
    return builder.document()
  }

  private func write(_ places: Range<Int>, to builder: inout DocumentBuilder) throws(DocumentError) {
    if places.count > 1 { try builder.open(.array) }
    for place in places { try builder.string(text[fields[place].value]) }
    if places.count > 1 { builder.close() }
  }

  /// The step of a field's name that begins so many bytes behind the name's start.
  private func step(of place: Int, from prefix: Int) -> Range<Int> {
    let name = fields[place].name
    let start = name.lowerBound + prefix
    if !isFolded { return start..<name.upperBound }
    return start..<(text[start..<name.upperBound].firstIndex(of: 0x2E) ?? name.upperBound)
  }
}

/// The order of names that are paths.
private struct FormNames {
  let text: UnsafeRawBufferPointer
  let isFolded: Bool

  static func isIndex(_ step: some Collection<UInt8>) -> Bool {
    !step.isEmpty && step.allSatisfy { $0 &- 0x30 < 10 }
  }

  /// Below, equal or above 0 as `left` stands before, with or behind `right`.
  func order(_ left: Range<Int>, _ right: Range<Int>) -> Int {
    var (left, right) = (left, right)
    while true {
      let (one, other) = (step(left), step(right))
      let order = stepOrder(one, other)
      if order != 0 { return order }
      if one.count == left.count || other.count == right.count { return left.count - right.count }
      left = one.upperBound + 1..<left.upperBound
      right = other.upperBound + 1..<right.upperBound
    }
  }

  private func step(_ name: Range<Int>) -> Range<Int> {
    if !isFolded { return name }
    var end = name.lowerBound
    while end < name.upperBound, text[end] != 0x2E { end += 1 }
    return name.lowerBound..<end
  }

  /// Numbers before words, and by their value.
  private func stepOrder(_ left: Range<Int>, _ right: Range<Int>) -> Int {
    guard isFolded else { return byteOrder(left, right) }
    switch (Self.isIndex(text[left]), Self.isIndex(text[right])) {
    case (true, true):
      let (one, other) = (withoutZeros(left), withoutZeros(right))
      if one.count != other.count { return one.count - other.count }
      let order = byteOrder(one, other)
      return order == 0 ? left.count - right.count : order
    case (true, false): return -1
    case (false, true): return 1
    case (false, false): return byteOrder(left, right)
    }
  }

  private func withoutZeros(_ step: Range<Int>) -> Range<Int> {
    var start = step.lowerBound
    while start < step.upperBound, text[start] == 0x30 { start += 1 }
    return start..<step.upperBound
  }

  private func byteOrder(_ left: Range<Int>, _ right: Range<Int>) -> Int {
    for (one, other) in zip(left, right) where text[one] != text[other] { return text[one] < text[other] ? -1 : 1 }
    return left.count - right.count
  }
}
