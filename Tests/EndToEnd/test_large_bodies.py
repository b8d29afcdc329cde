# SPDX-License-Identifier: Apache-2.0
"""Bodies that are never in memory whole: recorded and replayed, both ways."""

import hashlib
import http.client
import http.server
import json
import os
import shutil
import socket
import threading
import time
from contextlib import contextmanager

import pytest
from support import http2
from support.certificates import self_signed, server
from support.scripted import Scripted
from support.sigv4 import Key
from support.tapedeck import IS_SANITIZED, Deck

# 1 GiB is what scripts/bench measures; here it takes too long.
SIZE = int(os.environ.get("TAPEDECK_LARGE_BODY", 96 << 20))
LIMIT_MIB = 100


class Block:
    """Bytes of any length that cost nothing to make: 4 MiB at random, again and again."""

    BYTES = hashlib.shake_256(b"large bodies").digest(4 << 20)

    @classmethod
    def parts(cls, size, first=b""):
        yield first
        left = size - len(first)
        while left > 0:
            part = cls.BYTES[:left]
            left -= len(part)
            yield part

    @classmethod
    def digest(cls, size, first=b""):
        digest = hashlib.sha256()
        for part in cls.parts(size, first):
            digest.update(part)
        return digest.hexdigest()


class Store(http.server.BaseHTTPRequestHandler):
    """Takes any object and tells its digest; gives objects of any size: /bucket/down-SIZE."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_PUT(self):
        digest, left = hashlib.sha256(), int(self.headers["Content-Length"])
        while left > 0:
            part = self.rfile.read(min(left, 1 << 20))
            if not part:
                return
            left -= len(part)
            digest.update(part)
        self.send_response(200)
        self.send_header("ETag", f'"{digest.hexdigest()[:32]}"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self):
        size = int(self.path.rpartition("-")[2])
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        chunked = "chunked" in self.path
        self.send_header(*(("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(size))))
        self.end_headers()
        for part in Block.parts(size):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part) if chunked and part else part)
        if chunked:
            self.wfile.write(b"0\r\n\r\n")


@contextmanager
def store():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Store)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def client(running):
    return http.client.HTTPConnection("127.0.0.1", running.port, timeout=300)


def signed(running, method, path):
    """The fields of a request whose payload is not signed."""
    fields = [("Host", f"127.0.0.1:{running.port}"), ("X-Amz-Content-SHA256", "UNSIGNED-PAYLOAD")]
    return dict(Key(*running.key, service="s3").sign(method, path, fields, b""))


def put(running, path, size, first=b""):
    connection = client(running)
    connection.putrequest("PUT", path, skip_host=True, skip_accept_encoding=True)
    for name, value in {**signed(running, "PUT", path), "Content-Length": str(size)}.items():
        connection.putheader(name, value)
    connection.endheaders()
    for part in Block.parts(size, first):
        connection.send(part)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers.get("ETag"), body


def get(running, path):
    connection = client(running)
    connection.request("GET", path, headers=signed(running, "GET", path))
    answer = connection.getresponse()
    digest, count = hashlib.sha256(), 0
    while part := answer.read(1 << 20):
        digest.update(part)
        count += len(part)
    connection.close()
    return answer.status, count, digest.hexdigest()


def peak(running):
    """The most memory that was ever resident, in MiB; with a sanitizer nothing, since most of it is that one's."""
    if IS_SANITIZED:
        return 0
    with open(f"/proc/{running.process.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) / 1024


def session(running):
    return [
        put(running, "/bucket/up", SIZE),
        get(running, f"/bucket/down-{SIZE}"),
        get(running, f"/bucket/chunked-{SIZE // 8 + 5}"),
        put(running, "/bucket/up", SIZE, b"other"),
    ]


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    """A cassette of large bodies, what the client saw, and how much memory it took."""
    deck = Deck(tmp_path_factory.mktemp("large"))
    with store() as url:
        running = deck.start("record", "large.cassette", "--upstream", url)
        seen = session(running)
        memory = peak(running)
        ended = running.stop()
    yield deck, seen, memory, ended
    deck.clean_up()


def test_they_pass_whole_and_memory_does_not_grow(recording):
    deck, seen, memory, ended = recording
    assert ended.status == 0, ended
    assert seen[0][:2] == (200, f'"{Block.digest(SIZE)[:32]}"')
    assert seen[1] == (200, SIZE, Block.digest(SIZE))
    assert seen[2] == (200, SIZE // 8 + 5, Block.digest(SIZE // 8 + 5))
    assert seen[3][1] != seen[0][1]
    assert memory < LIMIT_MIB
    assert "4 recorded" in ended.err


def store_http2(stream: http2.Stream):
    """The same over HTTP/2, which has no chunks."""
    if stream[":method"] == "PUT":
        return stream.answer(b"", ("etag", f'"{stream.digest.hexdigest()[:32]}"'))
    size = int(stream[":path"].rpartition("-")[2])
    length = [] if "chunked" in stream[":path"] else [("content-length", str(size))]
    stream.stream(Block.parts(size), ("content-type", "application/octet-stream"), *length)


def test_they_pass_whole_to_and_from_an_upstream_of_http_2(recording, deck):
    _, seen, _, _ = recording
    certificate = self_signed(deck.folder)
    script = http2.serving(store_http2, digests=True)
    with Scripted(script, tls=server(certificate, protocols=["h2"])) as upstream:
        running = deck.start(
            "record", "large.cassette", "--upstream", upstream.url, "--ca-bundle", certificate
        )
        assert session(running) == seen
        assert peak(running) < LIMIT_MIB
        ended = running.stop()
    assert ended.status == 0 and "4 recorded" in ended.err, ended
    running = deck.start("replay", "large.cassette")
    assert session(running) == seen
    assert peak(running) < LIMIT_MIB
    assert running.stop().status == 0


def test_they_replay_as_they_were(recording):
    deck, seen, _, _ = recording
    running = deck.start("replay", "large.cassette")
    assert session(running) == seen
    assert peak(running) < LIMIT_MIB
    assert running.stop().status == 0


def test_another_body_misses(recording):
    deck, _, _, _ = recording
    running = deck.start("replay", "large.cassette")
    status, _, body = put(running, "/bucket/up", SIZE, b"never seen")
    assert status == 400 and b"TapedeckMiss" in body
    assert peak(running) < LIMIT_MIB
    assert running.stop().status == 3


def test_the_cassette_is_gzip_of_json_lines_and_verifies(recording):
    deck, _, _, _ = recording
    verified = deck.run("verify", "large.cassette", timeout=300)
    assert verified.status == 0, verified
    shown = deck.run("cat", "large.cassette")
    assert shown.status == 0 and len(shown.out) < 20_000, shown
    assert (deck.folder / "large.cassette").stat().st_size < 1.1 * (3.2 * SIZE)


def test_a_slow_client_holds_nobody_up(recording):
    deck, seen, _, _ = recording
    running = deck.start("replay", "large.cassette")
    path = f"/bucket/down-{SIZE}"
    slow = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(8)]
    head = "".join(f"{name}: {value}\r\n" for name, value in signed(running, "GET", path).items())
    for one in slow:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.sendall(f"GET {path} HTTP/1.1\r\n{head}\r\n".encode())
        assert one.recv(15) == b"HTTP/1.1 200 OK"
    started = time.monotonic()
    assert get(running, f"/bucket/chunked-{SIZE // 8 + 5}") == seen[2]
    assert time.monotonic() - started < 20
    assert peak(running) < LIMIT_MIB
    for one in slow:
        one.close()
    running.stop()


def test_a_body_that_is_overwritten_while_it_is_replayed_fails_the_run(recording):
    deck, _, _, _ = recording
    shutil.copy(deck.path("large.cassette"), deck.path("changing.cassette"))
    running = deck.start("replay", "changing.cassette", "--report", "json=changing.json")
    assert running.port
    with open(deck.path("changing.cassette"), "r+b") as file:
        # Within the answer, which lies behind the upload.
        file.seek(int(SIZE * 1.5))
        file.write(bytes(4096))
    assert get(running, f"/bucket/down-{SIZE}")[1] < SIZE
    ended = running.stop()
    assert ended.status == 5, ended
    assert "unreadable: exchange 2: a part of the cassette cannot be read" in ended.err
    assert "tapedeck: 1 unreadable" in ended.err
    report = json.loads(deck.path("changing.json").read_text())
    assert (report["verdict"], report["exitCode"]) == ("unreadable", 5)
    assert (report["counts"]["replayed"], report["counts"]["unreadable"]) == (0, 1)


def test_what_was_cut_off_is_repaired_without_the_body_that_was_not_whole(deck):
    with store() as url:
        running = deck.start("record", "cut.cassette", "--upstream", url)
        assert get(running, f"/bucket/down-{5 << 20}")[1] == 5 << 20
        connection = client(running)
        path = f"/bucket/down-{400 << 20}"
        connection.request("GET", path, headers=signed(running, "GET", path))
        connection.getresponse().read(30 << 20)
        running.clean_up()
    repaired = deck.run("repair", "cut.cassette")
    assert repaired.status == 0, repaired
    replaying = deck.start("replay", "cut.cassette")
    assert get(replaying, f"/bucket/down-{5 << 20}") == (200, 5 << 20, Block.digest(5 << 20))
    assert get(replaying, path)[0] == 400
