# SPDX-License-Identifier: Apache-2.0
"""Whatever ends a recording: what a client saw complete is kept."""

import json
import random
import signal
import subprocess
import sys
import threading
import time

import pytest
from support.aliases import Aliases
from support.cassette import Cassette
from support.sigv4 import Key
from support.upstream import Answer, Upstream
from support.wire import Closed, Connection

THREADS = 4
MOMENTS = 10
TARGET = "com.amazonaws.codeconnections.CodeConnections_20231201.CreateConnection"
FIELDS = [("X-Amz-Target", TARGET), ("Content-Type", "application/x-amz-json-1.0")]


def call(connection, key, name):
    body = json.dumps({"ConnectionName": name, "ProviderType": "GitHub"}).encode()
    return json.loads(connection.exchange(key.request(connection.host, "POST", "/", FIELDS, body)).body)


class Clients:
    """Threads that make calls, each with a name of its own, until the proxy is gone."""

    def __init__(self, proxy, region, threads=THREADS):
        self.complete: dict[str, str] = {}
        self.endpoint = proxy.endpoint
        self.key = Key(*proxy.key, service="codeconnections", region=region)
        self.threads = [threading.Thread(target=self.work, args=(number,)) for number in range(threads)]
        for thread in self.threads:
            thread.start()

    def work(self, thread):
        try:
            with Connection(self.endpoint) as connection:
                for number in range(10_000):
                    name = f"call-{thread}-{number}"
                    answer = call(connection, self.key, name)
                    self.complete[name] = answer.get("ConnectionArn") or answer["__type"]
        except (Closed, OSError):
            pass

    def wait_for(self, count):
        deadline = time.monotonic() + 30
        while len(self.complete) < count:
            assert time.monotonic() < deadline
            time.sleep(0.001)

    def join(self):
        for thread in self.threads:
            thread.join()


def recorded_names(cassette):
    """What each recorded call was answered, by its name."""
    return {
        exchange["request"]["json"]["ConnectionName"]: (
            exchange["response"]["json"].get("ConnectionArn") or exchange["response"]["json"]["__type"]
        )
        for exchange in cassette.exchanges
    }


def assert_holds(recorded, complete):
    """Every answer that a client saw is there, each under its call's name."""
    aliases = Aliases()
    assert {name: aliases.restored(recorded.get(name, ""), answer) for name, answer in complete.items()} == complete


@pytest.mark.parametrize(("seed", "threads"), [(2, THREADS), (3, 16)])
def test_kill_at_any_moment_loses_nothing_that_a_client_saw(deck, simulator, seed, threads):
    rng = random.Random(seed)
    for moment in range(MOMENTS):
        name = f"moment-{moment}.cassette"
        with deck.start("record", name, "--upstream", simulator.endpoint, "--quiet") as proxy:
            clients = Clients(proxy, f"eu-test-{moment}", threads)
            clients.wait_for(rng.randrange(1, 60))
            time.sleep(rng.uniform(0, 0.01))
            proxy.process.kill()
            clients.join()
        assert not deck.path(name).exists()
        repaired = deck.run("repair", name)
        assert repaired.status == 0, repaired
        recorded = recorded_names(Cassette(deck.path(name)))
        assert_holds(recorded, clients.complete)
        # The calls on the way when it was killed may be there or not; more would be made up.
        assert len(recorded) - len(clients.complete) <= threads
        assert deck.run("verify", name).status == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_in_the_middle_of_calls_writes_the_cassette(deck, simulator, number):
    proxy = deck.start("record", "app.cassette", "--upstream", simulator.endpoint)
    clients = Clients(proxy, "eu-signal-1")
    clients.wait_for(1)
    time.sleep(0.1)
    ended = proxy.stop(number)
    clients.join()
    assert ended.status == 0, ended
    recorded = recorded_names(Cassette(deck.path("app.cassette")))
    assert_holds(recorded, clients.complete)
    assert not deck.path("app.cassette.journal").exists()


def test_a_signal_does_not_wait_for_an_upstream_that_hangs(deck):
    asked, done = threading.Event(), threading.Event()

    def hang(request):
        asked.set()
        done.wait(60)
        return Answer()

    with Upstream(hang) as upstream:
        with deck.start("record", "app.cassette", "--upstream", upstream.url) as proxy:
            key = Key(*proxy.key, service="codeconnections")
            with Connection(proxy.endpoint) as connection:
                connection.send(key.request(connection.host, "POST", "/", FIELDS, b"{}"))
                assert asked.wait(20)
                proxy.process.terminate()
                ended = proxy.wait(timeout=20)
        done.set()
    assert ended.status == 4, ended
    assert "while the proxy was ending" in ended.err


CALL_AND_WAIT = """
import boto3, sys, time
boto3.client("codeconnections").create_connection(ConnectionName="seen", ProviderType="GitHub")
print("seen", flush=True)
time.sleep(60)
"""


def start_child_that_waits(deck, simulator):
    command = [sys.executable, "-c", CALL_AND_WAIT]
    running = deck.start("record", "app.cassette", "--upstream", simulator.endpoint, "--", *command)
    deadline = time.monotonic() + 30
    while "seen\n" not in running.lines:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return running


@pytest.mark.parametrize("group", [True, False], ids=["Ctrl-C in a terminal", "kill -INT"])
def test_an_interrupt_ends_the_command_and_writes_the_cassette(deck, simulator, group):
    ended = start_child_that_waits(deck, simulator).stop(signal.SIGINT, group=group)
    # Python dies of the signal itself, after its traceback.
    assert ended.status == 128 + signal.SIGINT, ended
    assert list(recorded_names(Cassette(deck.path("app.cassette")))) == ["seen"]


def test_sigterm_is_passed_on_and_writes_the_cassette(deck, simulator):
    ended = start_child_that_waits(deck, simulator).stop(signal.SIGTERM)
    assert ended.status == 128 + signal.SIGTERM, ended
    assert list(recorded_names(Cassette(deck.path("app.cassette")))) == ["seen"]


def leave_a_journal(deck, simulator, calls=3):
    """A recording of some calls, killed."""
    with deck.start("record", "app.cassette", "--upstream", simulator.endpoint) as proxy:
        key = Key(*proxy.key, service="codeconnections")
        with Connection(proxy.endpoint) as connection:
            for number in range(calls):
                call(connection, key, f"call-{number}")
        proxy.process.kill()
        proxy.wait()
    return deck.path("app.cassette.journal")


def test_finishing_the_same_journal_gives_the_same_bytes(deck, simulator):
    journal = leave_a_journal(deck, simulator)
    made = []
    for folder in ("one", "two"):
        deck.path(folder).mkdir()
        (deck.path(folder) / "app.cassette.journal").write_bytes(journal.read_bytes())
        assert deck.run("repair", f"{folder}/app.cassette").status == 0
        made.append(deck.path(folder) / "app.cassette")
    assert made[0].read_bytes() == made[1].read_bytes()
    assert subprocess.run(["gzip", "-t", "--suffix=.cassette", made[0]], check=False).returncode == 0
    assert Cassette(made[0]).actions == ["codeconnections:CreateConnection"] * 3
    assert deck.run("verify", made[0]).status == 0


def test_a_torn_journal_gives_what_it_holds(deck, simulator):
    journal = leave_a_journal(deck, simulator)
    journal.write_bytes(journal.read_bytes()[:-40])
    repaired = deck.run("repair", "app.cassette")
    assert repaired.status == 0, repaired
    assert "lost" in repaired.err
    assert list(recorded_names(Cassette(deck.path("app.cassette")))) == ["call-0", "call-1"]


def test_a_journal_that_was_left_is_never_overwritten(deck, simulator):
    journal = leave_a_journal(deck, simulator)
    before = journal.read_bytes()
    for verb in ("record", "auto"):
        refused = deck.run(verb, "app.cassette", "--upstream", simulator.endpoint, "--", "true")
        assert refused.status == 5, refused
        assert "tapedeck repair app.cassette" in refused.err
    assert journal.read_bytes() == before
    missing = deck.run("replay", "app.cassette", "--", "true")
    assert missing.status == 5
    assert "tapedeck repair app.cassette" in missing.err


def test_two_recordings_of_one_cassette_do_not_mix(deck, simulator):
    with deck.start("record", "app.cassette", "--upstream", simulator.endpoint) as first:
        assert first.endpoint
        second = deck.run("record", "app.cassette", "--upstream", simulator.endpoint, "--", "true")
        assert second.status == 5, second
        with Connection(first.endpoint) as connection:
            call(connection, Key(*first.key, service="codeconnections"), "first")
        assert first.stop().status == 0
    assert list(recorded_names(Cassette(deck.path("app.cassette")))) == ["first"]


# Mounted for one process alone; what it held is copied out at the end.
SMALL_DISK = 'mount -t tmpfs -o size=64k none full && { "$@"; status=$?; cp full/* . 2>/dev/null; exit $status; }'

CALL_UNTIL_REFUSED = """
import boto3, botocore.config
client = boto3.client("codeconnections", config=botocore.config.Config(retries={"total_max_attempts": 1}))
for number in range(200):
    client.create_connection(ConnectionName=f"call-{number}", ProviderType="GitHub")
    print(f"call-{number}", flush=True)
"""


def test_a_full_disk_shows_no_client_what_is_not_kept(deck):
    """The cassette's folder is a file system of 64 KB."""
    deck.path("full").mkdir()
    prefix = ["unshare", "-rm", "sh", "-c", SMALL_DISK, "sh"]
    if subprocess.run([*prefix, "true"], cwd=deck.folder, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount in a name space of their own")
    command = ["record", "full/app.cassette", "--upstream", "simulator", "--", sys.executable, "-c", CALL_UNTIL_REFUSED]
    ended = deck.run(*command, prefix=prefix)
    assert ended.status not in (0, 2), ended
    assert "space" in ended.err, ended
    seen = ended.out.split()
    assert 0 < len(seen) < 200
    if deck.path("app.cassette.journal").exists():
        assert deck.run("repair", "app.cassette").status == 0
    assert set(seen) <= recorded_names(Cassette(deck.path("app.cassette"))).keys()


def test_a_journal_whose_head_is_damaged_is_not_lost(deck, simulator):
    journal = leave_a_journal(deck, simulator)
    head, rest = journal.read_bytes().split(b"\n", 1)
    journal.write_bytes(b"00000000" + head[8:] + b"\n" + rest)
    ended = deck.run("repair", "app.cassette")
    assert ended.status == 0, ended
    assert len(Cassette(deck.path("app.cassette")).actions) == rest.count(b"\n")
    assert deck.path("app.cassette.journal.damaged").exists() and not journal.exists()


def test_garbage_that_is_called_a_journal_is_kept(deck):
    deck.path("app.cassette.journal").write_bytes(b"not a journal\n")
    ended = deck.run("repair", "app.cassette")
    assert ended.status == 5, ended
    assert deck.path("app.cassette.journal.damaged").read_bytes() == b"not a journal\n"
    assert not deck.path("app.cassette").exists()
