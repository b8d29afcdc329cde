# SPDX-License-Identifier: Apache-2.0
"""An upstream that speaks HTTP/2."""

import json
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from botocore.exceptions import ClientError
from support import http2
from support.aws import client, error_of
from support.cassette import Cassette
from support.certificates import self_signed, server
from support.scripted import TIMEOUT, ask, connected, recording

BODY = b'{"Connections":[]}'


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return self_signed(tmp_path_factory.mktemp("certificate"))


@contextmanager
def recording_http2(deck, certificate, answer, *options, streams=100, status=0):
    tls = server(certificate, protocols=["h2"])
    script = http2.serving(answer, streams=streams)
    with recording(deck, script, "--ca-bundle", certificate, *options, tls=tls, status=status) as proxy:
        yield proxy


TYPE = ("content-type", "application/x-amz-json-1.0")


def test_http_2_many_streams_at_once(deck, certificate):
    """50 requests at a time, on few connections; each client gets its own answer."""

    def answer(stream: http2.Stream):
        token = json.loads(stream.body)["NextToken"]
        stream.answer(json.dumps({"Connections": [], "NextToken": token}).encode(), TYPE)

    with recording_http2(deck, certificate, answer) as proxy, ThreadPoolExecutor(50) as threads:
        service = client(proxy, max_pool_connections=50)
        service.list_connections(NextToken="first")

        def ask_one(number):
            return service.list_connections(NextToken=f"token-{number}")["NextToken"]

        assert list(threads.map(ask_one, range(300))) == [f"token-{number}" for number in range(300)]
        assert proxy.upstream.connections <= 10, "streams share a connection"
    assert len(Cassette(deck.path("app.cassette")).exchanges) == 301


def test_http_2_large_bodies_and_trailers(deck, certificate):
    sent = bytes(range(256)) * 4096 * 4

    def answer(stream: http2.Stream):
        assert stream.body == sent
        stream.answer(sent, ("content-type", "binary/octet-stream"), trailers=[("x-sum", "9")])

    with recording_http2(deck, certificate, answer) as proxy:
        answer, got = ask(connected(proxy), "POST", "/bucket/key", body=sent)
    assert answer.status == 200 and got == sent


def test_http_2_an_upstream_that_takes_nothing_costs_no_processor(deck, certificate):
    """libcurl before 8.0 asks again and again for a socket that it may write to, and has no window to write in."""
    seconds = []

    def spent():
        with open(f"/proc/{proxy.process.pid}/stat") as stat:
            return sum(map(int, stat.read().rpartition(")")[2].split()[11:13])) / os.sysconf("SC_CLK_TCK")

    def pause():
        # Until the window is full.
        time.sleep(0.5)
        before = spent()
        time.sleep(2)
        seconds.append(spent() - before)

    sent = bytes(range(256)) * 4096 * 2
    script = http2.serving(lambda stream: stream.answer(b""), pause=pause)
    tls = server(certificate, protocols=["h2"])
    with recording(deck, script, "--ca-bundle", certificate, tls=tls) as proxy:
        answer, _ = ask(connected(proxy), "POST", "/bucket/key", body=sent)
    assert answer.status == 200 and seconds[0] < 0.5, seconds


def test_http_2_a_stream_that_is_reset(deck, certificate):
    """Before its answer: an error. Within: a closed connection. Its neighbours go on."""
    held = threading.Event()

    def answer(stream: http2.Stream):
        match json.loads(stream.body).get("NextToken"):
            case "before":
                stream.reset(2)
            case "within":
                stream.answer(b"x" * 100_000, TYPE, ends=False)
                stream.reset(2)
            case "waits":
                held.wait(TIMEOUT)
                stream.answer(BODY, TYPE)
            case _:
                stream.answer(BODY, TYPE)

    with recording_http2(deck, certificate, answer, status=4) as proxy, ThreadPoolExecutor(4) as threads:
        service = client(proxy, retries={"max_attempts": 0})
        service.list_connections()
        waiting = threads.submit(service.list_connections, NextToken="waits")
        error = error_of(service.list_connections, NextToken="before")
        assert error["ResponseMetadata"]["HTTPStatusCode"] == 502
        assert "the connection broke (HTTP/2 stream" in error["Error"]["Message"], error
        with pytest.raises(Exception) as broken:
            service.list_connections(NextToken="within")
        assert not isinstance(broken.value, ClientError)
        held.set()
        assert waiting.result()["Connections"] == []
    assert len(Cassette(deck.path("app.cassette")).exchanges) == 2


def test_http_2_go_away(deck, certificate):
    """What is under way is finished; what comes later finds another connection."""
    begun, asked = threading.Event(), threading.Event()

    def answer(stream: http2.Stream):
        if json.loads(stream.body).get("NextToken") == "slow":
            begun.set()
            asked.wait(TIMEOUT)
            stream.connection.go_away(stream.id)
            time.sleep(0.1)
        stream.answer(BODY, TYPE)

    with recording_http2(deck, certificate, answer) as proxy, ThreadPoolExecutor(2) as threads:
        service = client(proxy, retries={"max_attempts": 0})
        slow = threads.submit(service.list_connections, NextToken="slow")
        assert begun.wait(TIMEOUT)
        asked.set()
        assert slow.result()["Connections"] == []
        assert service.list_connections()["Connections"] == []
        assert proxy.upstream.connections == 2
    assert len(Cassette(deck.path("app.cassette")).exchanges) == 2


@pytest.mark.parametrize("call, is_repeated", [("list_connections", True), ("create_connection", False)])
def test_http_2_a_stream_that_is_refused(deck, certificate, call, is_repeated):
    parameters = {} if is_repeated else {"ConnectionName": "x", "ProviderType": "GitHub"}
    seen = []

    def answer(stream: http2.Stream):
        seen.append(stream["x-amz-target"])
        # REFUSED_STREAM: RFC 9113 §8.7.
        stream.reset(7) if len(seen) == 2 else stream.answer(BODY, TYPE)

    with recording_http2(deck, certificate, answer, status=0 if is_repeated else 4) as proxy:
        service = client(proxy, retries={"max_attempts": 0})
        service.list_connections()
        error = error_of(getattr(service, call), **parameters)
    assert len(seen) == (3 if is_repeated else 2)
    assert (error is None) == is_repeated, error
