// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CassetteFormat

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what a cassette holds: a line an exchange, or one exchange whole.",
    discussion: """
        tapedeck show app.cassette
        tapedeck show app.cassette --exchange 3
        tapedeck show app.cassette --json | jq -r .action
      """)

  @Argument(help: "The cassette.") var cassette: String
  @Option(name: .shortAndLong, help: "Show this exchange whole, counted from 1.") var exchange: Int?
  @Flag(help: "Print the exchanges as JSON lines.") var json = false

  func run() throws {
    let text = try Cassettes.load(cassette, keeping: Cassettes.inOrder)
    if let exchange {
      guard text.places.contains(exchange - 1) else {
        throw Failure(ExitStatus.usage, "\(cassette) holds exchanges 1 to \(text.count); there is no \(exchange)")
      }
    }
    let places = exchange.map { $0 - 1..<$0 } ?? text.places
    if !json, exchange == nil { Terminal.out(ExchangeText.header(text)) }
    for place in places {
      let item: Exchange
      do throws(CassetteError) {
        if json {
          Terminal.out(try text.line(place) + [0x0A])
          continue
        }
        item = try text.exchange(place)
      } catch {
        throw Failure(ExitStatus.cassette, Cassettes.message(error, cassette))
      }
      Terminal.out(
        exchange == nil ? ExchangeText.line(item, number: place + 1) : ExchangeText.whole(item, number: place + 1))
    }
  }
}

struct CatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cat",
    abstract: "Print a whole cassette as text; made for git's textconv.",
    discussion: """
      To see cassettes in 'git diff' and 'git log -p':
        echo '*.cassette -text diff=tapedeck' >> .gitattributes
        git config diff.tapedeck.textconv 'tapedeck cat'
      """)

  @Argument(help: "The cassette.") var cassette: String

  func run() throws {
    let text = try Cassettes.load(cassette, keeping: Cassettes.inOrder)
    Terminal.out(ExchangeText.header(text))
    for place in text.places {
      do throws(CassetteError) {
        Terminal.out("")
        Terminal.out(ExchangeText.whole(try text.exchange(place), number: nil))
      } catch {
        throw Failure(ExitStatus.cassette, Cassettes.message(error, cassette))
      }
    }
  }
}
