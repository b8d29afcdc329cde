# SPDX-License-Identifier: Apache-2.0
"""What clients may cost: the limits of the front door, and that whoever reaches one of them holds up nobody else."""

import json
import os
import resource
import signal
import socket
import subprocess
import threading
import time

import pytest
from support.sigv4 import Key
from support.upstream import Answer, Upstream
from support.wire import Closed, Connection, head_bytes

LIST = ("X-Amz-Target", "com.amazonaws.codestar.connections.CodeStar_connections_20191201.ListConnections")
JSON = ("Content-Type", "application/x-amz-json-1.0")
# The embedded service asks who calls, and believes it.
ANYBODY = (
    "Authorization",
    "AWS4-HMAC-SHA256 Credential=AKIA/20261122/us-east-1/codestar-connections/aws4_request, SignedHeaders=host, "
    "Signature=ab",
)


def call(body=b"{}"):
    """A request to the embedded service."""
    fields = [("Host", "127.0.0.1"), LIST, JSON, ANYBODY]
    return head_bytes("POST / HTTP/1.1", [*fields, ("Content-Length", str(len(body)))]) + body


def signed(proxy):
    """A request to a service that a proxy records or replays."""
    return Key(*proxy.key).request(proxy.endpoint.removeprefix("http://"), "POST", "/", [LIST, JSON], b"{}")


def signed_get(proxy):
    return Key(*proxy.key, service="s3").request(proxy.endpoint.removeprefix("http://"), "GET", "/bucket/key")


def descriptors(running) -> int:
    return len(os.listdir(f"/proc/{running.process.pid}/fd"))


def resident(running) -> int:
    """In MiB."""
    with open(f"/proc/{running.process.pid}/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() >> 20


def wait_until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)


@pytest.mark.parametrize(
    "flags, hint",
    [
        (["--max-connections", "0"], "--max-connections takes 1 to 100000, not 0."),
        (["--max-headers", "10001"], "--max-headers takes 1 to 10000, not 10001."),
        (["--max-header-bytes", "1"], "--max-header-bytes takes 1KiB to 1MiB, not 1."),
        (["--max-body", "4GiB"], "--max-body takes 1KiB to 2GiB, not 4GiB."),
        (["--max-body", "1TB"], "The value '1TB' is invalid for '--max-body <size>'"),
        (["--idle-timeout", "0s"], "The value '0s' is invalid for '--idle-timeout <duration>'"),
        (["--header-timeout", "10"], "The value '10' is invalid for '--header-timeout <duration>'"),
        (["--body-timeout", "25h"], "The value '25h' is invalid for '--body-timeout <duration>'"),
        (["--answer-timeout", "soon"], "The value 'soon' is invalid for '--answer-timeout <duration>'"),
        (["--max-time", "-1s"], "--max-time"),
    ],
)
def test_a_limit_that_is_none_is_told_with_its_bounds(deck, flags, hint):
    ended = deck.run("simulate", *flags, "--", "true")
    assert ended.status == 2 and hint in ended.err, ended


@pytest.mark.parametrize("verb", ["record", "auto", "replay"])
def test_all_verbs_that_serve_have_the_limits(deck, verb):
    ended = deck.run(verb, "a.cassette", "--max-connections", "0", "--", "true")
    assert ended.status == 2 and "--max-connections takes 1 to 100000, not 0." in ended.err, ended


def test_one_connection_more_than_may_be_is_told_so(deck):
    with deck.start("simulate", "--max-connections", "3") as running:
        open_ones = [Connection(running.endpoint) for _ in range(3)]
        for connection in open_ones:
            assert connection.exchange(call()).status == 200
        with Connection(running.endpoint) as connection:
            answer = connection.reader.response()
            assert (answer.status, answer["connection"]) == (503, "close") and b"--max-connections" in answer.body
            assert connection.is_closed_by_peer()
        open_ones.pop().sock.close()

        def is_served():
            with Connection(running.endpoint) as connection:
                return connection.exchange(call()).status == 200

        wait_until(is_served)
        for connection in open_ones:
            assert connection.exchange(call()).status == 200
            connection.sock.close()
        ended = running.stop()
    assert ended.status == 0 and "refused" in ended.err, ended


def test_a_body_has_a_limit(deck):
    with deck.start("simulate", "--max-body", "1KiB") as running:
        with Connection(running.endpoint) as connection:
            assert connection.exchange(call(body=b"{" + b" " * 1022 + b"}")).status == 200
            answer = connection.exchange(call(body=b"{" + b" " * 1023 + b"}"))
            assert answer.status == 413 and b"--max-body" in answer.body
            assert connection.is_closed_by_peer()
        with Connection(running.endpoint) as connection:
            fields = [("Host", "127.0.0.1"), LIST, JSON, ANYBODY, ("Transfer-Encoding", "chunked")]
            connection.send(head_bytes("POST / HTTP/1.1", fields))
            with pytest.raises(ConnectionError):
                for _ in range(10_000):
                    connection.send(b"400\r\n" + b" " * 1024 + b"\r\n")
                    time.sleep(0.002)


def test_slow_clients_are_timed_out_each_for_its_reason(deck):
    flags = ["--header-timeout", "2s", "--body-timeout", "2s", "--idle-timeout", "3s"]
    with deck.start("simulate", *flags) as running:
        header, body, idle, fine = (Connection(running.endpoint) for _ in range(4))
        started = time.monotonic()
        header.send(b"POST / HTTP/1.1\r\n")
        body.send(call(body=b"{}    ")[:-4])
        assert idle.exchange(call()).status == 200
        # Who sends something now and then is not idle, nor is a body that gets on.
        for _ in range(10):
            time.sleep(0.5)
            assert fine.exchange(call()).status == 200
            try:
                header.send(b"X")
            except OSError:
                pass
        assert time.monotonic() - started < 20
        answers = [header.reader.response(), body.reader.response()]
        assert [answer.status for answer in answers] == [408, 408]
        assert b"--header-timeout" in answers[0].body and b"--body-timeout" in answers[1].body
        assert idle.is_closed_by_peer()
        for connection in (header, body, idle, fine):
            connection.sock.close()


def test_an_upstream_may_have_a_limit_of_time(deck):
    never = threading.Event()
    with Upstream(lambda request: (never.wait(20), Answer())[1]) as upstream:
        with deck.start("record", "app.cassette", "--upstream", upstream.url, "--max-time", "1s") as proxy:
            with Connection(proxy.endpoint) as connection:
                answer = connection.exchange(signed(proxy))
            assert answer.status == 504 and b"--max-time" in answer.body, answer
            never.set()
            ended = proxy.stop()
    assert ended.status == 4 and "--max-time" in ended.err, ended


def record_object(deck, size):
    """A cassette with one object of S3."""
    content = os.urandom(size)
    with Upstream(lambda request: Answer(body=content)) as upstream:
        with deck.start("record", "object.cassette", "--upstream", upstream.url) as proxy:
            with Connection(proxy.endpoint) as connection:
                got = connection.exchange(signed_get(proxy), method="GET")
            assert got.body == content
            assert proxy.stop().status == 0
    return content


def test_a_client_that_takes_nothing_is_cut_off_and_costs_little(deck):
    size = len(record_object(deck, 1_000_000))
    with deck.start("replay", "object.cassette", "--answer-timeout", "2s") as player:
        request = signed_get(player)
        with Connection(player.endpoint) as warm:
            warm.exchange(request, method="GET")
        before = resident(player)
        lazy = []
        for _ in range(4):
            connection = Connection(player.endpoint)
            # Two hundred answers of a megabyte are asked for at once.
            connection.send(request * 200)
            lazy.append(connection)
        with Connection(player.endpoint) as busy:
            started = time.monotonic()
            assert len(busy.exchange(request, method="GET").body) == size
            assert time.monotonic() - started < 5
        time.sleep(0.5)
        assert resident(player) - before < 100, "answers that nobody takes are made all the same"
        for connection in lazy:
            wait_until(lambda: is_reset(connection), 20)
            connection.sock.close()


def is_reset(connection) -> bool:
    """Whether the peer has given the connection up, told without taking anything that it sent."""
    try:
        connection.sock.send(b"\r\n")
        return False
    except OSError:
        return True


def test_slow_writers_hold_nobody_up(deck):
    with deck.start("simulate") as running:
        slow = []
        for _ in range(200):
            connection = Connection(running.endpoint)
            connection.send(call()[:-1])
            slow.append(connection)
        with Connection(running.endpoint) as connection:
            started = time.monotonic()
            for _ in range(50):
                assert connection.exchange(call()).status == 200
            assert time.monotonic() - started < 10
        for connection in slow:
            connection.send(b"}")
            assert connection.reader.response().status == 200
            connection.sock.close()


def test_a_thousand_connections_are_held_and_let_go(deck):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 4096:
        pytest.skip("this user may not have that many descriptors")
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, hard))
    try:
        with deck.start("simulate") as running:
            with Connection(running.endpoint) as connection:
                assert connection.exchange(call()).status == 200
            wait_until(lambda: not has_clients(running))
            before = descriptors(running)
            held = [Connection(running.endpoint) for _ in range(1000)]
            for connection in held:
                connection.send(call())
            for connection in held:
                assert connection.reader.response().status == 200
            assert descriptors(running) >= 1000
            times = []
            with Connection(running.endpoint) as connection:
                for _ in range(300):
                    started = time.monotonic()
                    assert connection.exchange(call()).status == 200
                    times.append(time.monotonic() - started)
            assert sorted(times)[297] < 0.25, sorted(times)[-5:]
            for connection in held:
                assert connection.exchange(call()).status == 200
                connection.sock.close()
            wait_until(lambda: descriptors(running) <= before)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def has_clients(running) -> bool:
    with open(f"/proc/{running.process.pid}/net/tcp") as file:
        mine = f"0100007F:{running.port:04X}"
        return any(line.split()[1] == mine and line.split()[3] == "01" for line in file.readlines()[1:])


def test_a_lack_of_descriptors_ends_nothing(deck):
    """The limit is raised where that is allowed; where it is not, those beyond it wait or are told."""
    with deck.start("simulate", prefix=["prlimit", "--nofile=100:100"]) as running:
        assert running.endpoint
        held = []
        for _ in range(400):
            connection = socket.create_connection(("127.0.0.1", running.port), timeout=20)
            held.append(connection)
        served = 0
        for connection in held[:40]:
            try:
                connection.sendall(call())
                served += connection.recv(16).startswith(b"HTTP/1.1 200")
            except OSError:
                pass  # Closed without a word, as those far beyond the limit are.
        assert served >= 10
        for connection in held:
            connection.close()

        def is_served():
            try:
                with Connection(running.endpoint) as connection:
                    return connection.exchange(call()).status == 200
            except (Closed, OSError):
                return False

        wait_until(is_served)
        ended = running.stop()
    assert ended.status == 0 and "raise 'ulimit -n'" in ended.err, ended


def test_the_limit_of_descriptors_is_raised_as_far_as_needed(deck):
    with deck.start("simulate", prefix=["prlimit", "--nofile=256:8192"]) as running:
        assert running.endpoint
        limits = subprocess.run(
            ["prlimit", "--nofile", "--noheadings", "--output=SOFT", f"--pid={running.process.pid}"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert int(limits.stdout) >= 8192


class Load(threading.Thread):
    """A client that asks until it is told to go, and knows of each request whether it was answered."""

    def __init__(self, proxy, request):
        super().__init__(daemon=True)
        self.proxy, self.request, self.answered, self.torn = proxy, request, 0, []

    def run(self):
        try:
            with Connection(self.proxy.endpoint) as connection:
                while True:
                    connection.send(self.request)
                    try:
                        answer = connection.reader.response()
                    except (Closed, OSError) as error:
                        # Without a byte of an answer, a client asks again elsewhere; half an answer is another thing.
                        if connection.reader.buffer or isinstance(error, TimeoutError):
                            self.torn.append(repr(error))
                        return
                    if answer.status != 200:
                        self.torn.append(repr(answer))
                    json.loads(answer.body)
                    self.answered += 1
                    if answer["connection"] == "close":
                        assert connection.is_closed_by_peer()
                        return
        except OSError as error:
            self.torn.append(repr(error))


@pytest.mark.parametrize("verb", ["replay", "record"])
def test_a_shutdown_under_load_tears_no_answer(deck, verb):
    body = json.dumps({"Connections": [{"ConnectionName": "x" * 20_000}]}).encode()
    with Upstream(lambda request: Answer(fields=[JSON], body=body)) as upstream:
        options = ["app.cassette", "--upstream", upstream.url]
        with deck.start("record", *options) as proxy:
            with Connection(proxy.endpoint) as connection:
                connection.exchange(signed(proxy))
            assert proxy.stop().status == 0
        with deck.start(verb, *(options if verb == "record" else options[:1])) as proxy:
            clients = [Load(proxy, signed(proxy)) for _ in range(16)]
            for client in clients:
                client.start()
            wait_until(lambda: all(client.answered for client in clients), 30)
            started = time.monotonic()
            ended = proxy.stop(signal.SIGTERM)
            assert time.monotonic() - started < 5
            for client in clients:
                client.join(20)
    assert ended.status == 0, ended
    assert [client.torn for client in clients] == [[]] * 16
    # A request that met a closing door was not taken: what was taken was counted, and answered.
    answered = sum(client.answered for client in clients)
    assert int(ended.err.rpartition("tapedeck: ")[2].split()[0]) == answered, ended.err
    assert len(upstream.requests) == 1 + (answered if verb == "record" else 0)


def test_a_client_that_holds_on_does_not_hold_the_shutdown_up(deck):
    with deck.start("simulate") as running:
        idle, half = Connection(running.endpoint), Connection(running.endpoint)
        assert idle.exchange(call()).status == 200
        half.send(call()[:-1])
        started = time.monotonic()
        ended = running.stop()
        assert time.monotonic() - started < 3 and ended.status == 0, ended
        assert idle.is_closed_by_peer() and half.is_closed_by_peer()


@pytest.mark.parametrize("signals", [1, 2])
def test_an_upstream_that_hangs_does_not_hold_the_shutdown_up(deck, signals):
    never = threading.Event()
    with Upstream(lambda request: (never.wait(30), Answer())[1]) as upstream:
        with deck.start("record", "app.cassette", "--upstream", upstream.url) as proxy:
            with Connection(proxy.endpoint) as connection:
                connection.send(signed(proxy))
                wait_until(lambda: upstream.requests)
                started = time.monotonic()
                os.kill(proxy.process.pid, signal.SIGTERM)
                if signals == 2:
                    time.sleep(0.5)
                    assert proxy.process.poll() is None
                    os.kill(proxy.process.pid, signal.SIGTERM)
                ended = proxy.wait()
                assert time.monotonic() - started < (6 if signals == 1 else 2.5), ended
            never.set()
    # Who hurries does not hear that the upstream said nothing for too long.
    assert ended.status == (4 if signals == 1 else 0), ended
    assert ("while the proxy was ending" if signals == 1 else "cut off") in ended.err, ended
