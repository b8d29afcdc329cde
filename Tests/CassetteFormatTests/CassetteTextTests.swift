// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import TestSupport
import Testing

@testable import CassetteFormat

@Suite("The text of a cassette")
struct CassetteTextTests {
  private static let exchanges = (0..<3).map { index in
    SampleExchange.make(
      action: ["GetConnection", "ListTags", "ListHosts"][index], at: Timestamp(seconds: 1_795_338_487 - Int64(index)),
      responseBody: Array("{\"n\":\(index)}".utf8))
  }

  private static func text(_ exchanges: [Exchange] = exchanges) throws -> [UInt8] {
    try CassetteText.write(exchanges.map { $0.encoded() }, tool: "tapedeck 0.1.0", redaction: "basic-1")
  }

  private func code(_ text: String) -> CassetteError.Code? { code(Array(text.utf8)) }

  private func code(_ bytes: [UInt8]) -> CassetteError.Code? {
    do throws(CassetteError) {
      _ = try CassetteText(bytes)
      return nil
    } catch {
      return error.code
    }
  }

  @Test("gives header and exchanges back", arguments: 0..<4)
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let exchanges = (0..<20).map { _ in SampleExchange.random(&random) }
    let text = try CassetteText(Self.text(exchanges))
    #expect(try text.places.map { try text.exchange($0) } == exchanges)
    #expect(text.header.recordedAt == exchanges.map(\.at).min())
    #expect(text.header.tool == "tapedeck 0.1.0" && text.header.redaction == "basic-1")
    #expect(text.header.sources == Set(exchanges.map(\.endpoint)).sorted())
  }

  @Test("is the same for the same exchanges, each line JSON")
  func deterministic() throws {
    let bytes = try Self.text()
    #expect(try Self.text() == bytes)
    let lines = bytes.split(separator: 0x0A)
    #expect(lines.count == 5 && bytes.last == 0x0A)
    for line in lines { _ = try JSONReader.read(Array(line)) }
  }

  @Test("names the protocols of its requests, those of REST services too")
  func protocols() throws {
    func header(_ service: String, _ operation: String) throws -> [String] {
      var exchange = SampleExchange.make()
      exchange.action = Action(service: service, operation: operation)
      exchange.request.head.fields = []
      return try CassetteText(Self.text([exchange])).header.protocols
    }
    #expect(try header("s3", "GetObject") == ["restXml"])
    #expect(try header("lambda", "GetFunction") == ["restJson1"])
    #expect(try header("sts", "GetCallerIdentity") == ["awsQuery"])
    #expect(try header("ec2", "DescribeVpcs") == ["ec2Query"])
    #expect(try header("s3", "GET /") == ["restXml"])
    #expect(try header("http", "GET /") == ["http"])
    #expect(try CassetteText(Self.text()).header.protocols == ["awsJson1_0"])
  }

  @Test("may be empty of exchanges")
  func noExchanges() throws {
    let text = try CassetteText(Self.text([]))
    #expect(text.count == 0 && text.header.recordedAt == nil && text.header.sources.isEmpty)
  }

  @Test("is not written with a line that is no exchange")
  func badLine() {
    #expect { try CassetteText.write([Array("{}".utf8)], tool: "", redaction: "") } throws: {
      ($0 as? CassetteError)?.code == .badLine
    }
    #expect { try CassetteText.write([Array("x".utf8)], tool: "", redaction: "") } throws: {
      ($0 as? CassetteError)?.code == .badLine
    }
  }

  @Test("is refused with a word about what is wrong")
  func refusals() throws {
    let whole = String(decoding: try Self.text(), as: UTF8.self)
    let lines = whole.split(separator: "\n")
    func joined(_ lines: [Substring]) -> String { lines.joined(separator: "\n") + "\n" }
    #expect(code("") == .empty)
    #expect(code("\n") == .empty && code("\n\n\n") == .empty)
    #expect(code("x") == .noHeader && code("{}") == .noHeader && code("[]\n") == .noHeader)
    #expect(code(#"{"tapedeck":"1"}"#) == .noHeader && code(#"{"tapedeck":0}"#) == .noHeader)
    #expect(code(#"{"tapedeck":3}"#) == .newerVersion)
    #expect(code(#"{"tapedeck":1}"#) == .noTrailer)
    #expect(code(joined(lines.dropLast())) == .noTrailer)
    #expect(code(String(whole.dropLast(10))) == .noTrailer)
    #expect(code(joined(Array(lines[..<1]) + Array(lines[2...]))) == .wrongCount)
    #expect(code(joined([lines[0], lines[2], lines[1], lines[3], lines[4]])) == .wrongDigest)
    #expect(code(whole.replacing("\"n\":1", with: "\"n\":9")) == .wrongDigest)
    #expect(code(whole.replacing("basic-1", with: "basic-2")) == .wrongDigest)
    #expect(code(whole + "{\"action\":1}\n") == .afterTrailer)
    #expect(code(whole.replacing("\"exchanges\":3", with: "\"exchanges\":\"3\"")) == .wrongCount)
    #expect(code(whole.replacing("\"sha256\"", with: "\"sha\"")) == .wrongDigest)
  }

  @Test("tells the line that a reader cannot read")
  func lineNumbers() throws {
    let bad = Array(#"{"request":{},"response":{"status":200},"region":"x"}"#.utf8)
    let good = Self.exchanges[0].encoded()
    let text = try CassetteText(CassetteText.write([good, bad, good], tool: "", redaction: ""))
    _ = try text.exchange(0)
    #expect { try text.exchange(1) } throws: { ($0 as? CassetteError)?.line == 3 }
  }

  @Test("damaged at any byte, is never taken for another cassette")
  func damage() throws {
    let bytes = try Self.text(Array(Self.exchanges.prefix(2)))
    let whole = try CassetteText(bytes)
    let exchanges = try whole.places.map { try whole.exchange($0) }
    for at in bytes.indices {
      for byte: UInt8 in [0x0A, 0x20, 0x22, 0x7D, 0xFF, bytes[at] ^ 1] where byte != bytes[at] {
        var damaged = bytes
        damaged[at] = byte
        if let text = try? CassetteText(damaged) {
          #expect(text.header == whole.header)
          #expect(try text.places.map { try text.exchange($0) } == exchanges)
        }
        _ = try? CassetteSalvage(TextPages(damaged))
      }
      if code(Array(bytes[..<at])) == nil { #expect(at == bytes.count - 1) }
    }
  }

  @Test("gives all whole lines when salvaged, and tells what is wrong with the rest")
  func salvage() throws {
    let bytes = try Self.text()
    let lines = bytes.split(separator: 0x0A).map { Array($0) }
    let whole = try salvage(bytes)
    #expect(whole.whole == [0, 1, 2] && whole.damage.isEmpty)

    let torn = try salvage(Array((lines[0] + [0x0A] + lines[1] + [0x0A] + lines[2]).dropLast(5)))
    #expect(torn.whole == [0] && torn.damage.map(\.code) == [.badLine, .noTrailer] && torn.damage.first?.line == 3)
    #expect(try torn.text.exchange(0) == Self.exchanges[0])

    var middle = lines
    middle[2][20] = 0xFF
    let rest = try salvage(Array(middle.joined(separator: [0x0A])))
    #expect(try rest.whole.map { try rest.text.exchange($0) } == [Self.exchanges[0], Self.exchanges[2]])
    #expect(rest.damage.map(\.code) == [.badLine, .wrongDigest])

    let fewer = try salvage(Array([lines[0], lines[1], lines[4]].joined(separator: [0x0A])))
    #expect(fewer.whole == [0] && fewer.damage.map(\.code) == [.wrongCount])
  }

  private func salvage(_ bytes: [UInt8]) throws -> CassetteSalvage { try CassetteSalvage(TextPages(bytes)) }

  @Test("cannot be salvaged without its header")
  func salvageNothing() {
    #expect { try salvage([]) } throws: { ($0 as? CassetteError)?.code == .empty }
    #expect { try salvage([0x0A]) } throws: { ($0 as? CassetteError)?.code == .empty }
    #expect { try salvage([0x7B]) } throws: { ($0 as? CassetteError)?.code == .noHeader }
  }
}
