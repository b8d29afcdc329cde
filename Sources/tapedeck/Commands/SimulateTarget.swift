// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import ArgumentParser
internal import Documents
internal import Engine
internal import Upstream

/// Which running service is meant.
struct SimulatorTarget: ParsableArguments {
  @Option(help: ArgumentHelp("The endpoint of the running service. Default: AWS_ENDPOINT_URL.", valueName: "URL"))
  var endpoint: String?

  /// Carries out one action.
  /// - Returns: the answer's body, a JSON object.
  func call(_ action: String, _ body: [UInt8]) async throws -> [UInt8] {
    guard let url = endpoint ?? processEnvironment()["AWS_ENDPOINT_URL"] else {
      throw Failure(
        ExitStatus.usage, "no service is named: give --endpoint URL, or set AWS_ENDPOINT_URL as 'simulate' prints it")
    }
    guard let scheme = url.firstRange(of: "://") else {
      throw Failure(ExitStatus.usage, "--endpoint takes a URL with http://, not '\(url)'")
    }
    let authority = url[scheme.upperBound...].prefix { $0 != "/" }
    let path = url[authority.endIndex...]
    let request = UpstreamRequest(
      origin: String(url[..<authority.endIndex]),
      head: HTTPRequestHead(
        method: "POST", target: (path.hasSuffix("/") ? path.dropLast() : path) + "/_tapedeck/\(action)",
        fields: [HTTPField("Host", String(authority)), HTTPField("Content-Type", "application/json")]),
      body: .bytes(body))
    let (status, answer) = try await exchange(request)
    guard status == 200 else {
      let reason = (try? JSONReader.read(answer).root["error"]?.string) ?? "\(url) is no service of 'tapedeck simulate'"
      throw Failure(ExitStatus.usage, "\(action): \(reason)")
    }
    return answer
  }

  private func exchange(_ request: UpstreamRequest) async throws -> (status: Int, body: [UInt8]) {
    let upstream: CurlUpstream
    do throws(CurlStartError) {
      upstream = try CurlUpstream(CurlUpstreamOptions(ignoreProxies: true))
    } catch {
      throw Failure(ExitStatus.upstream, "\(error)")
    }
    defer { upstream.shutdown() }
    let (events, continuation) = AsyncStream.makeStream(of: UpstreamEvent.self)
    let transfer = upstream.start(request) { $0.forEach { continuation.yield($0) } }
    var answer = (status: 0, body: [UInt8]())
    for await event in events {
      switch event {
      case .head(let head): answer.status = head.status
      case .body(let bytes):
        answer.body += bytes
        transfer.consumed(bytes.count)
      case .end: continuation.finish()
      case .failed(let failure): throw Failure(ExitStatus.upstream, "\(failure)")
      case .taken: break
      }
    }
    return answer
  }
}

/// In which account and region the resource is that is meant.
struct SimulatorRegion: ParsableArguments {
  @Option(help: "The account of the resource. Default: the service's own, which callers without another have.")
  var account: String?

  @Option(help: "The region of the resource. Default: AWS_REGION, AWS_DEFAULT_REGION, us-east-1.")
  var region: String?

  func write(to body: inout JSONWriter) {
    let environment = processEnvironment()
    if let account { body.member("Account", account) }
    body.member(
      "Region", region ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? "us-east-1")
  }
}
