// SPDX-License-Identifier: Apache-2.0

package import Documents

/// The code of an error response, without what protocols put round it (Smithy, "Operation error serialization").
package enum ErrorCode {
  /// The code in `x-amzn-ErrorType`, `__type` or `code`: without name space and without what follows a colon.
  package static func of(_ fields: HTTPFields, body: Document?) -> String? {
    let raw = fields["x-amzn-ErrorType"] ?? body?.root["__type"]?.string ?? body?.root["code"]?.string
    guard let raw else { return nil }
    let word = raw.prefix { $0 != ":" }
    return word.split(separator: "#").last.map(String.init)
  }
}
