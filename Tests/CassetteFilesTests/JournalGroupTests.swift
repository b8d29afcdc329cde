// SPDX-License-Identifier: Apache-2.0

import CassetteFiles
import Dispatch
import Engine
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a journal told of the lines that were appended to it, in the order in which it told.
private final class Told: Sendable {
  struct One: Sendable {
    let line: [UInt8]
    let error: CassetteFileError?
  }

  private let all = Mutex<[One]>([])

  func told(of line: [UInt8]) -> @Sendable (Result<Void, any Error>) -> Void {
    { outcome in
      var error: CassetteFileError?
      if case .failure(let failure) = outcome { error = failure as? CassetteFileError }
      self.all.withLock { $0.append(One(line: line, error: error)) }
    }
  }

  var kept: [[UInt8]] { all.withLock { $0.filter { $0.error == nil }.map(\.line) } }
  var refused: [One] { all.withLock { $0.filter { $0.error != nil } } }
}

struct JournalGroupTests {
  private let header = Array(#"{"tapedeck":1}"#.utf8)

  /// Appends the lines of each list on a thread of its own, without waiting, and then waits until all are told of.
  private func append(_ lists: [[[UInt8]]], to journal: FileJournal) async -> Told {
    let told = Told()
    await withTaskGroup { group in
      for list in lists {
        group.addTask {
          await withCheckedContinuation { done in
            let counter = Counter(list.count) { done.resume() }
            for line in list {
              let tell = told.told(of: line)
              journal.append(line) { outcome in
                tell(outcome)
                counter.countDown()
              }
            }
          }
        }
      }
    }
    return told
  }

  private final class Counter: Sendable {
    private let count: Mutex<Int>
    private let atZero: @Sendable () -> Void

    init(_ count: Int, atZero: @escaping @Sendable () -> Void) {
      self.count = Mutex(count)
      self.atZero = atZero
    }

    func countDown() {
      let isZero = count.withLock { count in
        count -= 1
        return count == 0
      }
      if isZero { atZero() }
    }
  }

  /// Lines of very different lengths, each with its thread's number and its own.
  private func lists(threads: Int, lines: Int, largest: Int, _ random: inout SplitMix) -> [[[UInt8]]] {
    (0..<threads).map { thread in
      (0..<lines).map { number in
        let filler = Int.random(in: 0...largest, using: &random)
        return Array("\(thread) \(number) ".utf8) + [UInt8](repeating: 0x61, count: filler)
      }
    }
  }

  /// The lines of one thread, as they follow each other among those of others.
  private func part(_ thread: Int, of lines: [[UInt8]]) -> [[UInt8]] {
    lines.filter { $0.starts(with: "\(thread) ".utf8) }
  }

  @Test("Lines of many threads are in the file in the order in which they are told of", arguments: [true, false])
  func order(isDurable: Bool) async throws {
    for seed in 1...(isDurable ? 2 : 10) as ClosedRange<UInt64> {
      var random = SplitMix(seed: seed)
      let folder = try TemporaryFolder()
      let journal = try FileJournal(beside: folder / "a", header: header, isDurable: isDurable)
      let lists = lists(threads: 8, lines: 60, largest: seed == 1 ? 30_000 : 2000, &random)
      let told = await append(lists, to: journal)
      #expect(told.refused.isEmpty)
      let found = try JournalReader.read(journal.path, whileRecording: true)
      #expect(found.damage.isEmpty)
      #expect(found.records == [header] + told.kept)
      for (thread, list) in lists.enumerated() { #expect(part(thread, of: told.kept) == list) }
    }
  }

  @Test(
    "Where the disk is full, the file holds what was told of as kept, and nothing else",
    .enabled(if: TemporaryFolder.canLimitSize, "mounting a small file system needs root on Linux"),
    arguments: [true, false])
  func fullDisk(isDurable: Bool) async throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      var random = SplitMix(seed: seed)
      let folder = try TemporaryFolder(size: 256 << 10)
      let journal = try FileJournal(beside: folder / "a", header: header, isDurable: isDurable)
      let lists = lists(threads: 8, lines: 50, largest: 4000, &random)
      let told = await append(lists, to: journal)
      #expect(!told.refused.isEmpty && !told.kept.isEmpty)
      #expect(told.kept.count + told.refused.count == 400)
      #expect(told.refused.allSatisfy { $0.error?.code == .noSpace })
      let found = try JournalReader.read(journal.path, whileRecording: true)
      #expect(found.damage.isEmpty)
      #expect(found.records == [header] + told.kept)
    }
  }

  @Test("More than may wait comes through as well, also from those who are told of what they appended before")
  func much() async throws {
    for isDurable in [true, false] {
      let folder = try TemporaryFolder()
      let journal = try FileJournal(beside: folder / "a", header: header, isDurable: isDurable, mostWaiting: 10_000)
      await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
        let counter = Counter(400) { done.resume() }
        DispatchQueue.concurrentPerform(iterations: 4) { thread in
          for number in 0..<50 {
            let line = Array("\(thread) \(number) ".utf8) + [UInt8](repeating: 0x61, count: 3000)
            journal.append(line) { _ in
              counter.countDown()
              journal.append(line) { _ in counter.countDown() }
            }
          }
        }
      }
      #expect(try JournalReader.read(journal.path, whileRecording: true).records.count == 401)
    }
  }

  @Test("Who is told of a line may append the next")
  func chain() async throws {
    let folder = try TemporaryFolder()
    let journal = try FileJournal(beside: folder / "a", header: header)
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      @Sendable func append(_ number: Int) {
        guard number < 20 else { return done.resume() }
        journal.append(Array("\(number)".utf8)) { _ in append(number + 1) }
      }
      append(0)
    }
    let records = try JournalReader.read(journal.path, whileRecording: true).records
    #expect(records == [header] + (0..<20).map { Array("\($0)".utf8) })
  }

  @Test("What comes after the close is refused")
  func closed() async throws {
    let folder = try TemporaryFolder()
    let journal = try FileJournal(beside: folder / "a", header: header)
    try journal.close(remove: false)
    let told = await append([[header]], to: journal)
    #expect(told.refused.map(\.error?.code) == [.closed])
  }

  @Test("A journal that somebody deletes is made again with all that was in it, and so is its folder")
  func deleted() throws {
    let folder = try TemporaryFolder()
    mkdir(folder / "in", 0o755)
    let journal = try FileJournal(beside: folder / "in/a", header: header)
    let lines = Samples.lines(count: 3)
    try journal.append(lines[0])
    unlink(journal.path)
    try journal.append(lines[1])
    #expect(try JournalReader.read(journal.path, whileRecording: true).records == [header] + lines[..<2])
    #expect { try JournalReader.read(journal.path) } throws: { ($0 as? CassetteFileError)?.code == .inUse }
    unlink(journal.path)
    rmdir(folder / "in")
    try journal.append(lines[2])
    #expect(try JournalReader.read(journal.path, whileRecording: true).records == [header] + lines)
    #expect(folder.permissions("in/a.journal") == 0o600)
    try journal.close(remove: true)
    #expect(rmdir(folder / "in") == 0)
  }

  @Test("Where another recording has taken the name of a deleted journal, neither harms the other")
  func nameTaken() throws {
    let folder = try TemporaryFolder()
    let journal = try FileJournal(beside: folder / "a", header: header)
    unlink(journal.path)
    let other = try FileJournal(beside: folder / "a", header: header)
    #expect { try journal.append(header) } throws: { ($0 as? CassetteFileError)?.code == .inUse }
    try journal.close(remove: true)
    try other.append(header)
    #expect(try JournalReader.read(folder / "a.journal", whileRecording: true).records == [header, header])
  }
}
