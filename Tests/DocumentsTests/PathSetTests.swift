// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Documents

@Suite("Sets of paths")
struct PathSetTests {
  private func set(_ texts: String...) -> PathSet { PathSet(texts.compactMap { DocumentPath($0) }) }

  private func at(_ set: PathSet, _ steps: [String]) -> PathSet {
    steps.reduce(set) { set, step in
      Int(step).map { set.element($0) } ?? Array(step.utf8).withUnsafeBytes { set.member($0) }
    }
  }

  private func matches(_ set: PathSet, _ place: String) -> Bool {
    at(set, place.split(separator: "/").map(String.init)).isMatch
  }

  @Test("match the places that one of them leads to, and no others")
  func literal() {
    let paths = set("/b/c", "/a", "/b/d", "/l/1/x", "/ab")
    for place in ["/a", "/b/c", "/b/d", "/l/1/x", "/ab"] { #expect(matches(paths, place), "\(place)") }
    for place in ["", "/b", "/c", "/a/a", "/b/c/d", "/l/0/x", "/l/11/x", "/A", "/abc"] {
      #expect(!matches(paths, place), "\(place)")
    }
  }

  @Test("take * for one step, be it a member or an element")
  func any() {
    let paths = set("/a/*/b", "/*")
    #expect(matches(paths, "/a/x/b") && matches(paths, "/a/3/b") && matches(paths, "/q"))
    #expect(!matches(paths, "/a/b") && !matches(paths, "/a/x/y/b") && !matches(paths, "/q/q") && !matches(paths, ""))
  }

  @Test("take ** for any number of steps")
  func anyDepth() {
    let paths = set("/**/token", "/deep/**", "/x/**/**/y")
    for place in ["/token", "/a/token", "/a/0/token/token", "/deep", "/deep/a", "/deep/a/b", "/x/y", "/x/1/2/3/y"] {
      #expect(matches(paths, place), "\(place)")
    }
    for place in ["", "/a", "/token/a", "/y", "/x/y/z"] { #expect(!matches(paths, place), "\(place)") }
    #expect(matches(set("/**"), "") && matches(set("/**"), "/a/b"))
  }

  @Test("are empty where no path leads on")
  func empty() {
    #expect(PathSet.none.isEmpty && !PathSet.none.isMatch && PathSet([DocumentPath]()).isEmpty)
    let paths = set("/a/b")
    #expect(
      !paths.isEmpty && !at(paths, ["a"]).isEmpty && at(paths, ["b"]).isEmpty && at(paths, ["a", "b", "c"]).isEmpty)
    #expect(at(.none, ["a", "0"]).isEmpty)
  }

  @Test("agree with each path asked alone", arguments: 0..<8)
  func agreement(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let steps: [DocumentPath.Step] = [.name("a"), .name("b"), .name("1"), .any, .anyDepth]
    func pick<T>(_ choices: [T]) -> T { choices[Int.random(in: 0..<choices.count, using: &random)] }
    for _ in 0..<200 {
      let paths = (0..<pick([1, 2, 5])).map { _ in (0..<pick([1, 2, 3, 4])).map { _ in pick(steps) } }
      let place = (0..<pick([0, 1, 2, 3, 5])).map { _ in pick(["a", "b", "1", "c"]) }
      let set = PathSet(paths.compactMap { DocumentPath(text($0)) })
      #expect(at(set, place).isMatch == paths.contains { matches($0[...], place[...]) }, "\(paths) \(place)")
    }
  }

  private func text(_ steps: [DocumentPath.Step]) -> String {
    steps.map { step in
      switch step {
      case .name(let name): "/\(name)"
      case .any: "/*"
      case .anyDepth: "/**"
      }
    }.joined()
  }

  /// The meaning of a path, said as plainly as can be.
  private func matches(_ steps: ArraySlice<DocumentPath.Step>, _ place: ArraySlice<String>) -> Bool {
    guard let step = steps.first else { return place.isEmpty }
    switch step {
    case .anyDepth: return matches(steps.dropFirst(), place) || (!place.isEmpty && matches(steps, place.dropFirst()))
    case .any: return !place.isEmpty && matches(steps.dropFirst(), place.dropFirst())
    case .name(let name): return place.first == name && matches(steps.dropFirst(), place.dropFirst())
    }
  }
}
