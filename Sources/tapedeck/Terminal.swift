// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What is written for people: standard error for messages, colour only where it is wanted.
enum Terminal {
  static let errorIsTTY = isatty(2) == 1
  private static let noColor = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
  static let outputHasColor = isatty(1) == 1 && !noColor
  static let errorHasColor = errorIsTTY && !noColor

  /// How many columns the terminal on standard output has; nil where there is none.
  static let outputColumns: Int? = {
    var size = winsize()
    return ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
  }()

  static func raw(_ text: String) { write(text + "\n", to: .standardError) }

  static func note(_ text: String) { raw("tapedeck: \(text)") }

  static func warning(_ text: String) {
    raw(errorHasColor ? "\u{1B}[33mtapedeck: \(text)\u{1B}[0m" : "tapedeck: \(text)")
  }

  static func error(_ text: String) {
    raw(errorHasColor ? "\u{1B}[31mtapedeck: \(text)\u{1B}[0m" : "tapedeck: \(text)")
  }

  /// Overwrites the current line of a terminal; nothing elsewhere.
  static func progress(_ text: String) {
    if errorIsTTY { write("\r\u{1B}[K\(text)", to: .standardError) }
  }

  static func out(_ bytes: some Sequence<UInt8>) { write(Array(bytes), to: .standardOutput) }
  static func out(_ text: String) { write(text + "\n", to: .standardOutput) }

  private static func write(_ text: String, to file: FileDescriptor) { write(Array(text.utf8), to: file) }

  /// Writes all of it. A reader that went away (`tapedeck show x | head`) ends the program as it ends others.
  private static func write(_ bytes: [UInt8], to file: FileDescriptor) {
    do {
      try file.writeAll(bytes)
    } catch Errno.brokenPipe where file == .standardOutput {
      ExitStatus.exit(128 + SIGPIPE)
    } catch {
      guard file == .standardOutput else { return }
      // Half an output is none: whoever reads it has to know.
      self.error("cannot write to standard output: \(error)")
      ExitStatus.exit(ExitStatus.usage)
    }
  }
}
