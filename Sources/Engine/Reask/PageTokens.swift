// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// Where the tokens of pages stand in what an operation asks and answers.
struct PageTokens {
  /// The places in requests.
  let asked: [WirePlace]
  private let given: [[WirePlace]]

  init(_ operation: Operation?) {
    asked = operation?.pages.map(\.request) ?? []
    given = operation?.pages.map(\.response) ?? []
  }

  /// The tokens that a response gives, in the order of `asked`; nil for one that it lacks.
  func given(in response: HTTPResponse) -> [[UInt8]?] {
    guard !given.isEmpty, let document = response.answerDocument else { return given.map { _ in nil } }
    let root = PageTokens.output(document.root)
    return given.map { places in
      places.lazy.compactMap { PageTokens.text($0, in: root) }.first
    }
  }

  /// What the model's paths begin below: in XML the root element, with awsQuery the result in it.
  private static func output(_ root: DocumentValue) -> DocumentValue {
    guard root.count == 1, let only = root.members.first(where: { _ in true }), only.value.kind == .object else {
      return root
    }
    guard only.name.string?.hasSuffix("Response") == true else {
      return only.name.string?.hasSuffix("Result") == true ? only.value : root
    }
    return only.value.members.first { $0.name.string?.hasSuffix("Result") == true }?.value ?? only.value
  }

  private static func text(_ place: WirePlace, in root: DocumentValue) -> [UInt8]? {
    guard place.location == .body else { return nil }
    var value = root
    for step in place.path {
      let next = step == "-1" ? value.elements.reversed().first : value[step]
      guard let next else { return nil }
      value = next
    }
    guard value.kind == .string || value.kind == .number, !value.bytes.isEmpty else { return nil }
    return Array(value.bytes)
  }
}
