// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFormat
internal import Drift

/// Cassettes read beside the service models.
enum ModelVerification {
  /// Reads cassettes as one session, each of them into memory and out of it again.
  static func check(_ paths: [String], rules: MatchRules) throws -> ModelCheck {
    let context = CanonicalContext(rules: rules, inflate: CompressedBodies.compared)
    if let twice = paths.enumerated().first(where: { paths[..<$0.offset].contains($0.element) }) {
      throw Failure(ExitStatus.usage, "\(twice.element) is given twice")
    }
    var check = ModelCheck(context: context)
    defer { Terminal.progress("") }
    for path in paths {
      Terminal.progress("verifying \(path)")
      let text = try Cassettes.load(path, keeping: Cassettes.inOrder)
      do throws(CassetteError) {
        try check.add(text, named: path)
      } catch {
        throw Failure(ExitStatus.cassette, Cassettes.message(error, path))
      }
    }
    if check.unmodelled > 0 {
      let many = SummaryText.plural(check.unmodelled, "exchange is", "exchanges are")
      Terminal.note("\(many) with no service that tapedeck has a model of, and not checked")
    }
    return check
  }
}
