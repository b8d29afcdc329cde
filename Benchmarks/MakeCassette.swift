// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CassetteFiles

/// Writes a cassette to measure with.
struct MakeCassette: ParsableCommand {
  enum Kind: String, CaseIterable, ExpressibleByArgument {
    /// So many reads, each of a connection of its own.
    case reads
    /// So many creations of named connections, then one read of each by its name.
    case names
    /// So many exchanges: a few reads that are asked again and again, then creations and reads of others, then a change
    /// of what the first reads told.
    case polls
    /// So many exchanges, as two recordings of one session are compared: creations, reads that are polled, lists, changes.
    case session
    /// One creation whose request has so many members of some 100 bytes.
    case wide
    /// One creation whose request has so many lists, each within the one before.
    case deep
  }

  static let configuration = CommandConfiguration(abstract: "Write a cassette of so many exchanges.")

  @Argument var count: Int
  @Argument var path: String
  @Option(help: "\(Kind.allCases.map(\.rawValue).joined(separator: ", "))") var kind = Kind.reads
  @Option(name: .customLong("run"), help: "Another number, other ids and names.") var runNumber = 0

  func run() throws {
    var maker = ExchangeMaker(run: runNumber)
    let lines: [[UInt8]]
    switch kind {
    case .reads: lines = (0..<count).map { _ in maker.connection() }
    case .names: lines = (0..<count).map { maker.creation($0) } + (0..<count).map { maker.status($0) }
    case .polls: lines = polls(&maker)
    case .session: lines = session(&maker)
    case .wide: lines = [maker.creation(0, as: "TagResource") { $0.addMembers(count) }]
    case .deep: lines = [maker.creation(0) { $0.addLists(count) }]
    }
    try CassetteFile.replace(path, with: lines, tool: "bench", redaction: "none")
  }

  private func polls(_ maker: inout ExchangeMaker) -> [[UInt8]] {
    var lines = [maker.creation(0), maker.status(0), maker.status(0), maker.list(), maker.list()]
    var number = 1
    while lines.count + 5 <= count {
      lines += [maker.creation(number), maker.status(number)]
      number += 1
    }
    return lines + [maker.update(0), maker.status(0, isChanged: true), maker.list(isChanged: true)]
  }

  /// Each run polls another number of times.
  private func session(_ maker: inout ExchangeMaker) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var number = 0
    while lines.count < count {
      lines += [maker.creation(number), maker.connection()]
      lines += Array(repeating: maker.status(number), count: 1 + (number + runNumber) % 3)
      if number.isMultiple(of: 4) { lines += [maker.update(number), maker.status(number, isChanged: true)] }
      if number.isMultiple(of: 10) { lines.append(maker.list()) }
      number += 1
    }
    return Array(lines.prefix(count))
  }
}
