// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents
internal import Engine
internal import Replay

/// A run for programs: one line of JSON, described in docs/reports.md.
enum ReportJSON {
  static func render(_ report: RunReport) -> String {
    var writer = JSONWriter()
    writer.object { json in
      json.member("tapedeck", "report/1")
      json.member("tool", "tapedeck \(toolVersion)")
      json.member("mode", report.mode.rawValue)
      json.member("cassette", report.title)
      json.member("cassettes", array: { list in report.cassettes.forEach { list.string($0) } })
      json.member("fallback", optional: report.fallback)
      json.member("verdict", report.verdict.rawValue)
      json.member("exitCode", report.exitStatus)
      json.member("error", optional: report.failure)
      json.member("startedAt", report.startedAt.rfc3339)
      json.member("durationMs", report.duration)
      json.member("exchanges", optional: report.exchanges)
      json.member("counts", object: { counts(report, &$0) })
      details(report, &json)
    }
    return writer.text + "\n"
  }

  private static func counts(_ report: RunReport, _ json: inout JSONWriter) {
    json.member("replayed", report.counts.replayed)
    json.member("faults", report.counts.faults)
    json.member("recorded", report.counts.recorded)
    json.member("passed", report.counts.passed)
    json.member("misses", report.counts.misses)
    json.member("unreadable", report.counts.unreadable)
    json.member("bindings", report.bindings.count)
    json.member("unused", report.unused.count)
    json.member("failed", report.counts.failed)
    json.member("refused", report.counts.refused)
    json.member("heldBack", report.counts.heldBack)
    json.member("abandoned", report.counts.abandoned)
  }

  private static func details(_ report: RunReport, _ json: inout JSONWriter) {
    json.member("misses", objects: report.misses) { miss, item in
      item.member("action", miss.action.description)
      item.member("region", miss.region)
      item.member("nearest", optional: miss.nearest?.number)
      item.member("nearestCassette", optional: miss.nearest?.cassette)
      item.member("nearestAction", optional: miss.nearestAction?.description)
      item.member("differences", objects: miss.differences) { difference, item in
        item.member("pointer", difference.pointer)
        item.member("recorded", optional: difference.left)
        item.member("live", optional: difference.right)
      }
      item.member("hint", miss.hint)
      item.member("message", miss.message)
    }
    json.member("bindings", objects: report.bindings) { binding, item in
      item.member("recorded", binding.recorded)
      item.member("live", binding.live)
      item.member("exchange", binding.exchange.number)
      item.member("cassette", optional: binding.exchange.cassette)
      item.member("action", binding.action.description)
    }
    json.member("unused", objects: report.unused) { exchange, item in
      item.member("exchange", exchange.name.number)
      item.member("cassette", optional: exchange.name.cassette)
      item.member("action", exchange.action.description)
      item.member("region", exchange.region)
    }
    for (name, events) in [
      ("unreadable", report.unreadable), ("forwarded", report.forwarded), ("upstreamFailures", report.upstreamFailures),
      ("refusals", report.refusals),
      ("heldBack", report.heldBack),
    ] {
      json.member(name, objects: events) { event, item in
        item.member("message", event.message)
        item.member("count", event.count)
      }
    }
    json.member("journalFailure", optional: report.journalFailure)
  }
}
