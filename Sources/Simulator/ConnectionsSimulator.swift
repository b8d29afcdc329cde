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
  private struct World {
    var regions: [String: Region] = [:]
    /// For request ids only.
    var random: SeededGenerator
  }

  private let account: String
  private let seed: UInt64
  private let handshake: Handshake
  private let world: Mutex<World>

  /// A service without resources. `account` is the twelve digits that stand in every ARN.
  package init(account: String = "123456789012", seed: UInt64 = 0, handshake: Handshake = .manual) {
    self.account = account
    self.seed = seed
    self.handshake = handshake
    world = Mutex(World(random: SeededGenerator(seed: seed, name: "request ids")))
  }

  /// Answers one request, which may be anything at all; `now` is the moment that the answer is dated with.
  package func respond(to request: HTTPRequest, at now: Timestamp) -> HTTPResponse {
    var status = 200
    var body: [UInt8]
    do throws(ServiceError) {
      body = try answer(ServiceRequest(request), at: now)
    } catch {
      status = error.status
      body = error.body(for: ServiceRequest.service(of: request))
    }
    let requestID = world.withLock { $0.random.uuid() }
    return HTTPResponse(
      head: HTTPResponseHead(
        status: status,
        fields: [
          HTTPField("x-amzn-RequestId", requestID),
          HTTPField("Content-Type", "application/x-amz-json-1.0"),
          HTTPField("Content-Length", String(body.count)),
          HTTPField("Date", now.httpDate),
          HTTPField("x-tapedeck-simulator", "1"),
        ]),
      body: body)
  }

  /// Makes a connection or host AVAILABLE, as a person does in the console; false where the ARN names neither.
  @discardableResult
  package func completeHandshake(of arn: String) -> Bool {
    guard let region = ResourceARN(arn).map({ String($0.region) }) else { return false }
    return world.withLock { (try? $0.regions[region]?.completeHandshake(of: arn)) != nil }
  }

  private func answer(_ request: ServiceRequest, at now: Timestamp) throws(ServiceError) -> [UInt8] {
    let call = Call(
      input: request.input, operation: request.operation.name, service: request.service, region: request.region,
      account: account, handshake: handshake, now: now)
    let outcome: Result<[UInt8], ServiceError> = world.withLock { world in
      var output = JSONWriter()
      var failure: ServiceError?
      output.object { members in
        do throws(ServiceError) {
          try request.operation.handle(
            call, &world.regions[call.region, default: Region(name: call.region, seed: seed)], &members)
        } catch {
          failure = error
        }
      }
      return failure.map { .failure($0) } ?? .success(output.bytes)
    }
    return try outcome.get()
  }
}
