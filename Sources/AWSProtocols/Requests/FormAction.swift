// SPDX-License-Identifier: Apache-2.0

/// The `Action` and `Version` of awsQuery and ec2Query, in the body or, with GET, in the query.
struct FormAction {
  let operation: String
  private let version: String?

  /// - Parameter candidates: who may be asked; where all of them are REST services, a query string is no form.
  init?(_ head: HTTPRequestHead, _ body: ArraySlice<UInt8>, _ candidates: [Service]) {
    let isForm = MediaType(head.fields["Content-Type"]) == .form && !body.isEmpty
    guard isForm || candidates.isEmpty || !candidates.allSatisfy(\.isREST) else { return nil }
    let fields = isForm ? FormField.parse(body, plusIsSpace: true) : head.query.map(FormAction.fields) ?? []
    func value(_ name: String) -> String? {
      fields.first { $0.name.elementsEqual(name.utf8) && !$0.value.isEmpty }
        .map { String(decoding: $0.value, as: UTF8.self) }
    }
    guard let action = value("Action") else { return nil }
    operation = action
    version = value("Version")
  }

  private static func fields(_ query: Substring) -> [FormField] {
    FormField.parse(query.utf8, plusIsSpace: true)
  }

  /// Of several services the one that has the operation, in that version if one has it (`elb` and `elbv2`).
  func service(_ candidates: [Service]) -> Service? {
    let having = candidates.filter { $0.operation(named: operation) != nil }
    return having.first { $0.apiVersion == version } ?? having.first ?? candidates.first
  }
}
