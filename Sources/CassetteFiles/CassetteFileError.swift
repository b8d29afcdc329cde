// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What went wrong with a cassette or its journal, in which file, and what to do about it.
package struct CassetteFileError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: String, CaseIterable, Sendable {
    case noSuchFile = "no such file"
    case noSuchFolder = "its folder does not exist"
    case isFolder = "is a folder"
    case notRegular = "is no regular file"
    case noPermission = "no permission"
    case readOnly = "the file system is read-only"
    case noSpace = "no space left"
    case tooLarge = "larger than allowed"
    case notGzip = "is not a cassette (not gzip)"
    case empty = "is empty"
    case truncated = "ends too early"
    case corrupt = "is damaged"
    case inUse = "another tapedeck is recording into it"
    case interrupted = "holds a recording that was interrupted"
    case badRecord = "cannot hold a line with a line break in it"
    case closed = "is closed already"
    case io = "input/output failed"
  }

  package let code: Code
  package let path: String
  /// The operating system's error number, where it was the one to refuse.
  package let number: Int32?
  /// What more there is to say: the place of the damage, what can be saved.
  package let detail: String?
  /// The file to name in the advice: the cassette, where `path` is its journal.
  private let cassette: String

  init(_ code: Code, _ path: String, number: Int32? = nil, detail: String? = nil, cassette: String? = nil) {
    self.code = code
    self.path = path
    self.number = number
    self.detail = detail
    self.cassette = cassette ?? path
  }

  /// The system refused `path` with `number`.
  init(system number: Int32, _ path: String) {
    let code: Code =
      switch number {
      case ENOENT, ENOTDIR: .noSuchFile
      case EISDIR: .isFolder
      case EACCES, EPERM: .noPermission
      case EROFS: .readOnly
      case ENOSPC, EDQUOT: .noSpace
      case EFBIG, EOVERFLOW: .tooLarge
      default: .io
      }
    self.init(code, path, number: number)
  }

  init(_ gzip: GzipError, _ path: String, saved text: [UInt8] = []) {
    let code: Code =
      switch gzip.code {
      case .notGzip: .notGzip
      case .truncated: .truncated
      case .corrupt, .badChecksum, .badLength, .trailingBytes: .corrupt
      case .tooLarge: .tooLarge
      case .noMemory: .io
      }
    if code == .notGzip || (code == .truncated && gzip.offset == 0) {
      self.init(code == .notGzip ? code : .empty, path)
      return
    }
    let lines = text.count { $0 == UInt8(ascii: "\n") }
    let saved = "whole lines before it: \(lines), in \(text.count) bytes of text"
    self.init(code, path, detail: "\(gzip.code.rawValue) at byte \(gzip.offset)" + (text.isEmpty ? "" : "; \(saved)"))
  }

  /// What happened, to which file, and what to type next.
  package var description: String {
    let system = number.map { String(cString: strerror($0)) }
    let reasons = [detail, system].compactMap(\.self)
    let context = reasons.isEmpty ? "" : " (\(reasons.joined(separator: "; ")))"
    return "\(path): \(code.rawValue)\(context). \(advice)"
  }

  private var advice: String {
    let (file, name) = (Self.quoted(path), Self.quoted(cassette))
    switch code {
    case .noSuchFile: return "Check the path, or make the file with `tapedeck record \(name) -- COMMAND`."
    case .noSuchFolder: return "Make it with `mkdir -p \(Self.quoted(PathName.folder(of: path)))`."
    case .isFolder: return "Name a file in it, for example `\(Self.quoted(path + "/app.cassette"))`."
    case .notRegular: return "Name an ordinary file."
    case .noPermission: return "Look at `ls -ld \(file)` and at its folder."
    case .readOnly: return "Name a file on a file system that can be written."
    case .noSpace: return "Make room (`df -h \(file)`); what was there before is untouched."
    case .tooLarge where number == EFBIG: return "Raise the limit of file sizes that `ulimit -f` shows."
    case .tooLarge: return "Split what it was made from, or check with `gzip -l \(file)` where it comes from."
    case .empty: return "Record it anew, or take an older one from version control."
    case .notGzip: return "Look at `file \(file)`: a cassette is made with `tapedeck record`."
    case .truncated, .corrupt: return "Run `tapedeck repair \(name)` to keep what is whole."
    case .inUse: return "Wait until it has ended, or record into another file."
    case .interrupted: return "Run `tapedeck repair \(name)` to finish it; nothing is overwritten until then."
    case .badRecord, .closed: return "This is a fault of tapedeck's own; please report it."
    case .io: return "Try again, and look at `dmesg` if it stays."
    }
  }

  /// `path` as a shell takes it for one word.
  private static func quoted(_ path: String) -> String {
    let plain = path.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "+")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
      default: false
      }
    }
    guard !plain || path.isEmpty else { return path }
    return "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
