// SPDX-License-Identifier: Apache-2.0

package import AWSProtocols
internal import Documents
internal import Synchronization

/// A stateful stand-in, in memory, for AWS CodeStar Connections and its successor AWS CodeConnections.
///
/// It is not AWS and says so: every answer carries `x-tapedeck-simulator: 1`. What it does is observed, modelled or
/// assumed as docs/simulator.md tells. The same seed and the same requests in the same order give the same answers.
/// May be called from any thread.
package final class ConnectionsSimulator: Sendable {
  private let world: Mutex<World>

  /// A service without resources. `fixedTime` is where its clock stands, which goes with the machine's where there is
  /// none.
  package init(
    accounts: Accounts = Accounts(), seed: UInt64 = 0, handshake: Handshake = .manual, fixedTime: Timestamp? = nil
  ) {
    world = Mutex(
      World(accounts: accounts, seed: seed, handshake: handshake, clock: SimulatedClock(fixed: fixedTime)))
  }

  /// Answers one request, which may be anything at all.
  /// - Parameters:
  ///   - keyID: the access key id of the caller; nil where it is the one that the request is signed with.
  ///   - now: the machine's time.
  package func respond(to request: HTTPRequest, ofKey keyID: String? = nil, at now: Timestamp) -> HTTPResponse {
    AdminCall.isAsked(by: request.head) ? admin(request, at: now) : answer(request, keyID, at: now)
  }

  /// The longest body that a request may have; a longer one need not be read to its end.
  static func bodyLimit(for head: HTTPRequestHead) -> Int {
    (AdminCall.isAsked(by: head) ? AdminCall.limits : ServiceRequest.limits).bytes
  }

  private func answer(_ request: HTTPRequest, _ keyID: String?, at now: Timestamp) -> HTTPResponse {
    let parsed: Result<ServiceRequest, ServiceError>
    do throws(ServiceError) {
      parsed = .success(try ServiceRequest(request))
    } catch {
      parsed = .failure(error)
    }
    let (requestID, moment, outcome) = world.withLock { world in
      let (requestID, moment) = (world.requestID(), world.clock.moment(at: now))
      return (requestID, moment, parsed.flatMap { world.answer($0, ofKey: keyID ?? $0.accessKeyID, at: moment) })
    }
    let (status, body): (Int, [UInt8]) =
      switch outcome {
      case .success(let body): (200, body)
      case .failure(let error): (error.status, error.body(for: ServiceRequest.service(of: request)))
      }
    return Self.response(
      status, HTTPField("x-amzn-RequestId", requestID), type: "application/x-amz-json-1.0", body, at: moment)
  }

  private func admin(_ request: HTTPRequest, at now: Timestamp) -> HTTPResponse {
    var status = 200
    var body: [UInt8]
    do throws(AdminError) {
      body = try carryOut(AdminCall(request), at: now)
    } catch {
      status = error.code.rawValue
      body = error.body
    }
    return Self.response(status, type: "application/json", body, at: now)
  }

  private func carryOut(_ call: AdminCall, at now: Timestamp) throws(AdminError) -> [UInt8] {
    let outcome: Result<[UInt8], AdminError> = world.withLock { world in
      var output = JSONWriter()
      var failure: AdminError?
      output.object { members in
        do throws(AdminError) {
          try call.action.handle(call.input, &world, now, &members)
        } catch {
          failure = error
        }
      }
      return failure.map { .failure($0) } ?? .success(output.bytes)
    }
    return try outcome.get()
  }

  private static func response(
    _ status: Int, _ fields: HTTPField..., type: String, _ body: [UInt8], at moment: Timestamp
  ) -> HTTPResponse {
    let common = [
      HTTPField("Content-Type", type), HTTPField("Content-Length", String(body.count)),
      HTTPField("Date", moment.httpDate), HTTPField("x-tapedeck-simulator", "1"),
    ]
    return HTTPResponse(head: HTTPResponseHead(status: status, fields: HTTPFields(fields + common)), body: body)
  }
}
