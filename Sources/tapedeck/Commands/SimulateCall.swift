// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Documents

/// A command that makes one call to the controls of a running service. Its name is the action's.
protocol SimulatorCall: AsyncParsableCommand {
  var target: SimulatorTarget { get }
  /// The JSON object that is sent.
  func body() throws -> [UInt8]
  /// Prints what is to be known of the answer, a JSON object.
  func show(_ answer: [UInt8]) throws
}

extension SimulatorCall {
  func run() async throws {
    try show(await target.call(Self.configuration.commandName ?? "", body()))
  }

  func show(_: [UInt8]) {}

  /// Prints one member, for a shell to keep.
  func show(_ member: String, of answer: [UInt8]) throws {
    if let text = try JSONReader.read(answer).root[member]?.string { Terminal.out(text) }
  }

  func object(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.object(members)
    return writer.bytes
  }
}
