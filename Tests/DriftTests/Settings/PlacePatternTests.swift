// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import Drift

@Suite("A path to the places of findings")
struct PlacePatternTests {
  @Test(
    "begins with a part of a message, or with a wildcard",
    arguments: [
      "/body", "/body/Items/*/Id", "/status", "/headers/server", "/uri/Bucket", "/query/x", "/*/x", "/**/Id",
    ])
  func read(text: String) {
    #expect(Place.pattern(text)?.description == text)
  }

  @Test("is nothing else", arguments: ["", "/", "body", "/Body", "/Items/Id", "/header/x", "/body/~2", "x/body"])
  func refused(text: String) {
    #expect(Place.pattern(text) == nil)
  }

  @Test("has header names in lower case, and other names as they are")
  func lowerCase() {
    #expect(Place.pattern("/headers/X-Amz-Meta-A")?.description == "/headers/x-amz-meta-a")
    #expect(Place.pattern("/headers/*")?.description == "/headers/*")
    #expect(Place.pattern("/body/headers/Name")?.description == "/body/headers/Name")
  }
}
