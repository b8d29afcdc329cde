# SPDX-License-Identifier: Apache-2.0
"""Whatever befalls the files of a recording: what a client saw complete is kept, and what is not is told."""

import base64
import gzip
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from support.recording import Client, make_cassette, names_in, record, run_threads
from support.sigv4 import Key
from support.upstream import Answer, Upstream
from support.wire import Closed, Connection

# Errors of the disk, made by a library that stands before libc.


@pytest.mark.parametrize("durable", [[], ["--durable"]], ids=["", "durable"])
@pytest.mark.parametrize(
    ("number", "words"),
    [(5, "input/output"), (28, "no space left"), (122, "no space left"), (27, "ulimit -f"), (30, "read-only")],
    ids=["EIO", "ENOSPC", "EDQUOT", "EFBIG", "EROFS"],
)
def test_a_disk_that_fails_for_a_while(deck, upstream, broken, number, words, durable):
    with record(deck, upstream, *durable, **broken.environment) as proxy:
        client = Client(proxy)
        for name in ("one", "two"):
            assert client.call(name) == 200
        broken.control.room = 700
        broken.control.error = number
        # The write of the first stops in the middle.
        assert [client.call("three"), client.call("four")] == [400, 400]
        broken.end()
        assert client.call("five") == 200
        ended = proxy.stop()
    assert ended.status == 1 and words in ended.err and "journal" in ended.err, ended
    assert names_in(deck.path("disk/app.cassette")) == ["one", "two", "five"] == client.seen
    assert os.listdir(deck.path("disk")) == ["app.cassette"]


def test_what_cannot_be_cut_off_again_ends_the_recording_but_loses_nothing(deck, upstream, broken):
    with record(deck, upstream, **broken.environment) as proxy:
        client = Client(proxy)
        assert client.call("one") == 200
        broken.control.room = 700
        broken.control.error, broken.control.folder = 5, 1
        assert client.call("two") == 400
        broken.end()
        # Behind a part of a record, no other would be found again.
        assert client.call("three") == 400
        ended = proxy.stop()
    assert ended.status == 1, ended
    assert names_in(deck.path("disk/app.cassette")) == ["one"]


def test_writes_that_are_short_and_interrupted_come_through(deck, upstream, broken):
    broken.control.piece, broken.control.storm = 7, 3
    with record(deck, upstream, "--durable", **broken.environment) as proxy:
        client = Client(proxy)
        for number in range(5):
            assert client.call(f"call-{number}") == 200
        ended = proxy.stop()
    assert ended.status == 0, ended
    assert names_in(deck.path("disk/app.cassette")) == client.seen


def test_durable_answers_end_when_they_are_on_the_disk(deck, upstream, broken):
    with record(deck, upstream, "--durable", **broken.environment) as proxy:
        client = Client(proxy)
        before = broken.control.syncs
        for number in range(3):
            assert client.call(f"call-{number}") == 200
            assert broken.control.syncs == before + number + 1
        # The system forgets what it could not write: nothing later makes up for it.
        broken.control.sync_error = 5
        assert client.call("lost") == 400
        broken.end()
        assert client.call("refused") == 400
        ended = proxy.stop()
    assert ended.status == 1, ended
    assert names_in(deck.path("disk/app.cassette")) == client.seen
    with record(deck, upstream, name="disk/quick.cassette", **broken.environment) as proxy:
        before = broken.control.syncs
        assert Client(proxy).call("call") == 200 and broken.control.syncs == before


def test_durable_and_sixteen_clients_share_their_waits(deck, upstream, broken):
    with record(deck, upstream, "--durable", **broken.environment) as proxy:
        clients = [Client(proxy) for _ in range(16)]

        def work(number):
            for call in range(10):
                clients[number].call(f"{number}-{call}")

        run_threads(work, 16)
        assert broken.control.syncs < 160, "each waited alone"
        assert proxy.stop().status == 0
    seen = sorted(name for client in clients for name in client.seen)
    assert len(seen) == 160 and sorted(names_in(deck.path("disk/app.cassette"))) == seen


# The end of a recording, where the cassette is made.


@pytest.mark.parametrize("fault", ["write", "sync", "read-only"])
def test_a_cassette_that_cannot_be_written_leaves_the_journal_and_says_what_to_type(deck, upstream, broken, fault):
    old = make_cassette(deck, upstream, "disk/app.cassette", 2).read_bytes()
    with record(deck, upstream, **broken.environment) as proxy:
        client = Client(proxy)
        assert client.call("new") == 200
        if fault == "sync":
            broken.control.sync_error = 5
        else:
            broken.control.error, broken.control.folder = (28, 0) if fault == "write" else (30, 1)
        ended = proxy.stop()
    assert ended.status == 5, ended
    assert "nothing is lost" in ended.err and f"tapedeck repair {deck.path('disk/app.cassette')}" in ended.err, ended
    assert deck.path("disk/app.cassette").read_bytes() == old
    assert sorted(os.listdir(deck.path("disk"))) == ["app.cassette", "app.cassette.journal"]
    repaired = deck.run("repair", "disk/app.cassette")
    assert repaired.status == 0, repaired
    assert names_in(deck.path("disk/app.cassette")) == ["new"]
    assert os.listdir(deck.path("disk")) == ["app.cassette"]


@pytest.mark.parametrize("verb", ["record", "auto"])
def test_an_end_that_is_killed_at_any_point_can_be_ended_again(deck, upstream, broken, verb):
    cassette = make_cassette(deck, upstream, "disk/app.cassette", 2)
    journal = deck.path("disk/app.cassette.journal")
    with record(deck, upstream, verb=verb) as proxy:
        assert Client(proxy).call("new") == 200
        proxy.process.kill()
        proxy.wait()
    kept = {path: path.read_bytes() for path in (cassette, journal)}
    assert deck.run("repair", cassette).status == 0
    new = cassette.read_bytes()
    assert names_in(cassette) == (["new"] if verb == "record" else ["old-0", "old-1", "new"])
    for point in range(1, 100):
        for path, content in kept.items():
            path.write_bytes(content)
        broken.control.calls, broken.control.death = 0, point
        ended = deck.run("repair", cassette, **broken.environment)
        broken.control.death = 0
        if ended.status == 0:
            break
        assert ended.status == -signal.SIGKILL, ended
        is_new = cassette.read_bytes() == new
        assert is_new or cassette.read_bytes() == kept[cassette]
        assert journal.exists(), "it was deleted before the end"
        assert journal.read_bytes() == kept[journal]
        assert deck.run("repair", cassette).status == 0
        assert cassette.read_bytes() == new and not journal.exists()
    assert point > 4, "it changes the files at more points than that"


# A small disk, mounted for one process alone; /proc shows it to the test.

SMALL_DISK = 'mount -t tmpfs -o size="$0" none disk && exec "$@"'


def on_small_disk(deck, upstream, size, *options):
    """A recording in a folder `disk` of `size`, and the path by which this process sees that."""
    deck.path("disk").mkdir()
    prefix = ["unshare", "-rm", "sh", "-c", SMALL_DISK, size]
    if subprocess.run([*prefix, "true"], cwd=deck.folder, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount in a name space of their own")
    proxy = record(deck, upstream, *options, prefix=prefix)
    assert proxy.endpoint
    disk = Path(f"/proc/{proxy.process.pid}/root{deck.path('disk')}")
    return proxy, disk


def test_a_full_disk_and_room_again(deck, upstream):
    proxy, disk = on_small_disk(deck, upstream, "1m")
    with proxy:
        client = Client(proxy)
        assert client.call("before") == 200
        (disk / "filler").write_bytes(bytes(900 << 10))
        statuses = [client.call(f"call-{number}", "x" * 5000) for number in range(40)]
        assert statuses[0] == 200 and statuses[-5:] == [400] * 5
        os.unlink(disk / "filler")
        assert client.call("after", "x" * 5000) == 200
        proxy.process.send_signal(signal.SIGSTOP)
        shutil.copy(disk / "app.cassette.journal", deck.path("copy.cassette.journal"))
        proxy.process.send_signal(signal.SIGCONT)
        ended = proxy.stop()
    assert ended.status == 1 and "no space left" in ended.err and "df -h" in ended.err, ended
    assert deck.run("repair", "copy.cassette").status == 0
    assert names_in(deck.path("copy.cassette")) == client.seen


def test_no_room_for_the_finished_cassette(deck, upstream):
    proxy, disk = on_small_disk(deck, upstream, "1m")
    with proxy:
        client = Client(proxy)
        for number in range(3):
            assert client.call(f"call-{number}") == 200
        (disk / "filler").write_bytes(b"")
        with open(disk / "filler", "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(4096))
            except OSError:
                pass
        # Held open, so that the journal can be looked at when the process and its disk are gone.
        with open(disk / "app.cassette.journal", "rb") as journal:
            ended = proxy.stop()
            deck.path("copy.cassette.journal").write_bytes(journal.read())
    assert ended.status == 5, ended
    for words in ("no space left", "nothing is lost", "app.cassette.journal", "tapedeck repair "):
        assert words in ended.err, ended
    assert deck.run("repair", "copy.cassette").status == 0
    assert names_in(deck.path("copy.cassette")) == client.seen


def test_a_limit_of_file_sizes_is_like_a_full_disk(deck, upstream):
    prefix = ["sh", "-c", 'ulimit -f 8; exec "$@"', "sh"]
    with record(deck, upstream, name="app.cassette", prefix=prefix) as proxy:
        client = Client(proxy)
        statuses = [client.call(f"call-{number}") for number in range(20)]
        assert statuses[0] == 200 and statuses[-1] == 400
        ended = proxy.stop()
    assert ended.status == 1 and "ulimit -f" in ended.err, ended
    assert names_in(deck.path("app.cassette")) == client.seen


# What others do to the files.


@pytest.mark.parametrize("ending", ["stop", "kill"])
@pytest.mark.parametrize("what", ["journal", "folder"])
def test_files_that_somebody_deletes_while_it_records_are_made_again(deck, upstream, what, ending):
    deck.path("disk").mkdir()
    with record(deck, upstream) as proxy:
        client = Client(proxy)
        assert client.call("before") == 200
        if what == "folder":
            shutil.rmtree(deck.path("disk"))
        else:
            deck.path("disk/app.cassette.journal").unlink()
        assert client.call("after") == 200
        if ending == "kill":
            proxy.process.kill()
            proxy.wait()
            assert deck.run("repair", "disk/app.cassette").status == 0
        else:
            if what == "folder":
                shutil.rmtree(deck.path("disk"))
            ended = proxy.stop()
            assert ended.status == 0, ended
    assert names_in(deck.path("disk/app.cassette")) == ["before", "after"]
    assert os.listdir(deck.path("disk")) == ["app.cassette"]


def test_a_recording_replaces_what_somebody_puts_there_and_auto_keeps_what_it_began_with(deck, upstream):
    other = make_cassette(deck, upstream, "other/app.cassette", 1).read_bytes()
    deck.path("disk").mkdir()
    with record(deck, upstream) as proxy:
        assert Client(proxy).call("new") == 200
        deck.path("disk/app.cassette").write_bytes(other)
        assert proxy.stop().status == 0
    assert names_in(deck.path("disk/app.cassette")) == ["new"]
    # Auto adds to it: what it began with must be there still.
    make_cassette(deck, upstream, "disk/app.cassette", 2)
    with record(deck, upstream, verb="auto") as proxy:
        assert Client(proxy).call("new") == 200
        old = deck.path("disk/app.cassette").read_bytes()
        deck.path("disk/app.cassette").write_bytes(other)
        ended = proxy.stop()
    assert ended.status == 5 and "put the old one back" in ended.err, ended
    deck.path("disk/app.cassette").write_bytes(old)
    assert deck.run("repair", "disk/app.cassette").status == 0
    assert names_in(deck.path("disk/app.cassette")) == ["old-0", "old-1", "new"]


@pytest.mark.parametrize("first", ["record", "auto"])
def test_one_cassette_has_one_recording_at_a_time(deck, upstream, first):
    make_cassette(deck, upstream, "disk/app.cassette", 1)
    with record(deck, upstream, verb=first) as proxy:
        client = Client(proxy)
        assert client.call("one") == 200
        for arguments in (
            ["record", "disk/app.cassette", "--upstream", upstream.url, "--", "true"],
            ["auto", "disk/app.cassette", "--upstream", upstream.url, "--", "true"],
            ["repair", "disk/app.cassette"],
        ):
            refused = deck.run(*arguments)
            assert refused.status == 5 and "another tapedeck is recording into it" in refused.err, refused
        # What is there already may be read.
        assert deck.run("verify", "disk/app.cassette").status == 0
        assert client.call("two") == 200
        assert proxy.stop().status == 0
    assert names_in(deck.path("disk/app.cassette"))[-2:] == ["one", "two"]


# Large bodies, which are kept in pieces.


def object_of(name):
    """A bit more than 1 MiB, another for each name."""
    return random.Random(name).randbytes((1 << 20) + 1000)


def answer_with_object(request):
    name = request.first_line[1].split("/")[-1]
    return Answer(fields=[("Content-Type", "application/octet-stream")], body=object_of(name))


def get_objects(proxy, names, seen):
    key = Key(*proxy.key, service="s3")
    try:
        with Connection(proxy.endpoint) as connection:
            for name in names:
                answer = connection.exchange(key.request(connection.host, "GET", f"/bucket/{name}"), method="GET")
                assert answer.status == 200, answer
                seen[name] = hashlib.sha256(answer.body).hexdigest()
    except (Closed, OSError):
        pass


def recorded_objects(path):
    """The hash of each object's pieces, which stand before its exchange, by its name."""
    found, pieces = {}, {}
    for line in map(json.loads, gzip.decompress(path.read_bytes()).splitlines()[1:-1]):
        if "piece" in line:
            pieces.setdefault(line["piece"], hashlib.sha256()).update(base64.b64decode(line["base64"]))
        else:
            body = line["response"]["pieces"]
            assert pieces[body["of"]].hexdigest() == body["sha256"]
            found[line["request"]["target"].split("/")[-1]] = body["sha256"]
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_large_bodies_that_a_client_saw_whole_survive_a_kill(deck, seed):
    names = [[f"{thread}-{number}" for number in range(30)] for thread in range(3)]
    rng = random.Random(seed)
    seen = {}
    with Upstream(answer_with_object) as upstream:
        with record(deck, upstream, name="app.cassette") as proxy:
            threads = [threading.Thread(target=get_objects, args=(proxy, names[number], seen)) for number in range(3)]
            for thread in threads:
                thread.start()
            wanted = rng.randrange(1, 8)
            while len(seen) < wanted and any(thread.is_alive() for thread in threads):
                time.sleep(0.001)
            time.sleep(rng.uniform(0, 0.1))
            proxy.process.kill()
            for thread in threads:
                thread.join()
    assert len(seen) >= wanted
    repaired = deck.run("repair", "app.cassette")
    assert repaired.status == 0, repaired
    recorded = recorded_objects(deck.path("app.cassette"))
    assert seen == {name: recorded.get(name) for name in seen}
    assert len(recorded) - len(seen) <= 3


def test_a_disk_that_fails_within_a_large_body(deck, broken):
    seen = {}
    with Upstream(answer_with_object) as upstream:
        with record(deck, upstream, **broken.environment) as proxy:
            get_objects(proxy, ["one"], seen)
            broken.control.room, broken.control.error = 500_000, 28
            get_objects(proxy, ["two"], seen)
            broken.end()
            get_objects(proxy, ["three"], seen)
            ended = proxy.stop()
    assert ended.status == 1 and "no space left" in ended.err, ended
    assert recorded_objects(deck.path("disk/app.cassette")) == seen and list(seen) == ["one", "three"]


def test_auto_keeps_the_large_bodies_of_the_cassette_that_it_adds_to(deck):
    seen = {}
    with Upstream(answer_with_object) as upstream:
        for verb, names in (("record", ["one"]), ("auto", ["one", "two"])):
            with record(deck, upstream, name="app.cassette", verb=verb) as proxy:
                get_objects(proxy, names, seen)
                assert proxy.stop().status == 0
    assert recorded_objects(deck.path("app.cassette")) == seen and list(seen) == ["one", "two"]
