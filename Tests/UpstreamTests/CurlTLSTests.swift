// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Engine
import Foundation
import Testing

@testable import Upstream

private let openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl", "/opt/homebrew/bin/openssl"]
  .first { FileManager.default.isExecutableFile(atPath: $0) }

@Suite("TLS is always verified", .enabled(if: openssl != nil, "openssl is not installed"), .timeLimit(.minutes(5)))
struct CurlTLSTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "tapedeck-tls-\(UUID())")

  private var certificate: String { folder.appending(path: "server.pem").path() }

  /// Runs the body against a server whose certificate is for 127.0.0.1 and signed by itself.
  private func withServer(_ body: (_ port: Int) async throws -> Void) async throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let key = folder.appending(path: "key.pem").path()
    let request = try run([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=test",
      "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
    ])
    request.process.waitUntilExit()
    let server = try run(["s_server", "-accept", "127.0.0.1:0", "-www", "-cert", certificate, "-key", key])
    defer {
      // It inherits the signal mask of a pool's thread, SIGTERM among what is blocked.
      kill(server.process.processIdentifier, SIGKILL)
      server.process.waitUntilExit()
    }
    var told = ""
    while !told.contains("\n") || told.split(separator: "\n").allSatisfy({ !$0.hasPrefix("ACCEPT 127") }) {
      let data = server.output.fileHandleForReading.availableData
      try #require(!data.isEmpty, "the server says where it listens")
      told += String(decoding: data, as: UTF8.self)
    }
    let line = try #require(told.split(separator: "\n").first { $0.hasPrefix("ACCEPT 127") })
    try await body(try #require(Int(line.split(separator: ":").last ?? "")))
  }

  private func run(_ arguments: [String]) throws -> (process: Process, output: Pipe) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: try #require(openssl))
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return (process, output)
  }

  @Test("An unknown authority and a wrong name are refused; the bundle that knows it is heeded")
  func verification() async throws {
    try await withServer { port in
      let doubtful = try CurlUpstream(CurlUpstreamOptions(ignoreProxies: true))
      let refused = await doubtful.send(.to("https://127.0.0.1:\(port)"))
      #expect(refused.head == nil)
      #expect(refused.failure?.code == .tls)

      let options = CurlUpstreamOptions(environment: ["AWS_CA_BUNDLE": certificate], ignoreProxies: true)
      let trusting = try CurlUpstream(options)
      let accepted = await trusting.send(.to("https://127.0.0.1:\(port)"))
      #expect(accepted.head?.status == 200)
      #expect(accepted.failure == nil)

      let misnamed = await trusting.send(.to("https://localhost:\(port)"))
      #expect(misnamed.failure?.code == .tls)
    }
  }

  @Test("A bundle that is not there fails the transfer as TLS")
  func missingBundle() async throws {
    try await withServer { port in
      let upstream = try CurlUpstream(CurlUpstreamOptions(caBundle: "/nonexistent/ca.pem", ignoreProxies: true))
      #expect(await upstream.send(.to("https://127.0.0.1:\(port)")).failure?.code == .tls)
    }
  }
}
