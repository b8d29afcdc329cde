// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Engine
internal import Proxy

/// One run of a proxy: serves a command, or serves until a signal comes.
struct ProxyRun {
  let deck: Deck
  let options: ServeOptions
  /// What is run; nothing where it is to serve until a signal comes.
  let command: [String]
  let key: Credentials
  let region: String

  /// Runs to the end.
  /// - Returns: the command's exit status, or nil where there was none.
  func run(_ banner: String) async throws -> Int32? {
    let server: ProxyServer
    do throws(ProxyError) {
      server = try await ProxyServer(deck: deck, host: options.host, port: options.port)
    } catch {
      throw Failure(ExitStatus.usage, error.description)
    }
    if !["127.0.0.1", "::1", "localhost"].contains(options.host) {
      Terminal.warning("listening on \(options.host): every machine that reaches it can use this proxy")
    }
    let client = ClientEnvironment(port: server.port, host: options.host, key: key, region: region)
    do {
      let status: Int32?
      if command.isEmpty {
        await serve(client, banner)
        status = nil
      } else {
        status = try await ChildProcess.run(
          command, environment: client.applied(to: processEnvironment()))
      }
      await server.shutdown()
      return status
    } catch {
      await server.shutdown()
      throw error
    }
  }

  private func serve(_ client: ClientEnvironment, _ banner: String) async {
    let signals = SignalWatch.stream()
    Terminal.out(client.exports)
    if !options.quiet {
      Terminal.note("\(banner) on http://\(options.host):\(client.port)")
      Terminal.raw("  give your client the environment printed above; Ctrl-C ends")
    }
    let ticker = Task {
      while !Task.isCancelled {
        try? await Task.sleep(for: .milliseconds(500))
        let summary = deck.log.summary
        Terminal.progress("  \(SummaryText.counts(summary.counts))")
      }
    }
    for await _ in signals { break }
    ticker.cancel()
    Terminal.progress("")
  }
}
