// SPDX-License-Identifier: Apache-2.0

/// Fields that belong to one connection, not to the message (RFC 9110 §7.6.1).
package enum HopByHop {
  package static func isHopByHop(_ name: String) -> Bool {
    func isOne(_ one: String, _ other: String = "") -> Bool {
      name.equalsIgnoringASCIICase(one) || name.equalsIgnoringASCIICase(other)
    }
    // Each field of each message is asked for, and as a rule its length says no.
    return switch name.utf8.count {
    case 2: isOne("te")
    case 7: isOne("trailer", "upgrade")
    case 10: isOne("connection", "keep-alive")
    case 14: isOne("http2-settings")
    case 16: isOne("proxy-connection")
    case 17: isOne("transfer-encoding")
    case 18: isOne("proxy-authenticate")
    case 19: isOne("proxy-authorization")
    default: false
    }
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
