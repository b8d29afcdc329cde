// SPDX-License-Identifier: Apache-2.0

import CLibFuzzer

// libFuzzer round one reader, which TAPEDECK_READER names; the arguments are libFuzzer's own. Built by scripts/fuzz.
//
// libFuzzer starts this program again for some of its work, with other arguments: hence the variable.
guard let name = getenv("TAPEDECK_READER").map({ String(cString: $0) }), let reader = HostileReader(rawValue: name)
else {
  print("TAPEDECK_READER has to be one of \(HostileReader.allCases.map(\.rawValue).joined(separator: " "))")
  exit(2)
}

nonisolated(unsafe) let chosen = reader
var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(
  LLVMFuzzerRunDriver(&count, &arguments) { start, count in
    do {
      try chosen.read([UInt8](UnsafeBufferPointer(start: start, count: count)))
    } catch {
      print("broken: \(error)")
      abort()
    }
    return 0
  })
