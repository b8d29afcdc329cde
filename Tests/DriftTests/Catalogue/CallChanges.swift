// SPDX-License-Identifier: Apache-2.0

import AWSProtocols

@testable import Drift

/// Which calls there are, how long they take and how much they answer.
extension Change {
  static let calls: [Change] = [
    Change(
      "an operation is no longer called", in: .connections, .operationRemoved, .warning,
      "codestar-connections:ListHosts", at: "", in: .call
    ) { try $0.remove { $0.action.operation == "ListHosts" } },
    Change(
      "an operation is no longer called", in: .query, .operationRemoved, .warning, "sts:GetCallerIdentity", at: "",
      in: .call
    ) { try $0.remove { $0.action.operation == "GetCallerIdentity" } },
    Change(
      "an operation is new", in: .ec2, of: .old, .operationAdded, .info, "ec2:DescribeInstances", at: "", in: .call
    ) { try $0.remove { $0.action.operation == "DescribeInstances" } },
    Change(
      "an operation is new", in: .cloudwatch, of: .old, .operationAdded, .info, "cloudwatch:GetMetricStatistics",
      at: "", in: .call
    ) { try $0.remove { $0.action.operation == "GetMetricStatistics" } },
    Change(
      "a call more fails as none did", in: .connections, .errorSeen, .info, "codestar-connections:GetConnection",
      at: "/body/__type"
    ) { tape in
      guard var call = tape.phases.joined().joined().first(where: { $0.action.operation == "GetConnection" }) else {
        throw Tape.Unchanged()
      }
      call.fail(400, #"{"__type":"LimitExceededException","Message":"none"}"#)
      tape.phases[1].append([call])
    },
    Change(
      "answers take longer", in: .lambda, .timingSlower, .info, "lambda:CreateFunction", at: "", in: .call,
      settings: .on(.timingSlower, .info)
    ) { try $0.calls("CreateFunction") { $0.took = 4000 } },
    Change(
      "answers are larger", in: .dynamodb, .sizeGrown, .info, "dynamodb:Query", at: "", in: .call,
      settings: .on(.sizeGrown, .info)
    ) { tape in
      try tape.calls("Query") { call in
        let item = call.answer.dropFirst(#"{"Items":["#.count).prefix { $0 != "]" }
        call.answer = call.answer.replacing(
          #"{"Items":["#, with: #"{"Items":["# + String(repeating: "\(item)]}},", count: 40))
      }
    },
  ]
}
