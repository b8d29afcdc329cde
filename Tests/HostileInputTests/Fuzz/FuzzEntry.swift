// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The reader that TAPEDECK_READER names: libFuzzer, whose arguments are its own, starts its program again and again.
private let chosen: HostileReader? = getenv("TAPEDECK_READER").flatMap { HostileReader(rawValue: String(cString: $0)) }

/// What libFuzzer calls with each input: https://llvm.org/docs/LibFuzzer.html. Built by scripts/fuzz.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let chosen else {
    print("TAPEDECK_READER has to be one of \(HostileReader.allCases.map(\.rawValue).joined(separator: " "))")
    exit(2)
  }
  do {
    try chosen.read([UInt8](UnsafeBufferPointer(start: start, count: count)))
  } catch {
    print("broken: \(error)")
    fflush(nil)
    abort()
  }
  return 0
}
