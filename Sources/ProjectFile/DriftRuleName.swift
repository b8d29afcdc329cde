// SPDX-License-Identifier: Apache-2.0

internal import Drift

/// Checks how a user names rules of drift.
package enum DriftRuleName {
  /// What is wrong with the id of a rule, or the pattern of some; nil where it names one at least.
  package static func flaw(_ typed: String) -> String? {
    if DriftRule.all.contains(where: { $0.fits(typed) }) { return nil }
    let ids = DriftRule.all.map(\.id)
    let groups = Set(ids.compactMap { id in id.firstIndex(of: ".").map { "\(id[..<$0]).*" } }).sorted()
    let hint =
      NearestName.of(typed, among: ids + groups).map { "did you mean '\($0)'?" }
      ?? "'tapedeck drift-rules' prints them all"
    return "there is no rule '\(typed)'; \(hint)"
  }
}
