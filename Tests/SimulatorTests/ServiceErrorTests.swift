// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Simulator

@Suite("Error bodies")
struct ServiceErrorTests {
  func body(_ error: ServiceError, _ service: ServiceName) -> String {
    String(decoding: error.body(for: service), as: UTF8.self)
  }

  @Test("A modelled error carries the service's namespace and the modelled member")
  func modelled() {
    let error = ServiceError(.resourceNotFound, "no")
    #expect(
      body(error, .codestarConnections)
        == #"{"__type":"com.amazonaws.codestar.connections#ResourceNotFoundException","Message":"no"}"#)
    #expect(
      body(error, .codeconnections)
        == #"{"__type":"com.amazonaws.codeconnections#ResourceNotFoundException","Message":"no"}"#)
    #expect(error.status == 400)
  }

  @Test("Errors of the framework carry its own")
  func framework() {
    #expect(
      body(.validation("m"), .codeconnections)
        == #"{"__type":"com.amazon.coral.validate#ValidationException","message":"m"}"#)
    #expect(
      body(.serialization("m"), .codeconnections)
        == #"{"__type":"com.amazon.coral.service#SerializationException","message":"m"}"#)
  }
}
