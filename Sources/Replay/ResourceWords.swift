// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// The values in a message that name resources, by their hashes: two exchanges that share one concern one resource.
///
/// A value names a resource if it stands in a member that is called so (`TableName`, `HostArn`, `InstanceIds`), is an
/// ARN or a URL, or holds a generated token. Of paths and ARNs the last part is a word as well, since some requests give
/// the name where others give the ARN.
struct ResourceWords {
  /// For each value its hashes: of the whole, and of its last part.
  private(set) var lists: [[Int]] = []
  private var seen: Set<Int> = []
  var hashes: Set<Int> { Set(lists.joined()) }

  /// Longer values name nothing.
  private static let longest = 512
  private static let endings = [
    "name", "names", "arn", "arns", "id", "ids", "identifier", "identifiers", "url", "urls", "bucket", "key",
    "resource",
    "resources", "alias", "path",
  ].map { Array($0.utf8) }

  /// Adds the words of a message. Linear in it.
  mutating func add(_ value: DocumentValue, isNaming: Bool = false) {
    switch value.kind {
    case .object:
      for member in value.members where !member.value.isNull {
        let isNaming = isNaming || member.name.withBytes { ResourceWords.isNaming($0) }
        add(member.value, isNaming: isNaming && member.value.kind != .object)
      }
    case .array: for element in value.elements { add(element, isNaming: isNaming) }
    case .string: value.withBytes { add($0, isNaming: isNaming) }
    default: break
    }
  }

  /// Adds the value of a label in a path, which names a resource always.
  mutating func add(label value: DocumentValue) {
    for member in value.members where member.value.kind == .string {
      member.value.withBytes { add($0, isNaming: true) }
    }
  }

  private mutating func add(_ text: UnsafeRawBufferPointer, isNaming: Bool) {
    guard (3...ResourceWords.longest).contains(text.count) else { return }
    guard
      isNaming || text.starts(with: "arn:".utf8) || text.starts(with: "http".utf8) || ResourceWords.isGenerated(text)
    else { return }
    var hashes = [Renaming.hash(text)]
    if let mark = text.lastIndex(where: { $0 == 0x2F || $0 == 0x3A }), text.count - mark > 3 {
      hashes.append(Renaming.hash(UnsafeRawBufferPointer(rebasing: text[(mark + 1)...])))
    }
    if seen.insert(hashes[0]).inserted { lists.append(hashes) }
  }

  private static func isNaming(_ name: UnsafeRawBufferPointer) -> Bool {
    endings.contains { ending in
      name.count >= ending.count && zip(name.suffix(ending.count), ending).allSatisfy { $0 | 0x20 == $1 }
    }
  }

  private static func isGenerated(_ text: UnsafeRawBufferPointer) -> Bool {
    GeneratedTokens(text).contains { token in
      token.kind == .uuid || token.kind == .run && text[token.range].contains { $0 &- 0x30 < 10 }
    }
  }
}
