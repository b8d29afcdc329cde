// SPDX-License-Identifier: Apache-2.0

extension Finding {
  /// The finding in one line of words, without the action: `/body/Connection/Status was string, is integer`.
  package var message: String {
    let about = outcome.isEmpty ? "" : " of \(outcome)"
    let place = (place.side == .request ? "request " : "") + self.place.pointer + about
    switch rule {
    case .operationRemoved: return "is no longer called (\(Self.times(old.seen)) before)"
    case .operationAdded: return "is new (called \(Self.times(new.seen)))"
    case .outcomeFailed, .outcomeSucceeded, .outcomeStatus, .errorCode, .errorForm:
      return "\(old.text) became \(new.text)"
    case .environmentThrottled, .environmentFailed:
      return "\(new.text) was answered (in \(new.seen) of \(Self.samples(new.samples)))"
    case .errorSeen: return "the error \(new.text) is new here (\(Self.times(new.seen)))"
    case .errorMessage: return "the message\(about) changed"
    case .requestService: return "was called as \(old.text), is called as \(new.text)"
    case .timingSlower: return "took \(old.example ?? "") in the median, takes \(new.example ?? "")"
    case .sizeGrown: return "answered \(old.example ?? "") in the median, answers \(new.example ?? "")"
    case .valuePinned: return "\(place) was \(old.example ?? "not there"), is \(new.example ?? "not there")"
    case .memberRequiredRemoved, .memberRemoved, .headerRequiredRemoved, .headerRemoved, .requestMemberRemoved,
      .requestRequiredRemoved:
      return "\(place) is gone (it was in \(Self.all(old.samples)))"
    case .memberOptional:
      return "\(place) is in \(new.seen) of \(Self.samples(new.samples)) (it was in \(Self.all(old.samples)))"
    case .memberAdded, .headerAdded, .requestMemberAdded:
      return "\(place) is new (in \(new.seen) of \(Self.samples(new.samples)))"
    case .memberUnmodelled:
      return "\(place) is new, and not in the model (in \(new.seen) of \(Self.samples(new.samples)))"
    case .enumSeen, .enumUnmodelled, .requestEnum:
      return "\(place) has the new value \(new.text)\(rule == .enumSeen ? "" : ", which is not in the model")"
    case .enumGone: return "\(place) no longer has the value \(old.text)"
    case .nullSeen: return "\(place) is null (in \(new.seen) of \(Self.samples(new.samples)))"
    case .nullGone: return "\(place) is never null (it was in \(old.seen) of \(Self.samples(old.samples)))"
    case .bodyUnreadable:
      return "\(place) is missing or cannot be read (in \(new.seen) of \(Self.samples(new.samples)))"
    case .pageStarted: return "\(place) says that there is more; before, the answer was whole"
    case .pageEnded: return "\(place) is gone: the answer is whole"
    case .modelOperation: return "is no operation of the service (called \(Self.times(new.seen)))"
    case .modelMember, .modelRequestMember:
      return "\(place) is not in the model (in \(new.seen) of \(Self.samples(new.samples)))"
    case .modelRequired, .modelRequestRequired:
      return "\(place) is required and missing (from \(new.seen) of \(Self.samples(new.samples)))"
    case .modelKind, .modelRequestKind: return "\(place) is \(new.text), the model says \(old.text)"
    case .modelEnum, .modelRequestEnum: return "\(place) is \(new.text), which is not in the model"
    case .modelError: return "the error \(new.text) is not in the model (\(Self.times(new.seen)))"
    default: return "\(place) was \(old.text), is \(new.text)"
    }
  }

  private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }

  private static func all(_ count: Int) -> String { count == 1 ? "the one sample" : "all \(count) samples" }

  private static func samples(_ count: Int) -> String { count == 1 ? "1 sample" : "\(count) samples" }
}
