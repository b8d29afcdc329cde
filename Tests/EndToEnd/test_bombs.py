# SPDX-License-Identifier: Apache-2.0
"""Bodies that are small on the wire and large when they are read: they cost no more than any large document."""

import gzip
from concurrent.futures import ThreadPoolExecutor

import pytest
from support.sigv4 import Key
from support.tapedeck import IS_SANITIZED
from support.upstream import Answer, Upstream
from support.wire import Connection

LIST = ("X-Amz-Target", "com.amazonaws.codestar.connections.CodeStar_connections_20191201.ListConnections")
JSON = ("Content-Type", "application/x-amz-json-1.0")

# Within what is taken apart, and beyond it: each takes most in one of the readers.
BOMBS = {
    "JSON full of values": ("json", b'{"a":[' + b"0," * 8_000_000 + b"0]}", False),
    "JSON full of values, compressed": ("json", b'{"a":[' + b"0," * 8_000_000 + b"0]}", True),
    "JSON of 16 MB": ("json", b'{"a":[' + b'"' + b"a" * 16_000_000 + b'"]}', True),
    "JSON of 200 MB": ("json", b'{"a":"' + b" " * 200_000_000 + b'"}', True),
    "XML full of elements": ("xml", b"<r>" + b"<a/>" * 4_000_000 + b"</r>", True),
    "XML with as many as may be": ("xml", b"<r>" + b"<Item>abcdefghijklmnop</Item>" * 500_000 + b"</r>", True),
}


def peak(running) -> int:
    """The most memory that was ever resident, in MiB."""
    with open(f"/proc/{running.process.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) >> 10


def bomb(running, kind, body, is_compressed) -> bytes:
    host = running.endpoint.removeprefix("http://")
    fields = [("Content-Encoding", "gzip")] if is_compressed else []
    if kind == "json":
        return Key(*running.key).request(host, "POST", "/", [LIST, JSON, *fields], body)
    fields.append(("Content-Type", "application/xml"))
    return Key(*running.key, service="s3").request(host, "PUT", "/bucket?lifecycle", fields, body)


@pytest.mark.parametrize("verb", ["replay", "record"])
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_no_more_than_a_large_document(deck, name, verb):
    kind, text, is_compressed = BOMBS[name]
    body = gzip.compress(text, 1) if is_compressed else text
    upstream = Upstream(lambda _: Answer(fields=[JSON], body=b"{}"))
    with deck.start("record", "app.cassette", "--upstream", upstream.url) as running:
        with Connection(running.endpoint) as connection:
            assert connection.exchange(bomb(running, "json", b"{}", False)).status == 200
            assert connection.exchange(bomb(running, "xml", b"<r/>", False)).status == 200
        assert running.stop().status == 0

    def send(_):
        with Connection(running.endpoint) as connection:
            connection.sock.settimeout(120)
            return connection.exchange(bomb(running, kind, body, is_compressed)).status

    options = ["app.cassette"] if verb == "replay" else ["other.cassette", "--upstream", upstream.url]
    with deck.start(verb, *options) as running, ThreadPoolExecutor(4) as threads:
        assert list(threads.map(send, range(4))) == [400 if verb == "replay" else 200] * 4
        assert IS_SANITIZED or peak(running) < 256
        assert running.stop().status == (3 if verb == "replay" else 0)
