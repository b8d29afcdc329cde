// SPDX-License-Identifier: Apache-2.0

internal import CassetteFormat

/// What can be read of a cassette that is torn: the pages of its whole members, and what the text behind them gives.
struct SalvagedPages: CassettePages {
  private let file: PagedFile
  private let rest: TextPages
  let contents: [PageContent]

  init(_ file: PagedFile, rest: TextPages) {
    self.file = file
    self.rest = rest
    contents = file.contents + rest.contents
  }

  func page(_ index: Int, keeps: Bool) throws(CassetteError) -> CassettePage {
    let count = file.contents.count
    return index < count ? try file.page(index, keeps: keeps) : rest.page(index - count, keeps: keeps)
  }
}
