# SPDX-License-Identifier: Apache-2.0
"""What AWS does not answer: each fault of an upstream, and what client, cassette, summary and exit code make of it."""

import json
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Callable

import pytest
from botocore.exceptions import BotoCoreError, ClientError
from support.aws import SERVICE, client
from support.cassette import Cassette
from support.scripted import Peer, Scripted, serving
from support.tapedeck import Deck, Ended

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\n"


def says(data: bytes, then: Callable[[Peer], None] | None = None):
    """Sends these bytes and hangs up, or does what `then` says."""

    def answer(peer, request):
        peer.send(data)
        if then:
            then(peer)
        peer.sock.close()

    return answer


def after_the_bytes(peer: Peer):
    """A reset that does not overtake what was sent before it."""
    time.sleep(0.2)
    peer.reset()


@dataclass
class Fault:
    answer: Callable
    status: int
    """What the client is told: 502, 504, or 0 where its connection ends too early."""
    words: str


LONG = b"x" * 100_000
FAULTS = {
    "reset before a byte": Fault(lambda peer, request: peer.reset(), 502, "the connection broke"),
    "closed before a byte": Fault(lambda peer, request: peer.sock.close(), 502, "the connection broke"),
    "closed in the head": Fault(says(HEAD), 502, "the connection broke"),
    "reset behind the head": Fault(
        says(HEAD + b"Content-Length: 9\r\n\r\n", after_the_bytes), 502, "the connection broke"
    ),
    "closed behind the head": Fault(says(HEAD + b"Content-Length: 9\r\n\r\n"), 502, "the connection broke"),
    "reset within a body with a length": Fault(
        says(HEAD + b"Content-Length: 900000\r\n\r\n" + LONG, after_the_bytes), 0, "the connection broke"
    ),
    "a length that is too long": Fault(says(HEAD + b"Content-Length: 100001\r\n\r\n" + LONG), 0, "the connection broke"),
    "chunks without the last": Fault(
        says(HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"), 0, "the connection broke"
    ),
    "a chunk that ends too early": Fault(
        says(HEAD + b"Transfer-Encoding: chunked\r\n\r\n9\r\n{}"), 0, "the connection broke"
    ),
    "a chunk without a size": Fault(
        says(HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nno size\r\n"), 0, "not an HTTP response"
    ),
    "reset in a body that the end of the connection ends": Fault(
        says(HEAD + b"\r\n{}", after_the_bytes), 0, "the connection broke"
    ),
    "silence before the head": Fault(lambda peer, request: peer.hang(), 504, "timed out"),
    "silence in the head": Fault(says(HEAD, Peer.hang), 504, "timed out"),
    "silence behind the head": Fault(says(HEAD + b"Content-Length: 9\r\n\r\n", Peer.hang), 504, "timed out"),
    "silence in the body": Fault(says(HEAD + b"Content-Length: 900000\r\n\r\n" + LONG, Peer.hang), 0, "timed out"),
    "two lengths": Fault(
        says(HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"), 502, "not an HTTP response"
    ),
    "two lengths in one": Fault(says(HEAD + b"Content-Length: 2, 3\r\n\r\n{}"), 502, "not an HTTP response"),
    "a length that is none": Fault(says(HEAD + b"Content-Length: two\r\n\r\n{}"), 502, "not an HTTP response"),
    "a negative length": Fault(says(HEAD + b"Content-Length: -2\r\n\r\n{}"), 502, "not an HTTP response"),
    "a length beyond all bounds": Fault(
        says(HEAD + b"Content-Length: 99999999999999999999\r\n\r\n{}"), 502, "not an HTTP response"
    ),
    "garbage": Fault(says(b"\x15\x03\x01\x00\x02\x02\x16 nonsense\r\n\r\n"), 502, "not an HTTP response"),
    "HTTP/0.9": Fault(says(b"{}"), 502, "not an HTTP response"),
    "another protocol": Fault(says(b"SSH-2.0-OpenSSH_9.2p1\r\n"), 502, "not an HTTP response"),
    "a status that is none": Fault(says(b"HTTP/1.1 OK\r\n\r\n"), 502, "not an HTTP response"),
    "HTTP/3.7": Fault(says(b"HTTP/3.7 200 OK\r\nContent-Length: 2\r\n\r\n{}"), 502, "not an HTTP response"),
    "a protocol switch": Fault(
        says(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"), 502, "not an HTTP response"
    ),
    "a head of 1 MiB": Fault(
        says(HEAD + b"".join(b"X-%d: %s\r\n" % (n, b"x" * 1000) for n in range(1024)) + b"Content-Length: 2\r\n\r\n{}"),
        502,
        "not an HTTP response",
    ),
    "a field of 1 MiB": Fault(
        says(HEAD + b"X-Long: " + b"x" * (1 << 20) + b"\r\nContent-Length: 2\r\n\r\n{}"), 502, "not an HTTP response"
    ),
}


def outcome(call, *arguments, **parameters) -> tuple[int, str]:
    """The status and message of the error that a client got; 0 where its connection ended too early."""
    try:
        call(*arguments, **parameters)
    except ClientError as error:
        told = error.response
        return told["ResponseMetadata"]["HTTPStatusCode"], f"{told['Error']['Code']}: {told['Error']['Message']}"
    except BotoCoreError as error:
        return 0, f"{type(error).__name__}: {error}"
    raise AssertionError("it was answered")


@dataclass
class Run:
    """A recording that met all faults at once."""

    url: str
    outcomes: dict[str, tuple[int, str]]
    hosts: int
    ended: Ended
    report: dict
    actions: list[str]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    def answer(peer, request):
        FAULTS[json.loads(request.body)["NextToken"]].answer(peer, request)

    deck = Deck(tmp_path_factory.mktemp("faults"))
    with Scripted(serving(answer)) as upstream, ThreadPoolExecutor(len(FAULTS)) as threads:
        options = ["--upstream", upstream.url, "--upstream-timeout", "2s", "--report", "json=r.json"]
        with deck.start("record", "app.cassette", *options) as proxy:
            service = client(proxy, SERVICE, retries={"max_attempts": 0}, max_pool_connections=len(FAULTS))
            asked = {name: threads.submit(outcome, service.list_connections, NextToken=name) for name in FAULTS}
            # What others ask for meanwhile goes on.
            hosts = sum(len(service.list_hosts()["Hosts"]) == 0 for _ in range(20))
            outcomes = {name: result.result() for name, result in asked.items()}
            ended = proxy.stop()
    report = json.loads(deck.path("r.json").read_text())
    return Run(upstream.url, outcomes, hosts, ended, report, Cassette(deck.path("app.cassette")).actions)


@pytest.mark.parametrize("name", FAULTS)
def test_what_the_client_gets(run, name):
    fault, (status, message) = FAULTS[name], run.outcomes[name]
    assert status == fault.status, message
    if status:
        assert message.startswith(f"TapedeckUpstreamFailed: Tapedeck: no answer from the upstream: {run.url}: "), message
        assert fault.words in message, message
    else:
        # Never a short body that looks whole.
        assert message.startswith(("ResponseStreamingError", "ConnectionClosedError", "IncompleteReadError")), message


def test_what_the_summary_tells(run):
    assert run.ended.status == 4, run.ended
    assert (run.report["verdict"], run.report["exitCode"]) == ("upstream", 4)
    failures = run.report["upstreamFailures"]
    assert sum(failure["count"] for failure in failures) == run.report["counts"]["failed"] == len(FAULTS), failures
    for failure in failures:
        assert failure["message"].startswith(f"{run.url}: "), failure
        assert f"upstream: {failure['message']}" in run.ended.err, run.ended
    for fault in FAULTS.values():
        assert any(fault.words in failure["message"] for failure in failures), fault.words


def test_only_whole_answers_are_recorded(run):
    assert run.hosts == 20
    assert run.actions == [f"{SERVICE}:ListHosts"] * 20


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_does_not_wait_for_an_upstream_that_says_nothing(deck, number):
    asked = threading.Event()

    def answer(peer, request):
        asked.set()
        peer.hang()

    with Scripted(serving(answer)) as upstream, ThreadPoolExecutor(1) as threads:
        with deck.start("record", "app.cassette", "--upstream", upstream.url) as proxy:
            service = client(proxy, SERVICE, retries={"max_attempts": 0})
            assert service.list_hosts()["Hosts"] == []
            waiting = threads.submit(outcome, service.list_connections)
            assert asked.wait(20)
            begun = time.monotonic()
            ended = proxy.stop(number)
            took = time.monotonic() - begun
            status, message = waiting.result()
    assert took < 4.5, "it need not wait for all of its five seconds"
    assert (status, ended.status) == (502, 4), (message, ended)
    assert "nothing came for a second while the proxy was ending" in message
    assert Cassette(deck.path("app.cassette")).actions == [f"{SERVICE}:ListHosts"]


def test_a_signal_waits_for_an_answer_that_is_on_its_way(deck):
    body = b'{"Connections":[],"Pad":"' + b"x" * 40 + b'"}'
    begun = threading.Event()

    def answer(peer, request):
        peer.send(HEAD + b"Content-Length: %d\r\n\r\n" % len(body))
        begun.set()
        for byte in body:
            peer.send(b"%c" % byte)
            time.sleep(0.03)

    with Scripted(serving(answer)) as upstream, ThreadPoolExecutor(1) as threads:
        with deck.start("record", "app.cassette", "--upstream", upstream.url) as proxy:
            service = client(proxy, SERVICE, retries={"max_attempts": 0})
            waiting = threads.submit(service.list_connections)
            assert begun.wait(20)
            ended = proxy.stop()
            assert waiting.result()["Connections"] == []
    assert ended.status == 0, ended
    assert Cassette(deck.path("app.cassette")).actions == [f"{SERVICE}:ListConnections"]


@pytest.mark.parametrize("verb, option", [("auto", []), ("replay", ["--fallback", "upstream"])])
def test_auto_and_a_fallback_tell_it_as_record_does(deck, verb, option):
    with Scripted(serving(lambda peer, request: peer.sock.close())) as upstream:
        options = ["--upstream", upstream.url]
        with deck.start("record", "app.cassette", *options) as proxy:
            assert client(proxy, SERVICE).list_hosts()["Hosts"] == []
            assert proxy.stop().status == 0
        before = deck.path("app.cassette").read_bytes()
        with deck.start(verb, "app.cassette", *option, *options) as proxy:
            service = client(proxy, SERVICE, retries={"max_attempts": 0})
            assert service.list_hosts()["Hosts"] == []
            status, message = outcome(service.list_connections)
            ended = proxy.stop()
    assert (status, ended.status) == (502, 4), (message, ended)
    assert f"upstream: {upstream.url}: the connection broke" in ended.err, ended
    assert deck.path("app.cassette").read_bytes() == before
