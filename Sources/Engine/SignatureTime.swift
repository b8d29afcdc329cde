// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// When a request was signed, and for how long.
struct SignatureTime {
  /// A week (Amazon S3, "Authenticating Requests: Using Query Parameters").
  private static let longest: Int64 = 604_800

  let made: Timestamp
  /// `20261122`
  let day: String
  /// In seconds; nil where the request is to be sent at once.
  let expires: Int64?

  /// Nil where the request has no such date, or one that cannot be read.
  init?(_ head: HTTPRequestHead, _ scope: SignatureScope) {
    var stamp = head.fields["X-Amz-Date"]
    var expires: Int64?
    if scope.place == .query {
      var values: [String: String] = [:]
      for field in FormField.parse((head.query ?? "").utf8, plusIsSpace: false) {
        values[String(decoding: field.name, as: UTF8.self)] = String(decoding: field.value, as: UTF8.self)
      }
      stamp = values["X-Amz-Date"]
      guard let seconds = values["X-Amz-Expires"].flatMap({ Int64($0) }), (0...SignatureTime.longest).contains(seconds)
      else { return nil }
      expires = seconds
    }
    guard let stamp, let made = SignatureTime.parse(stamp) else { return nil }
    self.made = made
    self.expires = expires
    day = String(stamp.prefix(8))
  }

  /// Reads `20261122T090807Z`.
  private static func parse(_ text: String) -> Timestamp? {
    var bytes = Array(text.utf8)
    guard bytes.count == 16, bytes.removeLast() == UInt8(ascii: "Z") else { return nil }
    for (place, mark) in [(4, "-"), (7, "-"), (13, ":"), (16, ":")] { bytes.insert(contentsOf: mark.utf8, at: place) }
    return Timestamp(dateAndTime: bytes[...])
  }
}
