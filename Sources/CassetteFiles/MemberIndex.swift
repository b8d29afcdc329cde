// SPDX-License-Identifier: Apache-2.0

/// Where the members of a larger cassette lie, as their headers say: found without inflating any.
struct MemberIndex: Sendable {
  struct Member: Sendable {
    /// Where it begins in the file.
    let offset: Int
    let tag: MemberTag
  }

  /// Of whole cassettes that Tapedeck writes, 4 TiB.
  private static let most = 1 << 22
  /// The longest text of a member, and so the longest line: 256 MiB.
  static let longestText = 256 << 20

  private(set) var members: [Member] = []
  /// Where the headers lead no further, and why; nil at the end of the file.
  private(set) var damage: GzipError?

  /// Nil where a member has no tag, so that only inflating it shows where the next one begins.
  init?(_ file: borrowing OpenFile, length: Int) throws(CassetteFileError) {
    var offset = 0
    while offset < length {
      let header = try file.contents(at: offset, count: MemberTag.reach)
      if !header.starts(with: [0x1F, 0x8B]), offset > 0 {
        damage = GzipError(.trailingBytes, at: offset)
        return
      }
      guard let tag = header.withUnsafeBytes({ MemberTag(header: $0) }) else {
        guard length - offset < MemberTag.reach, offset > 0 else { return nil }
        damage = GzipError(.truncated, at: length)
        return
      }
      damage = flaw(of: tag, at: offset, length: length)
      if damage != nil { return }
      members.append(Member(offset: offset, tag: tag))
      offset += Int(tag.length)
    }
  }

  private func flaw(of tag: MemberTag, at offset: Int, length: Int) -> GzipError? {
    if Int(tag.length) <= GzipFrame.headerLength + GzipFrame.trailerLength || tag.lines > tag.textLength {
      return GzipError(.corrupt, at: offset)
    }
    if Int(tag.length) > length - offset { return GzipError(.truncated, at: length) }
    if Int(tag.textLength) > MemberIndex.longestText || members.count == MemberIndex.most {
      return GzipError(.tooLarge, at: offset)
    }
    return nil
  }
}
