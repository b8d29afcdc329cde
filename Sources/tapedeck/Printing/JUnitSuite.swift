// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// A JUnit test suite, with all that Ant's schema asks for, in its order.
struct JUnitSuite {
  /// One test; it passed where it has no flaw.
  struct Case {
    enum Flaw: String { case failure, error }

    var name: String
    var classname: String
    /// Seconds, as a decimal.
    var time = "0"
    var flaw: Flaw?
    var type = ""
    var message = ""
    var text = ""
  }

  var name: String
  var startedAt: Timestamp
  /// Seconds, as a decimal.
  var time = "0"
  var properties: [(String, String)]
  var cases: [Case]
  /// What stands in `system-out`.
  var output: String

  func render() -> String {
    var xml = XMLText()
    let suite: [(String, String)] = [
      ("name", name),
      // The schema's moment has neither fraction nor zone.
      ("timestamp", startedAt.dateAndTime), ("hostname", "localhost"),
      ("tests", "\(cases.count)"), ("failures", "\(cases.count { $0.flaw == .failure })"),
      ("errors", "\(cases.count { $0.flaw == .error })"), ("time", time),
    ]
    xml.element("testsuite", suite) { xml in
      xml.element("properties") { xml in
        for (name, value) in properties { xml.element("property", [("name", name), ("value", value)]) }
      }
      for item in cases {
        let attributes = [("name", item.name), ("classname", item.classname), ("time", item.time)]
        xml.element("testcase", attributes) { xml in
          guard let flaw = item.flaw else { return }
          xml.element(flaw.rawValue, [("message", item.message), ("type", item.type)]) { $0.text(item.text) }
        }
      }
      xml.element("system-out") { $0.text(output) }
      xml.element("system-err")
    }
    return xml.text
  }
}
