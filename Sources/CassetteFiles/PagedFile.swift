// SPDX-License-Identifier: Apache-2.0

internal import CassetteFormat

/// A cassette of several members, of which each is a page: read from where it lies.
///
/// The file stays open, so that it may be replaced or deleted meanwhile. One that is written to is found out by the
/// checksums of its members.
final class PagedFile: CassettePages {
  let contents: [PageContent]
  private let file: OpenFile
  private let members: [MemberIndex.Member]
  private let cache: PageCache

  /// - Parameter keeping: how many bytes of text are kept of pages that may be asked for again.
  init(_ file: consuming OpenFile, _ members: [MemberIndex.Member], keeping: Int) {
    self.file = file
    self.members = members
    cache = PageCache(limit: keeping)
    contents = members.map { member in
      PageContent(length: Int(member.tag.textLength), lines: Int(member.tag.lines), isPiece: member.tag.isPiece)
    }
  }

  func page(_ index: Int, keeps: Bool) throws(CassetteError) -> CassettePage {
    if let page = cache.page(index) { return page }
    let page = try read(members[index])
    if keeps { cache.add(page, index) }
    return page
  }

  /// The bytes of the file from `offset` on, `count` or as many as there are.
  func contents(at offset: Int, count: Int) throws(CassetteFileError) -> [UInt8] {
    try file.contents(at: offset, count: count)
  }

  private func read(_ member: MemberIndex.Member) throws(CassetteError) -> CassettePage {
    do {
      let bytes = try file.contents(at: member.offset, count: Int(member.tag.length))
      guard bytes.withUnsafeBytes({ MemberTag(header: $0) }) == member.tag, bytes.count == Int(member.tag.length) else {
        throw CassetteError(.unreadable, detail: "the file was changed at byte \(member.offset)")
      }
      let page = CassettePage(try Gzip.decompress(bytes, limit: Int(member.tag.textLength)))
      guard page.text.count == Int(member.tag.textLength), page.lines.count == Int(member.tag.lines),
        page.text.last == 0x0A
      else { throw CassetteError(.unreadable, detail: "the header at byte \(member.offset) tells of another text") }
      return page
    } catch let error as GzipError {
      throw CassetteError(.unreadable, detail: "\(error.code.rawValue) at byte \(member.offset + error.offset)")
    } catch let error as CassetteFileError {
      throw CassetteError(.unreadable, detail: error.code.rawValue)
    } catch {
      throw error as? CassetteError ?? CassetteError(.unreadable, detail: "\(error)")
    }
  }
}
