# SPDX-License-Identifier: Apache-2.0
"""Requests that two programs could read differently are refused on the wire, and nothing behind them is served.

What each of them is refused for is tested with transcripts in Tests/ProxyTests; here real sockets show that the answer
arrives, that the connection ends, and that nothing is forwarded, recorded or left open.
"""

import os
import socket
import time

import pytest
from support.sigv4 import Key
from support.upstream import Answer, Upstream
from support.wire import Closed, Connection, head_bytes

POST = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
GET = b"GET /p HTTP/1.1\r\nHost: 127.0.0.1\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
REFUSED = {
    "CL.TE": POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX",
    "TE.CL": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\n",
    "TE.TE": POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n",
    "TE list": POST + b"Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
    "TE with a tab before the colon": POST + b"Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n",
    "TE of HTTP/1.0": b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 0\r\nContent-Length: 44\r\n\r\n",
    "a length with a sign": POST + b"Content-Length: +0\r\n\r\n",
    "a length beyond all": POST + b"Content-Length: 18446744073709551616\r\n\r\n",
    "a length beyond reason": POST + b"Content-Length: 9223372036854775807\r\n\r\n",
    "bare LF": b"GET /p HTTP/1.1\nHost: 127.0.0.1\n\n",
    "bare CR": GET + b"A: b\rTransfer-Encoding: chunked\r\n\r\n",
    "a folded line": GET + b"A: b\r\n Transfer-Encoding: chunked\r\n\r\n",
    "NUL": GET + b"A: b\x00\r\n\r\n",
    "a chunk of a negative size": CHUNKED + b"-1\r\n",
    "a chunk of an endless size": CHUNKED + b"f" * 17 + b"\r\n",
    "a chunk longer than said": CHUNKED + b"1\r\nab\r\n0\r\n\r\n",
    "a length among the trailers": CHUNKED + b"0\r\nContent-Length: 10\r\n\r\n",
    "trailers without end": CHUNKED + b"0\r\n" + b"A: b\r\n" * 300 + b"\r\n",
    "extensions without end": CHUNKED + b"1;" + b"a" * 300_000,
    "a target without end": b"GET /" + b"a" * 70_000,
    "fields without end": GET + b"A: b\r\n" * 300,
    "blanks without end": GET + b"A:" + b" " * 300_000,
    "empty lines without end": b"\r\n" * 400_000,
    "two hosts": GET + b"Host: 127.0.0.2\r\n\r\n",
    "no host": b"GET /p HTTP/1.1\r\n\r\n",
    "another host in the target": b"GET http://a/p HTTP/1.1\r\nHost: b\r\n\r\n",
    "the preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00",
    "HTTP/0.9": b"GET /p\r\n\r\n",
    "TLS": bytes.fromhex("16030100c8010000c40303") + bytes(200),
}


@pytest.fixture(scope="module")
def upstream():
    with Upstream(lambda request: Answer(body=b"{}")) as upstream:
        yield upstream


@pytest.fixture(scope="module")
def proxy(upstream, tmp_path_factory):
    from support.tapedeck import Deck

    deck = Deck(tmp_path_factory.mktemp("smuggling"))
    running = deck.start("record", "app.cassette", "--upstream", upstream.url)
    assert running.endpoint
    yield running
    ended = running.stop()
    # A recording that refused something says that it is not whole.
    assert ended.status == 1 and "refused: a request on the wire: " in ended.err, ended
    deck.clean_up()


def all_of(connection) -> bytes:
    data = b""
    try:
        while piece := connection.sock.recv(1 << 16):
            data += piece
    except ConnectionResetError:
        pass
    return data


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_nothing_behind_a_bad_request_is_served(proxy, upstream, data):
    before = len(upstream.requests)
    with Connection(proxy.endpoint) as connection:
        try:
            connection.send(data + SMUGGLED)
        except OSError:
            pass  # Refused while we were still sending.
        answer = all_of(connection)
    status, rest = answer[9:12], answer[12:]
    assert status in (b"400", b"413", b"431", b"501", b"505"), answer
    assert b"HTTP/1.1 " not in rest and b"connection: close" in rest.lower()
    assert len(upstream.requests) == before


def test_the_answer_names_the_reason(proxy):
    with Connection(proxy.endpoint) as connection:
        answer = connection.exchange(REFUSED["no host"])
    assert answer.body.decode().count("it has no Host") == 1 and answer["x-amzn-errortype"] == "TapedeckBadRequest"


def request_of(proxy, *fields, body=b"{}"):
    key = Key(*proxy.key)
    return key.request(proxy.endpoint.removeprefix("http://"), "POST", "/", list(fields), body)


def test_answers_before_a_bad_request_arrive(proxy):
    with Connection(proxy.endpoint) as connection:
        connection.send(request_of(proxy) * 3 + REFUSED["two hosts"] + SMUGGLED)
        assert [connection.reader.response().status for _ in range(4)] == [200, 200, 200, 400]
        assert connection.is_closed_by_peer()


def test_a_client_that_closes_at_any_byte_harms_nobody(proxy, upstream):
    request = request_of(proxy, ("Expect", "100-continue"))
    before = len(upstream.requests)
    for count in range(0, len(request), 3):
        with Connection(proxy.endpoint) as connection:
            connection.send(request[:count])
    assert len(upstream.requests) == before
    with Connection(proxy.endpoint) as connection:
        assert connection.exchange(request).status == 200


def test_a_body_that_is_shorter_than_said_is_not_forwarded(proxy, upstream):
    before = len(upstream.requests)
    with Connection(proxy.endpoint) as connection:
        connection.send(request_of(proxy)[:-1])
        connection.sock.shutdown(socket.SHUT_WR)
        assert all_of(connection) == b""
    assert len(upstream.requests) == before


def test_what_follows_a_body_is_a_request_of_its_own(proxy):
    with Connection(proxy.endpoint) as connection:
        connection.send(request_of(proxy) + b"X" + request_of(proxy))
        assert connection.reader.response().status == 200
        assert connection.reader.response().status == 400
        assert connection.is_closed_by_peer()


def test_a_thousand_requests_ahead_are_answered_in_order(deck):
    with Upstream(lambda request: Answer(body=request.body)) as upstream:
        with deck.start("record", "app.cassette", "--upstream", upstream.url) as proxy:
            bodies = [b'{"n":%d}' % number for number in range(1000)]
            with Connection(proxy.endpoint) as connection:
                connection.send(b"".join(request_of(proxy, body=body) for body in bodies))
                assert [connection.reader.response().body for _ in bodies] == bodies
            assert proxy.stop().status == 0


def test_100_continue_in_its_forms(proxy):
    for expectation, asked in [("100-continue", True), ("100-Continue", True), ("200-ok", False)]:
        request = request_of(proxy, ("Expect", expectation))
        head, body = request[:-2], request[-2:]
        with Connection(proxy.endpoint) as connection:
            connection.send(head)
            if asked:
                assert connection.reader.head().status == 100
            connection.send(body)
            assert connection.reader.response().status == 200
    # A client that does not wait is served, too.
    with Connection(proxy.endpoint) as connection:
        connection.send(request_of(proxy, ("Expect", "100-continue")))
        assert connection.reader.head().status == 100
        assert connection.reader.response().status == 200


def test_an_upgrade_is_not_made(proxy):
    with Connection(proxy.endpoint) as connection:
        fields = [("Connection", "Upgrade, HTTP2-Settings"), ("Upgrade", "h2c"), ("HTTP2-Settings", "AAMAAABkAAQAAP__")]
        answer = connection.exchange(request_of(proxy, *fields))
        assert answer.status == 200 and answer["connection"] == "close"
        assert connection.is_closed_by_peer()


def test_refused_connections_leave_nothing_open(proxy):
    folder = f"/proc/{proxy.process.pid}/fd"
    if not os.path.isdir(folder):
        pytest.skip("descriptors are counted in /proc")
    before = len(os.listdir(folder))
    for data in list(REFUSED.values()) * 4:
        with Connection(proxy.endpoint) as connection:
            try:
                connection.send(data)
                connection.reader.response()
            except (OSError, Closed):
                pass
    deadline = time.monotonic() + 10
    while len(os.listdir(folder)) > before and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(os.listdir(folder)) <= before


def test_a_tunnel_is_refused_and_ends(proxy):
    with Connection(proxy.endpoint) as connection:
        host = "sts.amazonaws.com:443"
        connection.send(head_bytes(f"CONNECT {host} HTTP/1.1", [("Host", host)]) + SMUGGLED)
        answer = all_of(connection)
    assert answer.startswith(b"HTTP/1.1 403 ") and answer.count(b"HTTP/1.1 ") == 1
