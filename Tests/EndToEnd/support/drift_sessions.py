# SPDX-License-Identifier: Apache-2.0
"""Sessions of real clients, recorded more than once, and what `tapedeck diff` says of two recordings."""

import contextlib
import http.client
import json
import subprocess
import sys
import zlib
from dataclasses import dataclass, field

from .tapedeck import CLIENTS, ROOT, Deck, environment
from .upstream import Answer, Upstream
from .wire import Message, head_bytes

LIBRARY = ROOT / "scripts/lib"
# moto, seeded: two servers with one seed make the same ids.
MOTO = """
import sys
from fidelity import live_server
live_server.SEED = int(sys.argv.pop(1))
live_server.main()
"""
SESSION = CLIENTS / "drift_session.py"
# What a server that hands an answer on says anew.
UNTOLD = {"connection", "content-length", "transfer-encoding"}
# A whole session, on a machine that does other things too.
DEADLINE = 180


@dataclass
class Recorded:
    """How one recording is made."""

    seed: str = "one"
    # Of the upstream: its ids and its account.
    ids: int = 1
    account: str = "123456789012"
    # How often the embedded service is asked until a handshake ends.
    handshake: str = "after=3"
    # The key of aliases.
    key: str = "1f" * 32
    # What the client does otherwise: see clients/drift_session.py and the plan of fidelity.run.
    plan: dict = field(default_factory=dict)
    more: dict = field(default_factory=dict)


class Moto:
    def __init__(self, deck: Deck, ids: int, account: str):
        env = {**environment(deck.home), "PYTHONPATH": str(LIBRARY), "MOTO_ACCOUNT_ID": account}
        self.log = open(deck.home / "moto.log", "ab")
        self.process = subprocess.Popen(
            [sys.executable, "-c", MOTO, str(ids), "{}"], env=env, stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        assert line.strip().isdigit(), (deck.home / "moto.log").read_text()[-2000:]
        self.url = f"http://127.0.0.1:{int(line)}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()
        self.log.close()


def record(deck: Deck, session: str, name: str, how: Recorded, change=None):
    """Records a session, the whole of which has to go as its tests expect.

    `change` is what ``Changing`` does to answers on their way.
    """
    with service(deck, session, how) as url:
        if change is None:
            return run_session(deck, session, name, how, url)
        with Changing(url, change) as upstream:
            return run_session(deck, session, name, how, upstream.url)


@contextlib.contextmanager
def service(deck: Deck, session: str, how: Recorded):
    """The URL of what answers a session."""
    if session == "connections":
        options = ["--seed", how.ids, "--account", how.account, "--handshake", how.handshake]
        with deck.start("simulate", *options) as running:
            yield running.endpoint
            running.stop()
    else:
        with Moto(deck, how.ids, how.account) as moto:
            yield moto.url


def run_session(deck: Deck, session: str, name: str, how: Recorded, url: str):
    plan, log = deck.path(f"{name}.plan.json"), deck.path(f"{name}.jsonl")
    plan.write_text(json.dumps({"session": session, "plan": {"seed": how.seed, **how.plan}, **how.more}))
    ended = deck.run(
        "record", f"{name}.cassette", "--upstream", url, "--", sys.executable, SESSION, plan, log, timeout=DEADLINE,
        PYTHONPATH=str(LIBRARY), TAPEDECK_ALIAS_KEY=how.key, AWS_ACCESS_KEY_ID="AKIAIOSFODNN7EXAMPLE",
        AWS_SECRET_ACCESS_KEY="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    failed = [line for line in map(json.loads, log.read_text().splitlines()) if line["kind"] == "failed"]
    assert ended.status == 0 and not failed, (ended, failed)


def findings(deck: Deck, old="old.cassette", new="new.cassette") -> list[str]:
    """What is told, a line each: severity, rule, action, pointer, message."""
    ended = deck.run("diff", "--format", "json", old, new, timeout=DEADLINE)
    assert ended.status in (0, 1), ended
    told = json.loads(ended.out)
    lines = [
        " ".join([one["severity"], one["rule"], one["action"], one["pointer"], "|", one["message"]])
        for one in told["findings"]]
    assert (ended.status == 0) == (not lines), ended
    return lines


class Changing(Upstream):
    """A server that hands on what another one answers, changed: `change` is given the request and the answer."""

    def __init__(self, url: str, change):
        self.address, self.change = url.removeprefix("http://"), change
        super().__init__(self.hand_on)

    def hand_on(self, request: Message) -> Answer | bytes:
        connection = http.client.HTTPConnection(self.address, timeout=20)
        method, target, _ = request.first_line
        fields = {name: value for name, value in request.fields if name.lower() != "transfer-encoding"}
        connection.request(method, target, request.body, {**fields, "Content-Length": str(len(request.body))})
        got = connection.getresponse()
        kept = [pair for pair in got.getheaders() if pair[0].lower() not in UNTOLD]
        answer = Answer(got.status, kept, got.read())
        connection.close()
        if method == "HEAD":
            # What it says of its length is that of another answer's body.
            fields = [*kept, ("Content-Length", got.getheader("Content-Length", "0")), ("Connection", "close")]
            return head_bytes(f"HTTP/1.1 {got.status} Answer", fields)
        self.change(request, answer)
        answer.fields = [
            (name, str(zlib.crc32(answer.body)) if name.lower() == "x-amz-crc32" else value)
            for name, value in answer.fields]
        return answer
