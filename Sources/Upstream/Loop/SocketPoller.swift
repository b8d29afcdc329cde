// SPDX-License-Identifier: Apache-2.0

internal import CCurl

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Waits until one of many sockets is ready: epoll on Linux, so that those which are not cost nothing; `poll` elsewhere.
///
/// Unchecked: after `init` only the loop's thread touches it.
final class SocketPoller: @unchecked Sendable {
  /// What a socket is waited for, and what it is ready for.
  struct Interest: OptionSet {
    let rawValue: UInt8
    static let reading = Interest(rawValue: UInt8(CURL_CSELECT_IN))
    static let writing = Interest(rawValue: UInt8(CURL_CSELECT_OUT))
  }

  #if os(Linux)
    /// How many sockets one call tells of at most; the others are told of by the next.
    private static let most = 256

    private let descriptor: CInt
    private var watched: [CInt: Interest] = [:]
    private var events = [epoll_event](repeating: epoll_event(), count: SocketPoller.most)

    init() throws(CurlStartError) {
      descriptor = epoll_create1(CInt(EPOLL_CLOEXEC))
      guard descriptor >= 0 else { throw CurlStartError("no epoll: \(String(cString: strerror(errno)))") }
    }

    deinit {
      close(descriptor)
    }

    /// Waits for that from now on; for nothing any more where it is empty.
    func watch(_ socket: CInt, for interest: Interest) {
      guard !interest.isEmpty else {
        // Where it is closed already, nobody watches it any more.
        if watched.removeValue(forKey: socket) != nil { epoll_ctl(descriptor, EPOLL_CTL_DEL, socket, nil) }
        return
      }
      var event = epoll_event()
      event.data.fd = socket
      if interest.contains(.reading) { event.events |= EPOLLIN.rawValue }
      if interest.contains(.writing) { event.events |= EPOLLOUT.rawValue }
      let isKnown = watched.updateValue(interest, forKey: socket) != nil
      // A number that was closed and given anew is not known to the system any more.
      if epoll_ctl(descriptor, isKnown ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event) != 0, isKnown {
        epoll_ctl(descriptor, EPOLL_CTL_ADD, socket, &event)
      }
    }

    /// Tells of each socket that is ready, after so many milliseconds at most.
    func wait(_ milliseconds: CInt, _ ready: (CInt, Interest) -> Void) {
      let count = epoll_wait(descriptor, &events, CInt(events.count), milliseconds)
      for place in 0..<max(0, Int(count)) {
        let (socket, bits) = (events[place].data.fd, events[place].events)
        // An error or a hang-up is found out by whatever is tried next.
        let isBroken = bits & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
        var interest: Interest = []
        if isBroken || bits & EPOLLIN.rawValue != 0 { interest.insert(.reading) }
        if isBroken || bits & EPOLLOUT.rawValue != 0 { interest.insert(.writing) }
        ready(socket, interest)
      }
    }
  #else
    private var watched: [CInt: Interest] = [:]

    init() throws(CurlStartError) {}

    func watch(_ socket: CInt, for interest: Interest) {
      watched[socket] = interest.isEmpty ? nil : interest
    }

    func wait(_ milliseconds: CInt, _ ready: (CInt, Interest) -> Void) {
      var polls = watched.map { socket, interest in
        let bits = (interest.contains(.reading) ? POLLIN : 0) | (interest.contains(.writing) ? POLLOUT : 0)
        return pollfd(fd: socket, events: Int16(bits), revents: 0)
      }
      guard poll(&polls, nfds_t(polls.count), milliseconds) > 0 else { return }
      for poll in polls where poll.revents != 0 {
        let isBroken = CInt(poll.revents) & (POLLERR | POLLHUP | POLLNVAL) != 0
        var interest: Interest = []
        if isBroken || CInt(poll.revents) & POLLIN != 0 { interest.insert(.reading) }
        if isBroken || CInt(poll.revents) & POLLOUT != 0 { interest.insert(.writing) }
        ready(poll.fd, interest)
      }
    }
  #endif
}
