// SPDX-License-Identifier: Apache-2.0

/// What a project wants taken out beyond the lists that are always in force. Whole names, in any case.
package struct RedactionRules: Hashable, Sendable {
  /// Members of JSON, fields of forms and elements of XML whose value is masked.
  package var names: [String]
  /// Headers that are left out, of requests and of responses.
  package var headers: [String]

  package static let none = RedactionRules()

  package init(names: [String] = [], headers: [String] = []) {
    self.names = names
    self.headers = headers
  }
}
