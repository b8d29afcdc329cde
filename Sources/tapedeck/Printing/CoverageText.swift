// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Drift

/// What cassettes hold of services, for people and for programs.
enum CoverageText {
  /// So many names of what is lacking are told to people.
  private static let mostNames = 12

  static func text(_ check: ModelCheck) -> String {
    let services = check.coverage
    if services.isEmpty { return "no exchange with a service that tapedeck has a model of" }
    return services.map { service in
      let others = service.calledAs.filter { $0 != service.service }
      let name =
        others.isEmpty
        ? service.service : "\(service.service) (called as \(service.calledAs.joined(separator: " and ")))"
      return """
        \(name): \(SummaryText.plural(service.exchanges, "exchange", "exchanges"))
          operations  \(part(service.operations))
          errors      \(part(service.errors))
        """
    }.joined(separator: "\n")
  }

  private static func part(_ part: ServiceCoverage.Part) -> String {
    if part.count == 0 { return "none in the model" }
    let share = "\(part.held.count) of \(part.count)"
    if part.lacking.isEmpty { return share }
    let names = part.lacking.prefix(mostNames).joined(separator: ", ")
    let rest = part.lacking.count - mostNames
    return "\(share); lacking: \(names)\(rest > 0 ? " and \(rest) more (--json has all)" : "")"
  }

  static func json(_ check: ModelCheck, _ cassettes: [String]) -> String {
    var writer = JSONWriter()
    writer.object { json in
      json.member("tapedeck", "coverage/1")
      json.member("cassettes", array: { list in cassettes.forEach { list.string($0) } })
      json.member("unmodelled", check.unmodelled)
      json.member("services", objects: check.coverage) { service, item in
        item.member("service", service.service)
        item.member("calledAs", array: { list in service.calledAs.forEach { list.string($0) } })
        item.member("exchanges", service.exchanges)
        item.member("operations", object: { part(service.operations, &$0) })
        item.member("errors", object: { part(service.errors, &$0) })
      }
    }
    return writer.text
  }

  private static func part(_ part: ServiceCoverage.Part, _ json: inout JSONWriter) {
    json.member("held", array: { list in part.held.forEach { list.string($0) } })
    json.member("lacking", array: { list in part.lacking.forEach { list.string($0) } })
  }
}
