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
    let connections = OpenFiles.room(forConnections: options.limits.maxConnections)
    if connections < options.limits.maxConnections {
      Terminal.warning(
        "the system allows \(connections) connections here, not \(options.limits.maxConnections); raise 'ulimit -n'")
    }
    do throws(ProxyError) {
      server = try await ProxyServer(
        deck: deck, host: options.host, port: options.port, limits: options.limits.limits(connections: connections))
    } catch {
      throw Failure(ExitStatus.usage, error.description)
    }
    let client = ClientEnvironment(port: server.port, host: options.host, key: key, region: region)
    if !options.isLocal { warn(of: server.port) }
    do {
      let status: Int32?
      let signals: AsyncStream<Int32>
      if command.isEmpty {
        signals = SignalWatch.stream()
        await serve(client, banner, until: signals)
        status = nil
      } else {
        status = try await ChildProcess.run(
          command, environment: client.applied(to: processEnvironment()))
        signals = SignalWatch.stream()
      }
      await end(server, hurriedBy: signals)
      return status
    } catch {
      await end(server, hurriedBy: SignalWatch.stream())
      throw error
    }
  }

  /// Lets answers that are under way end, but does not wait for an upstream that says nothing; who sends one more
  /// signal does not wait at all.
  private func end(_ server: ProxyServer, hurriedBy signals: AsyncStream<Int32>) async {
    let hurry = Task {
      for await _ in signals {
        server.hurry()
        break
      }
    }
    deck.upstream?.drain()
    await server.shutdown()
    hurry.cancel()
    await hurry.value
  }

  private func warn(of port: Int) {
    Terminal.warning(
      "listening on \(options.host): whoever reaches port \(port) of this machine can use this proxy"
        + (deck.checksSignatures
          ? "; only requests that are signed with the key of this session are signed with yours, all others are refused or "
            + "forwarded unsigned" : ""))
  }

  private func serve(_ client: ClientEnvironment, _ banner: String, until signals: AsyncStream<Int32>) async {
    Terminal.out(client.exports)
    if !options.quiet {
      Terminal.note("\(banner) on \(client.endpoint)")
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
