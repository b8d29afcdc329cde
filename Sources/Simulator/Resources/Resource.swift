// SPDX-License-Identifier: Apache-2.0

/// What lists are made of.
protocol Listed {
  /// Grows with everything that is made in a region.
  var sequence: Int { get }
}

/// What all kinds of resources with an ARN have.
protocol Resource: Listed {
  /// With the service name under which it was made.
  var arn: ResourceARN { get }
}

extension Array where Element: Resource {
  /// Where the resource of that ARN stands, under whichever service name; nil where there is none.
  func index(of arn: String) -> Int? {
    ResourceARN(arn).flatMap { wanted in firstIndex { $0.arn.isSameResource(as: wanted) } }
  }
}
