// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Redaction

/// A large body as it is kept and compared: without the coding that its client chose, and without secrets.
struct LargeBodyFilter: Sendable {
  private var decoder: AWSChunkedDecoder?
  private var mask: LargeBodyMask

  /// Whether the body comes in another coding than it is kept in.
  var isCoded: Bool { decoder != nil }
  /// The rules that have changed something.
  var changed: Set<RedactionRule> { mask.changed }

  /// - Parameter fields: of a request, whose body may be `aws-chunked`; nil for a response.
  init(_ mask: LargeBodyMask, requestFields fields: HTTPFields?) {
    self.mask = mask
    guard let fields else { return }
    if AWSChunked.mayBeUsed(fields) { decoder = AWSChunkedDecoder() }
  }

  /// What is done of the body after this part of it.
  mutating func take(_ part: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    if decoder == nil {
      part.withUnsafeBytes { mask.take($0) { out.append(contentsOf: $0) } }
    } else {
      var payload: [UInt8] = []
      part.withUnsafeBytes { decoder?.take($0) { payload.append(contentsOf: $0) } }
      payload.withUnsafeBytes { mask.take($0) { out.append(contentsOf: $0) } }
    }
    return out
  }

  /// The end of the body.
  mutating func finish() -> [UInt8] {
    var out: [UInt8] = []
    var rest: [UInt8] = []
    decoder?.finish { rest.append(contentsOf: $0) }
    rest.withUnsafeBytes { mask.take($0) { out.append(contentsOf: $0) } }
    mask.finish { out.append(contentsOf: $0) }
    return out
  }
}
