# SPDX-License-Identifier: Apache-2.0
"""CBOR (RFC 8949) as the tests need it: written with or without lengths, read by botocore."""

import io
import struct

from botocore.parsers import RpcV2CBORParser

TYPE = ("Content-Type", "application/cbor")
PROTOCOL = ("smithy-protocol", "rpc-v2-cbor")


class Chunks(list):
    """A text that is written in pieces, with no length before it."""


def head(major: int, count: int) -> bytes:
    if count < 24:
        return bytes([major << 5 | count])
    for info, form in ((24, ">B"), (25, ">H"), (26, ">I"), (27, ">Q")):
        if count < 1 << 8 * struct.calcsize(form):
            return bytes([major << 5 | info]) + struct.pack(form, count)
    raise ValueError(count)


def encode(value) -> bytes:
    match value:
        case bool():
            return b"\xf5" if value else b"\xf4"
        case None:
            return b"\xf6"
        case int():
            return head(0, value) if value >= 0 else head(1, -1 - value)
        case float():
            return b"\xfb" + struct.pack(">d", value)
        case bytes():
            return head(2, len(value)) + value
        case Chunks():
            return b"\x7f" + b"".join(map(encode, value)) + b"\xff"
        case str():
            return head(3, len(value.encode())) + value.encode()
        case list():
            return head(4, len(value)) + b"".join(map(encode, value))
        case dict():
            return head(5, len(value)) + b"".join(encode(key) + encode(each) for key, each in value.items())
        case _:
            raise TypeError(type(value))


def decode(data: bytes):
    stream = io.BufferedReader(io.BytesIO(data))
    value = RpcV2CBORParser().parse_data_item(stream)
    assert stream.read() == b"", "bytes behind the value"
    return value
