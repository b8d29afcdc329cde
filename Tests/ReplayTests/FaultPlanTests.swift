// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Replay

@Suite struct FaultPlanTests {
  private func numbers(_ faults: String..., of operations: [String]) throws -> [Int?] {
    var plan = FaultPlan(try faults.map { text throws(FaultSyntaxError) in try Fault(text) })
    return operations.map { operation in
      plan.next(Action(service: "dynamodb", operation: operation)).flatMap { fault in
        faults.firstIndex(of: fault.description)
      }
    }
  }

  @Test("A fault takes the requests of its occasion, counted from 1 among those that it matches")
  func occasions() throws {
    let six = Array(repeating: "GetItem", count: 6)
    #expect(try numbers("GetItem:reset@3", of: six) == [nil, nil, 0, nil, nil, nil])
    #expect(try numbers("GetItem:reset@3-", of: six) == [nil, nil, 0, 0, 0, 0])
    #expect(try numbers("GetItem:reset@2-4", of: six) == [nil, 0, 0, 0, nil, nil])
    #expect(try numbers("GetItem:reset@every=2", of: six) == [nil, 0, nil, 0, nil, 0])
    #expect(try numbers("GetItem:reset", of: six) == [0, 0, 0, 0, 0, 0])
    #expect(try numbers("GetItem:reset@2", of: ["GetItem", "PutItem", "GetItem"]) == [nil, nil, 0])
    #expect(try numbers("sqs:*:reset", of: six) == [nil, nil, nil, nil, nil, nil])
  }

  @Test("Of several faults that are due the first takes the request, and all count it")
  func several() throws {
    let found = try numbers("*:reset@2", "Get*:timeout@2-", "Get*:throttle@3", of: ["GetItem", "GetItem", "GetItem"])
    #expect(found == [nil, 0, 1])
  }

  @Test("The plan knows which faults did not take place")
  func unfired() throws {
    var plan = FaultPlan([try Fault("GetItem:reset@2"), try Fault("*:reset@1"), try Fault("PutItem:reset")])
    _ = plan.next(Action(service: "dynamodb", operation: "GetItem"))
    #expect(plan.unfired.map(\.fault.description) == ["GetItem:reset@2", "PutItem:reset"])
    #expect(plan.unfired.map(\.count) == [1, 0])
  }
}
