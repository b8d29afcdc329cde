// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CCurl

/// What libcurl reads by address while a transfer runs: the list of header lines and the body, in one allocation.
///
/// Unchecked: it is written by `init` alone and only read afterwards; whoever starts a transfer keeps it till the end.
final class RequestMemory: @unchecked Sendable {
  let lines: UnsafeMutablePointer<curl_slist>?
  let body: UnsafeRawBufferPointer
  private let memory: UnsafeMutableRawBufferPointer

  /// `suppressed` are the names of fields that libcurl would add by itself and shall not.
  init(fields: [HTTPField], suppressed: [String], body: [UInt8]) {
    var text: [UInt8] = []
    text.reserveCapacity(1024)
    var starts: [Int] = []
    starts.reserveCapacity(fields.count + suppressed.count)
    for field in fields {
      starts.append(text.count)
      text += field.name.utf8
      // libcurl drops a field without a value, unless a semicolon says that this is meant.
      if field.value.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
        text.append(0x3B)
      } else {
        text.append(0x3A)
        text.append(0x20)
        text += field.value.utf8
      }
      text.append(0)
    }
    for name in suppressed {
      starts.append(text.count)
      text += name.utf8
      text.append(0x3A)
      text.append(0)
    }
    let nodeBytes = starts.count * MemoryLayout<curl_slist>.stride
    memory = .allocate(
      byteCount: nodeBytes + text.count + body.count, alignment: MemoryLayout<curl_slist>.alignment)
    let nodes = UnsafeMutableRawBufferPointer(rebasing: memory[..<nodeBytes]).bindMemory(to: curl_slist.self)
    let lines = UnsafeMutableRawBufferPointer(rebasing: memory[nodeBytes..<nodeBytes + text.count])
      .bindMemory(to: CChar.self)
    let room = UnsafeMutableRawBufferPointer(rebasing: memory[(nodeBytes + text.count)...])
    UnsafeMutableRawBufferPointer(lines).copyBytes(from: text)
    room.copyBytes(from: body)
    for (index, start) in starts.enumerated() {
      nodes.initializeElement(
        at: index,
        to: curl_slist(
          data: lines.baseAddress?.advanced(by: start),
          next: index + 1 < starts.count ? nodes.baseAddress?.advanced(by: index + 1) : nil))
    }
    self.lines = starts.isEmpty ? nil : nodes.baseAddress
    self.body = UnsafeRawBufferPointer(room)
  }

  deinit {
    memory.deallocate()
  }
}
