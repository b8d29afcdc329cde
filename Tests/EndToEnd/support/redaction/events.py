# SPDX-License-Identifier: Apache-2.0
"""Event streams, application/vnd.amazon.eventstream: written here, read by botocore."""

import struct
import zlib

from botocore.eventstream import EventStreamBuffer

TYPE = "application/vnd.amazon.eventstream"
FIELDS = {":message-type": "event", ":event-type": "chunk", ":content-type": "application/json"}


def frame(payload: str) -> bytes:
    headers = b"".join(
        struct.pack(">B", len(name)) + name.encode() + struct.pack(">BH", 7, len(value)) + value.encode()
        for name, value in FIELDS.items()
    )
    content = payload.encode()
    prelude = struct.pack(">II", 16 + len(headers) + len(content), len(headers))
    start = prelude + struct.pack(">I", zlib.crc32(prelude)) + headers + content
    return start + struct.pack(">I", zlib.crc32(start))


def payloads(stream: bytes) -> list[str]:
    """Of a whole stream; raises where a checksum does not fit."""
    buffer = EventStreamBuffer()
    buffer.add_data(stream)
    found = [event.payload.decode() for event in buffer]
    assert b"".join(map(frame, found)) == stream, "bytes behind the last frame, or other headers"
    return found
