// SPDX-License-Identifier: Apache-2.0

internal import Documents

extension Operation {
  static let tags = [
    Operation("TagResource", tagResource),
    Operation("UntagResource", untagResource),
    Operation("ListTagsForResource", listTagsForResource),
  ]

  @Sendable
  private static func tagResource(
    _ call: Call, _ region: inout Region, _: inout JSONWriter
  ) throws(ServiceError) {
    let added = try Tags(call.input["Tags"])
    try region.withTags(of: call.required("ResourceArn")) { tags throws(ServiceError) in try tags.merge(added) }
  }

  @Sendable
  private static func untagResource(
    _ call: Call, _ region: inout Region, _: inout JSONWriter
  ) throws(ServiceError) {
    let keys = call.input["TagKeys"]?.elements.compactMap(\.string) ?? []
    try region.withTags(of: call.required("ResourceArn")) { tags in tags.remove(keys) }
  }

  @Sendable
  private static func listTagsForResource(
    _ call: Call, _ region: inout Region, _ output: inout JSONWriter
  ) throws(ServiceError) {
    output.name("Tags")
    try region.withTags(of: call.required("ResourceArn")) { tags in tags.write(to: &output) }
  }
}
