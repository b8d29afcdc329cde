// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Proxy
internal import Replay

/// How much clients may cost: the options of every verb that serves.
struct LimitOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How many connections may be open: 1 to 100000. One more gets 503.", valueName: "number"))
  var maxConnections = 4096

  @Option(
    help: ArgumentHelp(
      "How large the names and values of a request's header section may be, with its target: 1KiB to 1MiB. Larger ones get 431.",
      valueName: "size"))
  var maxHeaderBytes = ByteSize(64 << 10)

  @Option(
    help: ArgumentHelp(
      "How many header fields a request may have: 1 to 10000. One with more gets 431.", valueName: "number"))
  var maxHeaders = 256

  @Option(
    help: ArgumentHelp(
      "How long a body may be that must be known whole before it is answered or signed: 1KiB to 2GiB. Longer ones get 413.",
      valueName: "size"))
  var maxBody = ByteSize(256 << 20)

  @Option(
    help: ArgumentHelp(
      "How long a connection may stand without a request, such as 90s: 1s to 24h, or 'none'.", valueName: "duration"))
  var idleTimeout = TimeLimit(.seconds(600))

  @Option(
    help: ArgumentHelp(
      "How long a request's header section may take from its first byte: 1s to 24h, or 'none'. Slower ones get 408.",
      valueName: "duration"))
  var headerTimeout = TimeLimit(.seconds(60))

  @Option(
    help: ArgumentHelp(
      "How long the body of a request may stand still: 1s to 24h, or 'none'. Then it gets 408.", valueName: "duration"))
  var bodyTimeout = TimeLimit(.seconds(60))

  @Option(
    help: ArgumentHelp(
      "How long a client may take nothing of its answer: 1s to 24h, or 'none'. Then it is cut off.",
      valueName: "duration"))
  var answerTimeout = TimeLimit(.seconds(60))

  @Option(
    help: ArgumentHelp(
      "How long a forwarded request may take to the end of its answer: 1s to 24h, or 'none'. Then it gets 504.",
      valueName: "duration"))
  var maxTime = TimeLimit(nil)

  func validate() throws {
    try check("max-connections", maxConnections, 1...100_000)
    try check("max-headers", maxHeaders, 1...10_000)
    try check("max-header-bytes", maxHeaderBytes, 1 << 10...1 << 20)
    try check("max-body", maxBody, 1 << 10...2 << 30)
  }

  private func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws {
    guard range.contains(value) else {
      throw ValidationError("--\(name) takes \(range.lowerBound) to \(range.upperBound), not \(value).")
    }
  }

  private func check(_ name: String, _ value: ByteSize, _ range: ClosedRange<Int>) throws {
    guard range.contains(value.bytes) else {
      let (low, high) = (ByteSize(range.lowerBound), ByteSize(range.upperBound))
      throw ValidationError("--\(name) takes \(low) to \(high), not \(value).")
    }
  }

  /// - Parameter connections: how many this process can have.
  func limits(connections: Int) -> ProxyLimits {
    var limits = ProxyLimits()
    limits.connections = min(maxConnections, connections)
    limits.headerBytes = maxHeaderBytes.bytes
    limits.headerFields = maxHeaders
    limits.collectedBody = maxBody.bytes
    limits.idleTime = idleTimeout.duration
    limits.headerTime = headerTimeout.duration
    limits.bodyTime = bodyTimeout.duration
    limits.answerTime = answerTimeout.duration
    limits.exchangeTime = maxTime.duration
    return limits
  }
}

/// A number of bytes on the command line: `65536`, `64KiB`, `256MiB`, `1GiB`.
struct ByteSize: ExpressibleByArgument, CustomStringConvertible {
  private static let units: [(name: String, shift: Int)] = [("KiB", 10), ("MiB", 20), ("GiB", 30)]

  let bytes: Int

  init(_ bytes: Int) {
    self.bytes = bytes
  }

  init?(argument: String) {
    let unit = ByteSize.units.first { argument.hasSuffix($0.name) }
    let digits = argument.dropLast(unit?.name.count ?? 0)
    guard digits.utf8.allSatisfy({ $0 &- 0x30 < 10 }), let number = Int(digits), number < 1 << 32 else { return nil }
    bytes = number << (unit?.shift ?? 0)
  }

  var description: String {
    let unit = ByteSize.units.last { bytes >= 1 << $0.shift && bytes & (1 << $0.shift - 1) == 0 }
    return unit.map { "\(bytes >> $0.shift)\($0.name)" } ?? "\(bytes)"
  }
}

/// A limit of time on the command line: `90s`, `1.5m`, `2h`, or `none`; from a second to a day.
struct TimeLimit: ExpressibleByArgument, CustomStringConvertible {
  private static let longest = 86_400.0

  let duration: Duration?

  init(_ duration: Duration?) {
    self.duration = duration
  }

  init?(argument: String) {
    guard argument != "none" else {
      duration = nil
      return
    }
    guard let duration = Duration(written: argument, longest: TimeLimit.longest), duration >= .seconds(1) else {
      return nil
    }
    self.duration = duration
  }

  var description: String {
    guard let seconds = duration?.components.seconds else { return "none" }
    return seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
  }
}
