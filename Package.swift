// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// What every Swift target of this package is compiled with.
let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A target of ours: its layer is the order it stands in below; `scripts/lint` proves that arrows only go up this list.
func layer(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: house)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies, exclude: exclude,
    swiftSettings: house)
}

let nio: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
  .product(name: "NIOHTTP1", package: "swift-nio"),
]

/// The readers of hostile input: round each its corpus as a test, or, for scripts/fuzz, libFuzzer.
let hostile: [Target] = {
  let readers: [Target.Dependency] = [
    "Documents", "AWSProtocols", "CassetteFormat", "Redaction", "Replay", "Drift", "Engine", "CassetteFiles",
    "Upstream",
    "Simulator", "ProjectFile",
  ]
  guard Context.environment["TAPEDECK_FUZZ"] != nil else {
    return [
      .testTarget(
        name: "HostileInputTests", dependencies: readers, exclude: ["Corpus", "Fuzz"], swiftSettings: house)
    ]
  }
  return [
    .target(
      name: "fuzz", dependencies: readers, path: "Tests/HostileInputTests", exclude: ["Corpus"],
      sources: ["Readers", "Fuzz"], swiftSettings: house)
  ]
}()

let package = Package(
  name: "tapedeck",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "tapedeck", targets: ["tapedeck"])]
    + (Context.environment["TAPEDECK_FUZZ"] == nil ? [] : [.library(name: "fuzz", type: .static, targets: ["fuzz"])]),
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(
      url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2", traits: []),
    .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
  ],
  targets: [
    // 0: C
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
    .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
    .target(name: "CServiceIndex", exclude: ["services.index", "shapes.index"]),
    // 1 to 4: the pure core
    layer("Documents"),
    layer("AWSProtocols", ["Documents", "CServiceIndex", .product(name: "Crypto", package: "swift-crypto")]),
    layer("CassetteFormat", ["Documents", "AWSProtocols", .product(name: "Crypto", package: "swift-crypto")]),
    layer(
      "Redaction", ["Documents", "AWSProtocols", "CassetteFormat", .product(name: "Crypto", package: "swift-crypto")]),
    layer("Replay", ["Documents", "AWSProtocols", "CassetteFormat"]),
    layer("Drift", ["Documents", "AWSProtocols", "CassetteFormat"]),
    layer("Engine", ["Documents", "AWSProtocols", "CassetteFormat", "Redaction", "Replay"]),
    // 5: adapters
    layer("CassetteFiles", ["CZlib", "AWSProtocols", "CassetteFormat", "Engine"]),
    layer("Upstream", ["CCurl", "AWSProtocols", "Engine"]),
    layer("Proxy", ["AWSProtocols", "Engine"] + nio),
    layer("Simulator", ["Documents", "AWSProtocols", "Engine"]),
    layer(
      "ProjectFile",
      ["Documents", "AWSProtocols", "Redaction", "Replay", "Drift", .product(name: "Yams", package: "Yams")]),
    // 6: the command line
    .executableTarget(
      name: "tapedeck",
      dependencies: [
        "Documents", "AWSProtocols", "CassetteFormat", "Redaction", "Replay", "Drift", "Engine",
        "CassetteFiles", "Upstream", "Proxy", "Simulator", "ProjectFile",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: house),
    // What scripts/bench measures with; not shipped.
    .executableTarget(
      name: "bench",
      dependencies: [
        "Documents", "AWSProtocols", "CassetteFormat", "CassetteFiles", "Redaction",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ] + nio,
      path: "Benchmarks", swiftSettings: house),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: house),
    tests("Documents"),
    tests(
      "AWSProtocols", ["Documents"],
      exclude: [
        "Fixtures/generate-chunked-bodies.py", "Fixtures/generate-event-streams.py", "Fixtures/generate-model-walks.py",
        "Fixtures/generate-rest-requests.py", "Fixtures/generate-sigv4-vectors.py",
      ]),
    tests("CassetteFormat", ["Documents", "AWSProtocols"]),
    tests("Redaction", ["Documents", "AWSProtocols", "CassetteFormat"]),
    tests("Replay", ["Documents", "AWSProtocols", "CassetteFormat"]),
    tests("Drift", ["Documents", "AWSProtocols", "CassetteFormat"]),
    tests("Engine", ["Documents", "AWSProtocols", "CassetteFormat", "Redaction", "Replay"]),
    tests("CassetteFiles", ["Documents", "CassetteFormat", "AWSProtocols", "Engine"]),
    tests("Upstream", ["CCurl", "AWSProtocols", "Engine"]),
    tests(
      "Proxy",
      [
        "AWSProtocols", "CassetteFormat", "Redaction", "Replay", "Engine",
        .product(name: "NIOEmbedded", package: "swift-nio"),
      ] + nio),
    tests("Simulator", ["Documents", "AWSProtocols", "Engine"]),
    tests("ProjectFile", ["Documents", "AWSProtocols", "Redaction", "Replay", "Drift"]),
    tests(
      "tapedeck",
      [
        "Documents", "AWSProtocols", "CassetteFormat", "Redaction", "Replay", "Drift", "Engine", "Proxy", "ProjectFile",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], exclude: ["Fixtures"]),
  ] + hostile
)
