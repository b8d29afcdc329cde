// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols

/// The headers of the answers of one outcome.
struct Headers {
  /// One header over all samples.
  struct Field {
    var count = 0
    var first = 0
    var last = 0
    var example = ""
    var normal: [UInt8] = []
    /// Whether it always says the same, but for what is of the recording alone.
    var isOne = true
    /// Whether several requests were answered with it.
    var isOfMany = false
    fileprivate var source: CanonicalKey?

    var text: String { TextNormaliser.words(normal) }

    func evidence(of samples: Int, _ text: String) -> Evidence {
      Evidence(seen: count, of: samples, text: text, example: example, first: first, last: last)
    }
  }

  private(set) var fields: [String: Field] = [:]
  let samples: Int

  /// - Parameter normaliser: leaves out what is of the recording alone.
  init(_ samples: [Sample], _ normaliser: TextNormaliser) {
    self.samples = samples.count
    for sample in samples {
      var seen: Set<String> = []
      for field in sample.fields {
        let name = field.name.asciiLowercased
        if Headers.ignored.contains(name) || name.hasPrefix("x-tapedeck-") || !seen.insert(name).inserted { continue }
        var normal: [UInt8] = []
        Array(field.value.utf8).withUnsafeBytes { normaliser.normalise($0, to: &normal) }
        var entry = fields[name] ?? Field()
        if entry.count == 0 {
          (entry.first, entry.example, entry.normal, entry.source) = (sample.number, field.value, normal, sample.key)
        } else {
          if entry.normal != normal { entry.isOne = false }
          if entry.source != sample.key { entry.isOfMany = true }
        }
        entry.count += 1
        entry.last = sample.number
        fields[name] = entry
      }
    }
  }

  /// What belongs to the connection, or has a rule of its own.
  private static let ignored: Set<String> = [
    "age", "alt-svc", "connection", "content-encoding", "content-length", "date", "keep-alive", "server",
    "server-timing", "set-cookie", "transfer-encoding", "via", "x-amz-cf-id", "x-amz-cf-pop", "x-amz-id-2",
    "x-amzn-errortype", "x-amzn-trace-id", "x-cache",
  ]
}
