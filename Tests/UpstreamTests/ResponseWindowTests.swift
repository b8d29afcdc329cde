// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Upstream

@Suite("The window of a response")
struct ResponseWindowTests {
  @Test("It holds back the piece that would overfill it, until there is room for all of it")
  func hold() {
    var window = ResponseWindow()
    #expect(window.admit(ResponseWindow.size - 10) == true)
    #expect(window.admit(10) == true)
    #expect(window.admit(16) == false)
    #expect(window.consume(15) == false)
    #expect(window.takeHeld() == false)
    #expect(window.consume(1) == true)
    #expect(window.takeHeld() == true)
    #expect(window.takeHeld() == false)
    #expect(window.admit(16) == true)
  }

  @Test("A piece larger than the window passes an empty one; consuming too much is not counted")
  func large() {
    var window = ResponseWindow()
    #expect(window.admit(ResponseWindow.size * 2) == true)
    #expect(window.admit(1) == false)
    #expect(window.consume(ResponseWindow.size * 9) == true)
    #expect(window.takeHeld() == true)
    #expect(window.admit(ResponseWindow.size) == true)
    #expect(window.admit(1) == false)
  }
}
