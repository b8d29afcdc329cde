// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Documents
internal import SystemPackage

struct ThrottleCommand: SimulatorCall {
  static let configuration = CommandConfiguration(
    commandName: "throttle", abstract: "Have the next calls throttled, or answered with another error of the model.")

  @OptionGroup var target: SimulatorTarget

  @Option(help: "The operation whose calls fail. Default: every one.")
  var operation: String?

  @Option(help: "The error that they are answered with. Default: ThrottlingException.")
  var error: String?

  @Option(help: "How many calls fail.")
  var count = 1

  func body() -> [UInt8] {
    object { body in
      if let operation { body.member("Operation", operation) }
      if let error { body.member("Error", error) }
      body.member("Count", count)
    }
  }
}

struct AdvanceClockCommand: SimulatorCall {
  static let configuration = CommandConfiguration(
    commandName: "advance-clock", abstract: "Set the service's clock forward, and print its time.")

  @OptionGroup var target: SimulatorTarget

  @Argument(help: "By how many seconds.")
  var seconds: Int

  func body() -> [UInt8] { object { $0.member("Seconds", seconds) } }

  func show(_ answer: [UInt8]) throws { try show("Now", of: answer) }
}

struct ResetCommand: SimulatorCall {
  static let configuration = CommandConfiguration(
    commandName: "reset", abstract: "Forget everything: the service is as it was when it began.")

  @OptionGroup var target: SimulatorTarget

  func body() -> [UInt8] { object { _ in } }
}

struct DumpCommand: SimulatorCall {
  static let configuration = CommandConfiguration(
    commandName: "dump", abstract: "Print the whole state of the service as JSON.")

  @OptionGroup var target: SimulatorTarget

  func body() -> [UInt8] { object { _ in } }
  func show(_ answer: [UInt8]) { Terminal.out(answer + [0x0A]) }
}

struct LoadCommand: SimulatorCall {
  static let configuration = CommandConfiguration(
    commandName: "load", abstract: "Replace the whole state of the service by one that 'dump' printed.")

  @OptionGroup var target: SimulatorTarget

  @Argument(help: ArgumentHelp("The file with the state.", valueName: "file"))
  var file: String

  func body() throws -> [UInt8] {
    do {
      let descriptor = try FileDescriptor.open(FilePath(file), .readOnly)
      return try descriptor.closeAfter {
        var content: [UInt8] = []
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        defer { piece.deallocate() }
        while true {
          let count = try descriptor.read(into: piece)
          if count == 0 { return content }
          content += piece[..<count]
        }
      }
    } catch {
      throw Failure(ExitStatus.usage, "'\(file)' cannot be read: \(error)")
    }
  }
}
