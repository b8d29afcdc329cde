// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import AWSProtocols

@Suite("The table of shapes")
struct ShapeTableTests {
  @Test("has a line for every operation of every service, and shapes for all of them")
  func operations() throws {
    for service in ServiceIndex.standard.services {
      let dialect = try #require(Dialect.allCases.first { service.hasModel(of: $0) }, "\(service.name)")
      let numbers = Set(service.operations.map(\.number))
      #expect(numbers == Set(0..<service.operationCount), "\(service.name)")
      let isSaid = service.operations.contains { service.answer(of: $0, in: dialect)?.members.isEmpty == false }
      #expect(isSaid || service.isRESTXML || dialect == .awsQuery || dialect == .ec2Query || dialect == .restJson1)
    }
  }

  @Test("gives many threads that ask for it at once the same shapes")
  func threads() async {
    let fresh = ServiceIndex(.embedded)
    let counts = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<8 { group.addTask { fresh.service(named: "iam")?.shapes.errors.count ?? 0 } }
      return await group.reduce(into: Set<Int>()) { $0.insert($1) }
    }
    #expect(counts == [ServiceIndex.standard.service(named: "iam")?.shapes.errors.count])
  }

  @Test("is empty where its text is, and asks for nothing that is not there")
  func empty() {
    let table = ShapeTable(IndexText(bytes: UnsafeRawBufferPointer(start: nil, count: 0)))
    #expect(table.members(of: 7).isEmpty && table.name(7).isEmpty && table.values(of: 7).count == 1)
    #expect(table.operation(-1).errors.isEmpty)
    let cursor = ModelCursor(table, .shape(3), .json)
    #expect(cursor.kind == .structure && cursor.member("a".utf8) == nil && cursor.element == nil)
  }

  @Test("never traps on a mutated text, wherever it is walked", arguments: 0..<8)
  func mutated(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let name = ["sqs", "sts", "codestar-connections", "route53", "ses", "lambda", "cloudwatch", "s3"][Int(seed)]
    let service = try #require(ServiceIndex.standard.service(named: name))
    let whole = Array(service.shapes.source.bytes)
    for _ in 0..<20 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        let at = Int.random(in: Bool.random(using: &random) ? bytes.indices : 0..<min(80, bytes.count), using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[at] = "\t\n{[<]>\"!.^_z-".utf8.randomElement(using: &random) ?? 0
        case 2: bytes.remove(at: at)
        default: bytes.insert(contentsOf: "9999999".utf8, at: at)
        }
      }
      bytes.removeLast(Int.random(in: 0...bytes.count / 3, using: &random))
      bytes.withUnsafeBytes { buffer in
        let table = ShapeTable(IndexText(bytes: buffer))
        for notation in [ModelCursor.Notation.json, .xml, .ec2Form] {
          for number in 0..<30 { walk(ModelCursor(table, .shape(number), notation)) }
        }
      }
    }
  }

  private func walk(_ root: ModelCursor) {
    var waiting = [root]
    var at = 0
    while at < min(waiting.count, 60) {
      let place = waiting[at]
      at += 1
      _ = (place.kind, place.timestampFormat, place.enumeration, place.member("Name".utf8))
      if let element = place.element { waiting.append(element) }
      waiting += place.members.map(\.place)
    }
  }
}
