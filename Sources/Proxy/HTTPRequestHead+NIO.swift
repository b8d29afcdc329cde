// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import NIOHTTP1

extension AWSProtocols.HTTPRequestHead {
  init(_ head: NIOHTTP1.HTTPRequestHead) {
    var fields: [HTTPField] = []
    fields.reserveCapacity(head.headers.count)
    for (name, value) in head.headers { fields.append(HTTPField(name, value)) }
    // The absolute form (RFC 9112 §3.2.2) names the host once more; what counts here is the path.
    var target = head.uri
    if !target.hasPrefix("/"), let scheme = target.firstRange(of: "://") {
      target = String(target[scheme.upperBound...].drop { $0 != "/" && $0 != "?" })
    }
    if !target.hasPrefix("/") { target = "/" + target }
    self.init(method: head.method.rawValue, target: target, fields: HTTPFields(fields))
  }
}
