// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols

/// A failure that is put in the place of a recorded answer: `ListConnections:throttle@3`.
package struct Fault: Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Hashable, Sendable {
    /// The throttling error of the protocol.
    case throttle
    /// An error of the service's; without a status, the likeliest.
    case error(code: String, status: Int?)
    /// The connection ends before the answer.
    case reset
    /// The connection ends in the middle of the body.
    case truncate
    /// There is no answer.
    case timeout
    /// The answer is whole, and late.
    case delay(Duration)
  }

  /// Which of the matching requests it is for, counted from 1; both ends count.
  package enum Occasion: Hashable, Sendable {
    case between(Int, Int)
    /// Every k-th.
    case each(Int)

    func isDue(_ number: Int) -> Bool {
      switch self {
      case .between(let first, let last): first <= number && number <= last
      case .each(let step): number % step == 0
      }
    }
  }

  package let action: ActionPattern
  package let kind: Kind
  package let occasion: Occasion
  /// As it was written.
  package let description: String

  /// Reads `ACTION:KIND` or `ACTION:KIND@WHEN`.
  package init(_ text: String) throws(FaultSyntaxError) {
    let at = text.lastIndex(of: "@")
    guard let occasion = at.map({ Occasion(text[text.index(after: $0)...]) }) ?? .between(1, .max) else {
      throw FaultSyntaxError(text, "behind '@' stands N, N-, N-M or every=K, with numbers from 1 on")
    }
    let rule = text[..<(at ?? text.endIndex)]
    guard let colon = rule.lastIndex(of: ":"), let action = ActionPattern(String(rule[..<colon])) else {
      throw FaultSyntaxError(text, "it needs an action and a kind with ':' between them")
    }
    guard let kind = Kind(rule[rule.index(after: colon)...]) else {
      throw FaultSyntaxError(
        text, "the kind is throttle, reset, truncate, timeout, delay=DURATION or an error code such as NotFound/404")
    }
    self.action = action
    self.kind = kind
    self.occasion = occasion
    description = text
  }
}

/// Why a text is no fault.
package struct FaultSyntaxError: Error, Equatable, Sendable, CustomStringConvertible {
  private let text: String
  private let reason: String

  init(_ text: String, _ reason: String) {
    self.text = text
    self.reason = reason
  }

  package var description: String {
    "'\(text)' is no fault: \(reason). Examples: 'ListConnections:throttle@3', 's3:*:reset@every=10', "
      + "'GetItem:delay=2s', 'CreateTable:ResourceInUseException/400@1-2'."
  }
}

extension Fault.Occasion {
  fileprivate init?(_ text: Substring) {
    func number(_ text: Substring) -> Int? {
      guard text.utf8.allSatisfy({ $0 &- 0x30 < 10 }), let number = Int(text), number > 0 else { return nil }
      return number
    }
    if text.hasPrefix("every=") {
      guard let step = number(text.dropFirst(6)) else { return nil }
      self = .each(step)
      return
    }
    let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = number(ends[0]) else { return nil }
    if ends.count == 1 {
      self = .between(first, first)
    } else if ends[1].isEmpty {
      self = .between(first, .max)
    } else {
      guard let last = number(ends[1]), last >= first else { return nil }
      self = .between(first, last)
    }
  }
}

extension Fault.Kind {
  fileprivate init?(_ text: Substring) {
    switch text {
    case "throttle": self = .throttle
    case "reset": self = .reset
    case "truncate": self = .truncate
    case "timeout": self = .timeout
    default:
      if text.hasPrefix("delay=") {
        guard let duration = Duration(written: text.dropFirst(6)) else { return nil }
        self = .delay(duration)
        return
      }
      let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      // Codes begin with a capital; so a mistyped word is not taken for one.
      guard let code = parts.first, let initial = code.utf8.first, initial &- 0x41 < 26,
        code.utf8.allSatisfy({ $0.asciiLowercased &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2E })
      else { return nil }
      var status: Int?
      if parts.count > 1 {
        guard let number = Int(parts[1]), (400...599).contains(number) else { return nil }
        status = number
      }
      self = .error(code: String(code), status: status)
    }
  }
}
