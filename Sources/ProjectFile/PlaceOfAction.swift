// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import Documents

/// An item of a list that names places in what some actions ask or answer.
struct PlaceOfAction {
  let action: ActionPattern
  let path: DocumentPath
  /// Where the path stands in the file, and its key.
  let origin: (place: YAMLPlace, key: String)
}

extension SettingsSection {
  /// - Parameter example: a path as it might stand there, for the error message.
  func placesOfActions(
    _ key: String, example: String = "/body/Timestamp"
  ) throws(ProjectFileError) -> [PlaceOfAction] {
    var places: [PlaceOfAction] = []
    for item in try sections(key, keys: ["action", "path"]) {
      let action = try item.required("action")
      let path = try item.required("path")
      let pathKey = item.path("path")
      guard let pointer = DocumentPath(path.text) else {
        throw ProjectFileError(
          "expected a path such as \(example), with * for one step and ** for any number of them, not '\(path.text)'",
          at: path.place, key: pathKey)
      }
      let pattern = try Self.actionPattern(action.text, action.place, item.path("action"))
      places.append(PlaceOfAction(action: pattern, path: pointer, origin: (path.place, pathKey)))
    }
    return places
  }

  func actionPatterns(_ key: String) throws(ProjectFileError) -> [ActionPattern] {
    var patterns: [ActionPattern] = []
    for (item, place) in try scalars(key) {
      patterns.append(try Self.actionPattern(item, place, path(key)))
    }
    return patterns
  }

  /// nil where the key is absent or null.
  func actionPattern(_ key: String) throws(ProjectFileError) -> ActionPattern? {
    guard let text = try text(key) else { return nil }
    return try Self.actionPattern(text, try required(key).place, path(key))
  }

  private static func actionPattern(
    _ text: String, _ place: YAMLPlace, _ key: String
  ) throws(ProjectFileError) -> ActionPattern {
    guard let pattern = ActionPattern(text) else {
      throw ProjectFileError(
        "expected an action such as s3:PutObject or \"s3:Put*\", not '\(text)'", at: place, key: key)
    }
    return pattern
  }
}
