# SPDX-License-Identifier: Apache-2.0
"""Bodies in every frame that HTTP/1.1 has for them, and large ones through a slow upstream."""

import gzip
import random
import socket
import sys
import threading

import pytest
from support.cassette import Cassette
from support.services import Services
from support.sigv4 import Key
from support.upstream import Upstream
from support.wire import Connection, Reader

ACCESS, SECRET = "AKIA3TAPEDECKE2ETEST", "e2e/Secret+Key/That+Is/Never+Written0123"
SIZE = 20 << 20

CLIENT = f"""
import boto3, hashlib, random
body = random.Random(5).randbytes({SIZE})
s3 = boto3.client("s3")
s3.put_object(Bucket="bucket", Key="large", Body=body)
answer = s3.get_object(Bucket="bucket", Key="large")["Body"].read()
print(hashlib.sha256(answer).hexdigest() == hashlib.sha256(body).hexdigest(), len(answer))
"""


def test_20_mb_through_a_slow_upstream_arrive_whole(deck, authority):
    services = Services(ACCESS, SECRET)
    client = ["--", sys.executable, "-c", CLIENT]
    with Upstream(services, tls=authority.context, pause=0.001) as upstream:
        options = ["--upstream", upstream.url, "--ca-bundle", authority.bundle]
        credentials = {"AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET}
        recorded = deck.run("record", "app.cassette", *options, *client, **credentials)
    assert recorded.status == 0, recorded
    assert set(services.flaws) == {None}
    assert services.objects["/bucket/large"].body == random.Random(5).randbytes(SIZE)
    assert recorded.out == f"True {SIZE}\n"
    replayed = deck.run("replay", "app.cassette", *client)
    assert (replayed.status, replayed.out) == (0, recorded.out), replayed


BINARY = bytes(range(256))
ZIPPED = gzip.compress(b"<ListBucketResult/>", mtime=0)
# What the upstream sends, and the status, fields and body that the client must come to see.
ANSWERS = {
    "chunked": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nETag: x\r\n\r\n"
        b"3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n",
        (200, {"etag": "x"}, b"abcde"),
    ),
    "until close": (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcde", (200, {}, b"abcde")),
    "HTTP/1.0": (b"HTTP/1.0 200 OK\r\n\r\nabcde", (200, {}, b"abcde")),
    "encoded": (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s" % (len(ZIPPED), ZIPPED),
        (200, {"content-encoding": "gzip"}, ZIPPED),
    ),
    "binary": (
        b"HTTP/1.1 206 Partial\r\nContent-Type: application/json\r\nContent-Length: 256\r\n\r\n" + BINARY,
        (206, {"content-type": "application/json"}, BINARY),
    ),
    "empty": (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", (200, {}, b"")),
    "none": (b"HTTP/1.1 204 No Content\r\nx-amz-version-id: 1\r\n\r\n", (204, {"x-amz-version-id": "1"}, b"")),
    "not modified": (b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n", (304, {"etag": "x"}, b"")),
    "redirect": (
        b"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:9/x\r\nContent-Length: 2\r\n\r\nno",
        (307, {"location": "http://127.0.0.1:9/x"}, b"no"),
    ),
    "after an interim answer": (
        b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        (200, {}, b"ok"),
    ),
    "a repeated field": (
        b"HTTP/1.1 200 OK\r\nSet-Thing: a\r\nSet-Thing: b, c\r\nContent-Length: 0\r\n\r\n",
        (200, {"set-thing": "a"}, b""),
    ),
}


def get(running, method="GET"):
    with Connection(running.endpoint) as connection:
        key = Key(*running.key, service="s3")
        return connection.exchange(key.request(connection.host, method, "/bucket/key"), method=method)


@pytest.mark.parametrize("sent, expected", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_in_any_frame_is_recorded_and_replayed(deck, sent, expected):
    status, fields, body = expected
    with Upstream(lambda request: sent) as upstream:
        with deck.start("record", "app.cassette", "--upstream", upstream.url) as proxy:
            recorded = get(proxy)
            ended = proxy.stop()
    assert ended.status == 0, ended
    with deck.start("replay", "app.cassette") as player:
        replayed = get(player)
    for answer in (recorded, replayed):
        assert (answer.status, answer.body) == (status, body)
        assert {name: answer[name] for name in fields} == fields
    repeated = [[value for name, value in answer.fields if name == "Set-Thing"] for answer in (recorded, replayed)]
    assert repeated[0] == repeated[1]


def test_an_upstream_that_keeps_no_connection_serves_many_requests(deck):
    """It closes without a word after each answer: the proxy may send the next request into a dead connection, and sends
    a read again then. What may change something is not sent twice: test_upstream_faults.py."""
    with Upstream(lambda request: b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") as upstream:
        with deck.start("record", "app.cassette", "--upstream", upstream.url) as proxy:
            key = Key(*proxy.key, service="s3")
            with Connection(proxy.endpoint) as connection:
                for _ in range(30):
                    answer = connection.exchange(key.request(connection.host, "GET", "/bucket/key"))
                    assert answer.status == 200, answer.body
            assert proxy.stop().status == 0
    assert len(upstream.requests) == len(Cassette(deck.path("app.cassette")).exchanges) == 30


def test_an_answer_that_comes_before_the_upload_is_through(deck):
    """A service refuses by the head alone; the client sees that, whatever became of its body."""

    def serve(listener):
        sock, _ = listener.accept()
        Reader(sock).head()
        sock.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno")
        done.wait(20)
        sock.close()

    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with deck.start("record", "app.cassette", "--upstream", url) as proxy:
            key = Key(*proxy.key, service="s3")
            with Connection(proxy.endpoint) as connection:
                answer = connection.exchange(key.request(connection.host, "PUT", "/bucket/key", [], bytes(8 << 20)))
            done.set()
            assert (answer.status, answer.body) == (403, b"no")
            assert proxy.stop().status == 0


def test_head_tells_a_length_and_sends_nothing(deck):
    sent = b"HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n"
    with Upstream(lambda request: sent) as upstream:
        with deck.start("record", "app.cassette", "--upstream", upstream.url) as proxy:
            recorded = get(proxy, "HEAD")
            assert proxy.stop().status == 0
    (exchange,) = Cassette(deck.path("app.cassette")).exchanges
    assert exchange["request"]["method"] == "HEAD"
    with deck.start("replay", "app.cassette") as player:
        replayed = get(player, "HEAD")
    for answer in (recorded, replayed):
        assert (answer.status, answer["content-length"]) == (200, "12345")
