// SPDX-License-Identifier: Apache-2.0

internal import Subprocess
internal import Synchronization
internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Runs the command that stands behind `--`, with this process's standard streams.
enum ChildProcess {
  /// The command's exit status; 128 + n where signal n killed it, 127 where there is no such command, 126 where it
  /// cannot be executed. Signals that this process gets are passed on.
  static func run(_ command: [String], environment: [String: String]) async throws -> Int32 {
    let (name, arguments) = (command[0], Array(command.dropFirst()))
    let variables = Dictionary(
      environment.compactMap { entry in Environment.Key(rawValue: entry.key).map { ($0, entry.value) } },
      uniquingKeysWith: { first, _ in first })
    let child = Mutex<pid_t?>(nil)
    let relay = Task {
      for await number in SignalWatch.stream() where !isFromTerminal(number) {
        child.withLock { child in
          if let child { _ = kill(child, number) }
        }
      }
    }
    defer { relay.cancel() }
    do {
      let result = try await Subprocess.run(
        name.contains("/") ? .path(FilePath(name)) : .name(name), arguments: Arguments(arguments),
        environment: .custom(variables), input: .currentStandardInput, output: .currentStandardOutput,
        error: .currentStandardError
      ) { execution in
        child.withLock { $0 = execution.processIdentifier.value }
      }
      child.withLock { $0 = nil }
      switch result.terminationStatus {
      case .exited(let code): return code
      case .signaled(let number):
        Terminal.warning("the command was ended by signal \(number)")
        return 128 + number
      }
    } catch let error as SubprocessError where error.code == .executableNotFound {
      let isThere = access(name, F_OK) == 0
      let what = isThere ? "cannot be executed: it is no program, or not marked as one (chmod +x)" : "is not found"
      throw Failure(isThere ? ExitStatus.notExecutable : ExitStatus.notFound, "the command '\(name)' \(what)")
    } catch let error as SubprocessError where error.code == .spawnFailed {
      throw Failure(ExitStatus.notExecutable, "the command '\(name)' cannot be executed: \(error)")
    }
  }

  /// A terminal sends Ctrl-C to the command as well: passing it on would make it two.
  private static func isFromTerminal(_ number: Int32) -> Bool {
    number == SIGINT && isatty(0) == 1 && tcgetpgrp(0) == getpgrp()
  }
}
