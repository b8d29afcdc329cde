// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Where a page of a list begins and how long it is.
///
/// A token names the last resource that was shown by its number, not by its place: what is made or deleted between two
/// pages makes none of the others appear twice or get lost.
struct Pagination {
  /// The length of a page where the request does not say, or says 0.
  static let defaultLimit = 100

  private let limit: Int
  private let after: Int
  private let scope: String

  /// Reads `MaxResults` and `NextToken`. A token is only good for a request of the same account, region, operation and filters.
  init(_ call: Call, filters: [String] = []) throws(ServiceError) {
    scope = ([call.account, call.region, call.operation] + filters).joined(separator: "\u{0}")
    let wanted = call.input["MaxResults"]?.int ?? 0
    limit = wanted == 0 ? Self.defaultLimit : wanted
    guard let token = call.input["NextToken"]?.string else {
      after = 0
      return
    }
    guard let sequence = Int(token.prefix(16), radix: 16), Self.token(sequence, scope) == token else {
      throw call.invalid("The NextToken is not one of this request's.")
    }
    after = sequence
  }

  /// The places of a page's resources among `items`, which stand in the order of creation, and the token of the next
  /// page where there is one.
  func page<Item: Listed>(
    of items: [Item], where isWanted: (Item) -> Bool = { _ in true }
  ) -> (indices: [Int], nextToken: String?) {
    var indices: [Int] = []
    for (index, item) in items.enumerated() where item.sequence > after && isWanted(item) {
      if indices.count == limit, let last = indices.last {
        return (indices, Self.token(items[last].sequence, scope))
      }
      indices.append(index)
    }
    return (indices, nil)
  }

  private static func token(_ sequence: Int, _ scope: String) -> String {
    let place = UInt64(sequence.magnitude).hex
    return place + FNV1a.hash("\(place)\u{0}\(scope)".utf8).hex
  }
}
