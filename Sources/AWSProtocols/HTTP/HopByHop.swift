// SPDX-License-Identifier: Apache-2.0

/// Fields that belong to one connection, not to the message (RFC 9110 §7.6.1).
package enum HopByHop {
  private static let names = [
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
    "transfer-encoding", "upgrade", "http2-settings",
  ]

  package static func isHopByHop(_ name: String) -> Bool {
    names.contains { name.equalsIgnoringASCIICase($0) }
  }

  /// Hop-by-hop fields and `Date`, which is always now.
  package static func isConnectionOrMoment(_ name: String) -> Bool {
    name.equalsIgnoringASCIICase("date") || isHopByHop(name)
  }

  /// The fields without hop-by-hop ones and without those that `Connection` names.
  package static func removed(from fields: HTTPFields) -> HTTPFields {
    let named: [String] = fields.all("Connection").flatMap { (value: String) -> [String] in
      value.split { $0 == "," || $0 == " " }.map(String.init)
    }
    return HTTPFields(
      fields.list.filter { field in !isHopByHop(field.name) && !named.contains { field.isNamed($0) } })
  }
}
