# SPDX-License-Identifier: Apache-2.0
"""What an upstream may do by the rules of HTTP, or nearly: it reaches the client as it was meant, and the tape."""

import gzip
import socket
import time
from urllib.parse import urlsplit

import pytest
from support.aws import client, error_of
from support.cassette import Cassette
from support.scripted import TIMEOUT, Peer, ask, connected, recording, serving
from support.sigv4 import AUTHORIZATION
from support.tapedeck import Deck
from support.upstream import Answer, Upstream

BODY = b'{"Connections":[],"Pad":"abc"}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
CHUNKS = b"Transfer-Encoding: chunked\r\n\r\n" + b"".join(b"1\r\n%c\r\n" % byte for byte in BODY)
ANSWERS = {
    "100 first": (b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + LENGTH + b"\r\n" + BODY, "GET", 200, BODY),
    "103 first": (
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\nContent-Length: 7\r\n\r\n" + HEAD + LENGTH + b"\r\n" + BODY,
        "GET",
        200,
        BODY,
    ),
    "50 of them": (b"HTTP/1.1 102 Processing\r\n\r\n" * 50 + HEAD + LENGTH + b"\r\n" + BODY, "GET", 200, BODY),
    "204": (b"HTTP/1.1 204 No Content\r\nX-Kept: yes\r\n\r\n", "DELETE", 204, b""),
    "204 with a length and a body": (
        b"HTTP/1.1 204 No Content\r\nX-Kept: yes\r\nContent-Length: 3\r\n\r\nabc", "DELETE", 204, b""
    ),
    "304 with a length": (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 900\r\nETag: x\r\n\r\n", "GET", 304, b""),
    "304 with a body": (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\nabc", "GET", 304, b""),
    "HEAD with a length": (HEAD + b"Content-Length: 900000\r\n\r\n", "HEAD", 200, b""),
    "HEAD with a body": (HEAD + LENGTH + b"\r\n" + BODY, "HEAD", 200, b""),
    "HEAD in chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", "HEAD", 200, b""),
    "chunks": (HEAD + CHUNKS + b"0\r\n\r\n", "GET", 200, BODY),
    "chunks and a length": (HEAD + b"Content-Length: 3\r\n" + CHUNKS + b"0\r\n\r\n", "GET", 200, BODY),
    "chunks and trailers": (HEAD + b"Trailer: x-sum\r\n" + CHUNKS + b"0\r\nx-sum: 9\r\n\r\n", "GET", 200, BODY),
    "the same length twice": (HEAD + LENGTH + LENGTH + b"\r\n" + BODY, "GET", 200, BODY),
    "more than was said": (HEAD + LENGTH + b"\r\n" + BODY + b"and more", "GET", 200, BODY),
    "no length at all": (HEAD + b"\r\n" + BODY, "GET", 200, BODY),
    "an empty body": (HEAD + b"Content-Length: 0\r\n\r\n", "GET", 200, b""),
    "HTTP/1.0": (HEAD.replace(b"1.1", b"1.0") + LENGTH + b"\r\n" + BODY, "GET", 200, BODY),
    "bare line feeds": ((HEAD + LENGTH + b"\r\n").replace(b"\r\n", b"\n") + BODY, "GET", 200, BODY),
    "a folded field": (HEAD + b"X-Kept: a\r\n  b\r\n" + LENGTH + b"\r\n" + BODY, "GET", 200, BODY),
    "no reason": (b"HTTP/1.1 200\r\n" + LENGTH + b"\r\n" + BODY, "GET", 200, BODY),
    "a status that is new": (b"HTTP/1.1 299 What\r\n" + LENGTH + b"\r\n" + BODY, "GET", 299, BODY),
    "a redirect": (b"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n", "GET", 307, b""),
    "no date": (HEAD + LENGTH + b"\r\n" + BODY, "POST", 200, BODY),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Every answer through one recording, each followed by another request of the same client."""
    deck = Deck(tmp_path_factory.mktemp("protocol"))

    def script(peer: Peer):
        while True:
            name = peer.request().first_line[1].strip("/").replace("%20", " ")
            if name == "next":
                peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext")
                continue
            peer.send(ANSWERS[name][0])
            if name.startswith("no length") or "1.0" in name:
                return

    found = {}
    with recording(deck, script) as proxy:
        for name, (_, method, _, _) in ANSWERS.items():
            connection = connected(proxy)
            found[name] = (*ask(connection, method, "/" + name.replace(" ", "%20")), ask(connection, path="/next")[1])
            connection.close()
    return found, Cassette(deck.path("app.cassette"))


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer(told, name):
    (answer, body, following), (_, _, status, expected) = told[0][name], ANSWERS[name]
    assert (answer.status, body, following) == (status, expected, b"next")
    assert len(answer.headers.get_all("Content-Length", [])) <= 1
    if "Kept" in ANSWERS[name][0].decode("latin-1"):
        assert answer.headers["X-Kept"] in ("yes", "a b")


def test_all_of_them_are_recorded(told):
    exchanges = told[1].exchanges
    assert len(exchanges) == 2 * len(ANSWERS)
    for (_, _, status, _), exchange in zip(ANSWERS.values(), exchanges[::2]):
        assert exchange["response"]["status"] == status


def test_a_body_that_is_forbidden_and_late_is_not_the_next_answer(deck):
    """Bytes behind a 204 must not be read as the answer to another request."""
    smuggled = b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsmuggled"

    def script(peer: Peer):
        while True:
            if peer.request().first_line[1] == "/next":
                peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext")
                continue
            peer.send(b"HTTP/1.1 204 No Content\r\nContent-Length: %d\r\n\r\n" % len(smuggled))
            time.sleep(0.1)
            peer.send(smuggled)

    with recording(deck, script) as proxy:
        connection = connected(proxy)
        assert ask(connection, "DELETE", "/first")[0].status == 204
        time.sleep(0.3)
        assert ask(connection, "GET", "/next")[1] == b"next"


def test_trailers_reach_the_client(deck):
    answer = HEAD + b"Trailer: x-sum\r\n" + CHUNKS + b"0\r\nx-sum: 9\r\n\r\n"

    def asked(proxy, version=b"1.1"):
        with socket.create_connection(urlsplit(proxy.endpoint).netloc.split(":"), timeout=TIMEOUT) as raw:
            raw.sendall(b"GET / HTTP/%s\r\nHost: localhost\r\nTE: trailers\r\nConnection: close\r\n\r\n" % version)
            got = b""
            while piece := raw.recv(1 << 16):
                got += piece
        return got

    with recording(deck, serving(lambda peer, request: peer.send(answer))) as proxy:
        assert asked(proxy).endswith(b"0\r\nx-sum: 9\r\n\r\n")
    with deck.start("replay", "app.cassette") as proxy:
        got = asked(proxy)
        assert b"\r\nTransfer-Encoding: chunked\r\n" in got and b"Content-Length" not in got
        assert got.endswith(b"%x\r\n%s\r\n0\r\nx-sum: 9\r\n\r\n" % (len(BODY), BODY)), got
        # Such clients know no chunks.
        got = asked(proxy, b"1.0")
        assert b"\r\nContent-Length: %d\r\n" % len(BODY) in got and got.endswith(b"\r\n\r\n" + BODY), got


def test_a_coded_answer_stays_coded(deck):
    coded = gzip.compress(BODY, mtime=0)
    answer = HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(coded) + coded
    asked = []

    def script(peer, request):
        asked.append(request)
        peer.send(answer)

    with recording(deck, serving(script)) as proxy:
        answer, body = ask(connected(proxy), headers={"Accept-Encoding": "gzip"})
    assert (answer.headers["Content-Encoding"], body) == ("gzip", coded)
    assert [request["accept-encoding"] for request in asked] == ["identity"]
    with deck.start("replay", "app.cassette") as proxy:
        answer, body = ask(connected(proxy), headers={"Accept-Encoding": "gzip"})
        assert (answer.headers["Content-Encoding"], body) == ("gzip", coded)
        assert proxy.stop().status == 0


ERRORS = {
    # service, call, its parameters, protocol, status, content type, body, code
    "awsJson": (
        "codeconnections", "list_hosts", {}, None, 400, "application/x-amz-json-1.0",
        b'{"__type":"com.amazon.coral.availability#ThrottlingException","message":"Rate exceeded"}', "ThrottlingException",
    ),
    "awsJson 500": (
        "dynamodb", "list_tables", {}, None, 500, "application/x-amz-json-1.0",
        b'{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"no"}', "InternalServerError",
    ),
    "query": (
        "sns", "list_topics", {}, None, 400, "text/xml",
        b'<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>Throttling</Code>'
        b"<Message>Rate exceeded</Message></Error><RequestId>1</RequestId></ErrorResponse>", "Throttling",
    ),
    "ec2": (
        "ec2", "describe_vpcs", {}, None, 503, "text/xml;charset=UTF-8",
        b'<?xml version="1.0"?><Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>slow</Message></Error>'
        b"</Errors><RequestID>1</RequestID></Response>", "RequestLimitExceeded",
    ),
    "restXml": (
        "s3", "get_object", {"Bucket": "b", "Key": "k"}, None, 503, "application/xml",
        b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>", "SlowDown",
    ),
    "restJson": (
        "lambda", "list_functions", {}, None, 429, "application/json",
        b'{"Reason":"CallerRateLimitExceeded","Type":"User","message":"Rate exceeded"}', "TooManyRequestsException",
    ),
    "CBOR": (
        "arc-region-switch", "list_plans", {}, "smithy-rpc-v2-cbor", 429, "application/cbor",
        b"\xbf\x66__typex\x30com.amazonaws.arcregionswitch#ThrottledException\x67messagedslow\xff", "ThrottledException",
    ),
    "a gateway's": ("codestar-connections", "list_hosts", {}, None, 502, "text/html", b"<html>Bad Gateway</html>", "502"),
}  # fmt: skip


def service_of(request) -> str:
    return AUTHORIZATION.fullmatch(request["authorization"])["service"]


def test_errors_of_aws_are_passed_on_and_recorded(deck):
    def answer(request):
        _, _, _, _, status, kind, body, code = next(error for error in ERRORS.values() if error[0] == service_of(request))
        fields = [("Content-Type", kind), ("x-amzn-RequestId", "abc"), ("Retry-After", "1")]
        if kind == "application/json":
            fields.append(("x-amzn-ErrorType", code))
        return Answer(status, fields, body)

    def ask_all(proxy):
        for service, call, parameters, protocol, status, _, _, code in ERRORS.values():
            asking = client(proxy, service, protocol=protocol, retries={"max_attempts": 0})
            error = error_of(getattr(asking, call), **parameters)
            assert (error["ResponseMetadata"]["HTTPStatusCode"], error["Error"]["Code"]) == (status, code)
            assert error["ResponseMetadata"]["HTTPHeaders"]["retry-after"] == "1"

    with Upstream(answer) as upstream, deck.start("record", "app.cassette", "--upstream", upstream.url) as proxy:
        ask_all(proxy)
        # What AWS answers is no failure of the upstream.
        assert proxy.stop().status == 0
    exchanges = Cassette(deck.path("app.cassette")).exchanges
    assert [exchange["response"]["status"] for exchange in exchanges] == [error[4] for error in ERRORS.values()]
    with deck.start("replay", "app.cassette") as proxy:
        ask_all(proxy)
        assert proxy.stop().status == 0


@pytest.mark.parametrize("call, is_repeated", [("list_connections", True), ("create_connection", False)])
def test_a_kept_connection_that_ends_under_a_request(deck, call, is_repeated):
    """What a server may have carried out is not sent again behind the client's back."""
    parameters = {} if is_repeated else {"ConnectionName": "x", "ProviderType": "GitHub"}
    lost = []

    def script(peer: Peer):
        peer.request()
        peer.send(HEAD + LENGTH + b"\r\n" + BODY)
        lost.append(peer.request())

    with recording(deck, script, status=0 if is_repeated else 4) as proxy:
        service = client(proxy, retries={"max_attempts": 0})
        service.list_connections()
        error = error_of(getattr(service, call), **parameters)
    assert len(lost) == 1 and lost[0]["x-amz-target"].lower().endswith(call.replace("_", "")), lost
    if is_repeated:
        assert error is None and proxy.upstream.connections == 2
        assert len(Cassette(deck.path("app.cassette")).exchanges) == 2
    else:
        assert error["ResponseMetadata"]["HTTPStatusCode"] == 502
        assert "was not sent again); the request may have been carried out" in error["Error"]["Message"]


def test_a_connection_that_the_upstream_closes_is_not_used_again(deck):
    def script(peer: Peer):
        peer.request()
        peer.send(HEAD + b"Connection: close\r\n" + LENGTH + b"\r\n" + BODY)
        # Still open: only the field says that it is over.
        peer.hang()

    with recording(deck, script) as proxy:
        for _ in range(3):
            assert client(proxy).list_connections()["Connections"] == []
        assert proxy.upstream.connections == 3


def test_a_client_of_http_1_0_is_not_told_that_half_an_answer_is_whole(deck):
    """Where only the end of the connection ends an answer, a failure must end it otherwise."""

    def script(peer: Peer):
        peer.request()
        peer.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")

    with recording(deck, script, status=4) as proxy:
        with socket.create_connection(urlsplit(proxy.endpoint).netloc.split(":"), timeout=TIMEOUT) as raw:
            raw.sendall(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
            with pytest.raises(ConnectionResetError):
                while raw.recv(1 << 16):
                    pass
