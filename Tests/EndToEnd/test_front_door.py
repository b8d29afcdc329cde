# SPDX-License-Identifier: Apache-2.0
"""HTTP/1.1 as clients other than the two we test with speak it."""

import json
import random
import socket
import time

import pytest
from support.aliases import restored
from support.cassette import Cassette
from support.sigv4 import Key
from support.wire import Connection, head_bytes

SERVICE = "codeconnections"
PREFIX = "com.amazonaws.codeconnections.CodeConnections_20231201"


@pytest.fixture(params=["simulate", "record"])
def proxy(deck, request):
    verb = ["record", "app.cassette", "--upstream", "simulator"] if request.param == "record" else ["simulate"]
    running = deck.start(*verb)
    running.ends_with = {0}
    yield running
    assert running.stop().status in running.ends_with


@pytest.fixture
def connection(proxy):
    with Connection(proxy.endpoint) as connection:
        connection.key = Key(*proxy.key, service=SERVICE)
        yield connection


def signed(connection, operation, body: dict, *more):
    """The fields and body of a signed call."""
    fields = [
        ("Host", connection.host),
        ("X-Amz-Target", f"{PREFIX}.{operation}"),
        ("Content-Type", "application/x-amz-json-1.0"),
    ]
    content = json.dumps(body).encode()
    return [*connection.key.sign("POST", "/", fields, content), *more], content


def create(connection, name, *more, first_line="POST / HTTP/1.1"):
    fields, body = signed(connection, "CreateConnection", {"ConnectionName": name, "ProviderType": "GitHub"})
    return head_bytes(first_line, [*fields, ("Content-Length", str(len(body))), *more]) + body


def listing(connection):
    fields, body = signed(connection, "ListConnections", {})
    answer = connection.exchange(head_bytes("POST / HTTP/1.1", [*fields, ("Content-Length", str(len(body)))]) + body)
    return [item["ConnectionName"] for item in json.loads(answer.body)["Connections"]]


def test_pipelined_requests_are_answered_in_order(connection):
    names = [f"call-{number}" for number in range(20)]
    connection.send(b"".join(create(connection, name) for name in names))
    arns = [json.loads(connection.reader.response().body)["ConnectionArn"] for _ in names]
    assert len(set(arns)) == len(names)
    assert listing(connection) == names


def test_a_chunked_body(connection):
    fields, body = signed(connection, "CreateConnection", {"ConnectionName": "chunked", "ProviderType": "GitHub"})
    pieces = [body[:1], body[1:10], body[10:]]
    chunks = b"".join(b"%x;ext=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    head = head_bytes("POST / HTTP/1.1", [*fields, ("Transfer-Encoding", "chunked")])
    assert connection.exchange(head + chunks + b"0\r\nX-Trailer: 1\r\n\r\n").status == 200
    assert listing(connection) == ["chunked"]


def test_expect_100_continue_is_answered_before_the_body(connection):
    fields, body = signed(connection, "CreateConnection", {"ConnectionName": "patient", "ProviderType": "GitHub"})
    fields += [("Content-Length", str(len(body))), ("Expect", "100-continue")]
    connection.send(head_bytes("POST / HTTP/1.1", fields))
    assert connection.reader.head().status == 100
    assert connection.exchange(body).status == 200


def test_http_1_0_closes_and_is_not_answered_in_chunks(connection):
    answer = connection.exchange(create(connection, "old", first_line="POST / HTTP/1.0"))
    assert answer.status == 200
    assert answer["transfer-encoding"] is None
    assert connection.is_closed_by_peer()


def test_connection_close_closes(connection):
    assert connection.exchange(create(connection, "last", ("Connection", "close"))).status == 200
    assert connection.is_closed_by_peer()


def test_one_connection_serves_200_requests(connection):
    for number in range(200):
        assert connection.exchange(create(connection, f"call-{number}")).status == 200


def test_head_has_no_body(connection):
    fields = connection.key.sign("HEAD", "/", [("Host", connection.host)], b"")
    answer = connection.exchange(head_bytes("HEAD / HTTP/1.1", fields), method="HEAD")
    assert 400 <= answer.status < 500
    # The next answer begins where it should.
    assert connection.exchange(create(connection, "after")).status == 200


def test_a_body_in_many_small_writes(connection):
    request = create(connection, "slowly")
    for start in range(0, len(request), 7):
        connection.send(request[start : start + 7])
    assert connection.reader.response().status == 200
    assert listing(connection) == ["slowly"]


POST = b"POST / HTTP/1.1\r\nHost: x\r\n"
BAD = {
    "no request line": b"nonsense\r\n\r\n",
    "a broken length": POST + b"Content-Length: many\r\n\r\n",
    "two lengths": POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "length and chunks": POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a field without a colon": POST + b"nonsense\r\n\r\n",
    "TLS": bytes.fromhex("16030100c8010000c40303") + bytes(200),
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_what_is_no_http_is_refused(proxy, data):
    # A recording that refused something says so.
    proxy.ends_with = {0, 1}
    with Connection(proxy.endpoint) as connection:
        assert connection.exchange(data).status == 400
        assert connection.is_closed_by_peer()


def test_a_head_without_end_is_refused(proxy):
    proxy.ends_with = {0, 1}
    with Connection(proxy.endpoint) as connection:
        try:
            connection.send(b"POST / HTTP/1.1\r\n" + b"X-Long: " + b"a" * (4 << 20))
            assert 400 <= connection.reader.response().status < 500
        except OSError:
            pass  # Closed while we were still sending: refused all the same.


def test_a_request_cut_off_in_the_middle_harms_nobody(proxy):
    rng = random.Random(7)
    for _ in range(30):
        with Connection(proxy.endpoint) as connection:
            connection.key = Key(*proxy.key, service=SERVICE)
            request = create(connection, "cut")
            connection.send(request[: rng.randrange(1, len(request))])
    with Connection(proxy.endpoint) as connection:
        connection.key = Key(*proxy.key, service=SERVICE)
        assert connection.exchange(create(connection, "whole")).status == 200
        assert listing(connection) == ["whole"]


def test_mutated_requests_never_end_the_proxy(proxy):
    """Seeded noise in a good request: whatever it is answered, the next good one is served."""
    rng = random.Random(11)
    # Noise in a signature is a client without the session's key, which makes a recording incomplete.
    proxy.ends_with = {0, 1}
    for _ in range(150):
        with Connection(proxy.endpoint) as connection:
            connection.key = Key(*proxy.key, service=SERVICE)
            request = bytearray(create(connection, "noise"))
            for _ in range(rng.randrange(1, 6)):
                request[rng.randrange(len(request))] = rng.randrange(256)
            connection.send(bytes(request))
    assert proxy.process.poll() is None
    with Connection(proxy.endpoint) as connection:
        connection.key = Key(*proxy.key, service=SERVICE)
        assert connection.exchange(create(connection, "quiet")).status == 200


def test_a_recording_replays_whatever_form_the_request_came_in(deck, simulator):
    with deck.start("record", "app.cassette", "--upstream", simulator.endpoint) as recorder:
        with Connection(recorder.endpoint) as connection:
            connection.key = Key(*recorder.key, service=SERVICE)
            first = connection.exchange(create(connection, "one")).body.decode()
        assert recorder.stop().status == 0
    assert Cassette(deck.path("app.cassette")).actions == [f"{SERVICE}:CreateConnection"]
    with deck.start("replay", "app.cassette") as player:
        with Connection(player.endpoint) as connection:
            connection.key = Key(*player.key, service=SERVICE)
            fields, _ = signed(connection, "CreateConnection", {})
            body = b' {"ProviderType" : "GitHub" ,\n "ConnectionName":"\\u006fne"} '
            chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
            head = head_bytes("POST / HTTP/1.1", [*fields, ("Transfer-Encoding", "chunked")])
            answer = connection.exchange(head + chunk)
        assert (answer.status, restored(answer.body.decode(), first)) == (200, first)
        assert player.stop().status == 0


def test_a_client_that_never_closes_does_not_hold_its_connection_for_ever(deck):
    with deck.start("simulate") as running:
        host, port = running.endpoint.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as raw:
            raw.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            while raw.recv(65536):
                pass
            # What is sent behind the last answer is taken and dropped, for some seconds; then the connection is gone.
            with pytest.raises(ConnectionError):
                for _ in range(80):
                    raw.sendall(b"x")
                    time.sleep(0.1)
