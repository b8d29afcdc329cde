// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// How `record` and `auto` keep what they record.
struct RecordingOptions: ParsableArguments {
  @Flag(
    help: """
      Have each exchange on the disk (fdatasync) before its answer ends, so that not even a power cut loses it. Without \
      it, a kill of tapedeck loses nothing, a power cut may lose the last seconds.
      """)
  var durable = false
}
