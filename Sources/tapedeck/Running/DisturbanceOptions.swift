// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import ArgumentParser
internal import Engine
internal import Replay

/// What a replay does to its answers on purpose.
struct DisturbanceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Keep answers back: 'recorded' as long as they took, '0.5x' half as long, '250ms' or '2s' each.",
      valueName: "none|recorded|FACTORx|DURATION"),
    transform: { text in
      guard let latency = Latency(text) else {
        throw ValidationError(
          "'\(text)' is no latency. It is none, recorded, a factor such as 0.5x, or 250ms, 2s, up to 10m.")
      }
      return latency
    })
  var latency: Latency?

  @Option(
    name: .customLong("fault"),
    help: ArgumentHelp(
      "Put a failure in the place of an answer, such as 'ListConnections:throttle@3'; repeat it for more (docs/faults.md).",
      valueName: "ACTION:KIND@WHEN"),
    transform: { text in
      do throws(FaultSyntaxError) {
        return try Fault(text)
      } catch {
        throw ValidationError(error.description)
      }
    })
  var faults: [Fault] = []

  /// Nil where nothing is asked for, so that a plain replay pays nothing.
  /// - Parameter settled: the latency where no flag says one.
  func disturbances(latency settled: Latency?) -> Disturbances? {
    let latency = latency ?? settled ?? .none
    return faults.isEmpty && latency == .none ? nil : Disturbances(latency: latency, faults: faults)
  }

  /// What is to be said of faults that no operation of AWS has the action of, a line each.
  var doubts: [String] {
    faults.filter { !DisturbanceOptions.canMatch($0.action) }.map {
      "--fault \($0): no service of AWS has such an action; is it spelled as in the API ('ListConnections')?"
    }
  }

  /// What is to be said of faults that did not take place, a line each.
  static func unfired(_ disturbances: Disturbances?) -> [String] {
    (disturbances?.unfired ?? []).map { fault, count in
      "--fault \(fault) did not take place: \(SummaryText.plural(count, "request", "requests")) matched it"
    }
  }

  private static func canMatch(_ pattern: ActionPattern) -> Bool {
    // Method and path are the action of what is no operation.
    if pattern.description.contains(" ") { return true }
    return ServiceIndex.standard.services.contains { service in
      service.operations.contains { pattern.matches(Action(service: service.name, operation: $0.name)) }
    }
  }
}
