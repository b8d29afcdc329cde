// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Why an admin call was not carried out.
struct AdminError: Error, Equatable {
  /// The HTTP status of the answer.
  enum Code: Int {
    case malformed = 400
    case unknownAction = 404
    case notPost = 405
    /// The state does not allow it, or has no such resource.
    case refused = 409
    case tooLarge = 413
    case notJSON = 415
  }

  let code: Code
  let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  init(_ error: ServiceError) {
    self.init(.refused, error.message)
  }

  var body: [UInt8] {
    var writer = JSONWriter()
    writer.object { $0.member("error", message) }
    return writer.bytes
  }
}
