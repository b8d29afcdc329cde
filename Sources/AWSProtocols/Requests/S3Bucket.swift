// SPDX-License-Identifier: Apache-2.0

/// The bucket in the host of a virtual-hosted-style request (Amazon S3 User Guide, "Virtual hosting of buckets").
package enum S3Bucket {
  /// What stands before the labels of S3 itself: the name of a bucket or access point, or nil for a path-style host.
  ///
  /// Knows the hosts of AWS and, where a client was given another endpoint, `BUCKET.s3.HOST` and `BUCKET.localhost`.
  package static func name(inHost host: String) -> String? {
    let name = host.asciiLowercased.prefix { $0 != ":" }
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    // The last label that is S3's: those further left may be part of the bucket's name.
    let own = labels.dropFirst().lastIndex { isOfS3($0) } ?? labels.firstIndex { $0 == "localhost" }
    guard let own, !labels[..<own].contains("") else { return nil }
    let bucket = labels[..<own].joined(separator: ".")
    // No bucket has a shorter name: `s3.localhost` is a host of all buckets.
    return bucket.utf8.count < 3 ? nil : bucket
  }

  /// `s3`, `s3-eu-west-1`, `s3-accelerate`, `s3-accesspoint`, `s3express-use1-az4`, …
  private static func isOfS3(_ label: Substring) -> Bool {
    label == "s3" || label.hasPrefix("s3-") || label.hasPrefix("s3express-")
  }
}
