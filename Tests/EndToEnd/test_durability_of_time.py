# SPDX-License-Identifier: Apache-2.0
"""Recordings that are interrupted while they end, whose cassette becomes another meanwhile, and whose clock jumps."""

import datetime
import json
import os
import signal
import sys
import time
import zlib

from support.cassette import Cassette
from support.recording import ANSWER, FIELDS, Client, make_cassette, names_in, record
from support.upstream import Upstream


def test_a_second_interrupt_does_not_cut_off_what_the_first_began(deck, upstream):
    with record(deck, upstream, name="app.cassette") as proxy:
        client = Client(proxy)
        for number in range(50):
            assert client.call(f"call-{number}", "x" * 20_000) == 200
        os.kill(proxy.process.pid, signal.SIGINT)
        time.sleep(0.01)
        try:
            os.kill(proxy.process.pid, signal.SIGINT)
        except ProcessLookupError:
            pass
        ended = proxy.wait()
    assert ended.status == 0 or deck.path("app.cassette.journal").exists(), ended
    if ended.status != 0:
        assert deck.run("repair", "app.cassette").status == 0
    assert names_in(deck.path("app.cassette")) == client.seen


def test_auto_does_not_add_to_another_cassette_that_is_as_long(deck, upstream):
    other = make_cassette(deck, upstream, "other/app.cassette", 3).read_bytes()
    make_cassette(deck, upstream, "disk/app.cassette", 2)
    old = deck.path("disk/app.cassette").read_bytes()
    with record(deck, upstream, verb="auto") as proxy:
        assert Client(proxy).call("new") == 200
        deck.path("disk/app.cassette").write_bytes(other)
        ended = proxy.stop()
    assert ended.status == 5 and "not the cassette that the recording began with" in ended.err, ended
    assert "'tapedeck repair " in ended.err and "put the old one back" in ended.err, ended
    repaired = deck.run("repair", "disk/app.cassette")
    assert repaired.status == 5 and "put the old one back" in repaired.err, repaired
    # Neither is lost.
    assert deck.path("disk/app.cassette").read_bytes() == other
    deck.path("disk/app.cassette").write_bytes(old)
    journal = deck.path("disk/app.cassette.journal").read_bytes()
    assert deck.run("repair", "disk/app.cassette").status == 0
    assert names_in(deck.path("disk/app.cassette")) == ["old-0", "old-1", "new"]
    # As after an end that was killed before it removed the journal: the cassette has what is in it.
    deck.path("disk/app.cassette.journal").write_bytes(journal)
    assert deck.run("repair", "disk/app.cassette").status == 0
    assert names_in(deck.path("disk/app.cassette")) == ["old-0", "old-1", "new"]
    # Older journals do not say which cassette it was.
    head, _, rest = journal.partition(b"\n")
    line = json.loads(head[9:])
    assert line.pop("began")["sha256"]
    line = json.dumps(line, separators=(",", ":")).encode()
    deck.path("disk/app.cassette.journal").write_bytes(b"%08x %s\n" % (zlib.crc32(line), line) + rest)
    deck.path("disk/app.cassette").write_bytes(other)
    assert deck.run("repair", "disk/app.cassette").status == 0
    assert len(names_in(deck.path("disk/app.cassette"))) == 3


CALLS_AT_TIMES = """
import boto3, ctypes, mmap, os, sys
with open(os.environ["FAULTS_CONTROL"], "r+b") as file:
    shift = ctypes.c_int64.from_buffer(mmap.mmap(file.fileno(), 0))
client = boto3.client("codeconnections")
for number, seconds in enumerate(sys.argv[1:]):
    shift.value = int(seconds)
    client.create_connection(ConnectionName=f"call-{number}", ProviderType="GitHub")
"""

DAY = 86_400


def test_a_clock_that_jumps(deck, upstream, broken):
    """The client's clock is the proxy's. It jumps before each call, and while the upstream answers."""
    now = int(time.time())
    shifts = [0, -3600, DAY, 1 - now, 0]

    def answer(request):
        time.sleep(0.1)
        broken.control.shift += 7 * DAY * (-1) ** len(jumping.requests)
        return ANSWER

    with Upstream(answer) as jumping:
        command = [sys.executable, "-c", CALLS_AT_TIMES, *map(str, shifts)]
        cassette = deck.path("disk/app.cassette")
        ended = deck.run("record", cassette, "--upstream", jumping.url, "--", *command, **broken.environment)
    assert ended.status == 0, ended
    exchanges = Cassette(cassette).exchanges
    assert names_in(cassette) == [f"call-{number}" for number in range(len(shifts))]
    for exchange, shift in zip(exchanges, shifts):
        at = datetime.datetime.fromisoformat(exchange["at"]).timestamp()
        assert abs(at - (now + shift)) < 60, exchange["at"]
        assert 100 <= exchange["took"] < 20_000
    # Each was signed for the upstream at the time that the clock showed.
    for request, shift in zip(jumping.requests, shifts):
        signed = datetime.datetime.strptime(request["x-amz-date"], "%Y%m%dT%H%M%S%z").timestamp()
        assert abs(signed - (now + shift)) < 60
    assert deck.run("verify", cassette).status == 0
    broken.end()
    ended = deck.run("replay", cassette, "--", *command, **broken.environment)
    assert ended.status == 0, ended


def test_the_date_of_replayed_answers_is_the_clock_s(deck, upstream, broken):
    make_cassette(deck, upstream, "disk/app.cassette", 1)
    with deck.start("replay", "disk/app.cassette", **broken.environment) as proxy:
        client = Client(proxy)
        request = client.key.request(
            client.connection.host, "POST", "/", FIELDS, b'{"ConnectionName": "old-0", "Filler": ""}'
        )
        for shift in (0, -DAY, DAY):
            broken.control.shift = shift
            # The date of answers is looked up once a second.
            time.sleep(1.1)
            shown = client.connection.exchange(request)["date"]
            date = datetime.datetime.strptime(shown, "%a, %d %b %Y %H:%M:%S %Z").replace(tzinfo=datetime.timezone.utc)
            assert abs(date.timestamp() - time.time() - shift) < 10
