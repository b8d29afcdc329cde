// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Random XML documents, written in the many ways that there are.
enum SampleXML {
  static func body(_ random: inout SplitMix) -> [UInt8] {
    let head = ["", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", "<!-- & -->"].randomElement(using: &random) ?? ""
    return Array((head + element(&random, depth: 4) + (Bool.random(using: &random) ? "\n" : "")).utf8)
  }

  private static func element(_ random: inout SplitMix, depth: Int) -> String {
    let name = ["a", "b", "ns:c", "Key-1", "é"].randomElement(using: &random) ?? "a"
    var tag = "<\(name)"
    for attribute in ["k", "p:l"] where Int.random(in: 0..<5, using: &random) == 0 {
      tag += " \(attribute)=\"\(text(&random, sections: false))\""
    }
    switch Int.random(in: 0..<(depth > 0 ? 6 : 3), using: &random) {
    case 0: return tag + "/>"
    case 1, 2: return "\(tag)>\(text(&random, sections: true))</\(name)>"
    default:
      let parts = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        switch Int.random(in: 0..<6, using: &random) {
        case 0: text(&random, sections: true) + "<b/>"
        case 1: "\n  <!-- <x> --><b/>"
        default: element(&random, depth: depth - 1)
        }
      }
      return "\(tag)>\(parts.joined())</\(name) >"
    }
  }

  private static func text(_ random: inout SplitMix, sections: Bool) -> String {
    let parts = ["a", "Z9", " ", "\n", "é", "🚀", "&lt;", "&amp;", "&#10;", "&#x41;", "]]", "'", ">"]
    let section = ["<![CDATA[<&]]>", "<![CDATA[]]>", "<![CDATA[x]]]>"]
    return (0..<Int.random(in: 0...4, using: &random)).map { _ in
      (sections && Int.random(in: 0..<6, using: &random) == 0 ? section : parts).randomElement(using: &random) ?? ""
    }.joined()
  }
}
