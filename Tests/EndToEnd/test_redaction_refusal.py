# SPDX-License-Identifier: Apache-2.0
"""Fail closed: what the scan still finds is not written, is told without its value, and may be let pass by name."""

import json
import re

import pytest
from support.cassette import Cassette
from support.redaction.echo import CASE, Echo
from support.redaction.leaks import Haystack, leaks
from support.redaction.places import Case, json_body, json_case, text_case
from support.redaction.planted import IDENTITIES, TOKENS, Plant, Planter
from support.redaction.session import REAL, Planted, own_plants, send
from support.sigv4 import Key
from support.upstream import Answer, Upstream
from support.wire import Closed, Connection

CASSETTE = "app.cassette"
REPORTS = ["--report", "json=json.report", "--report", "junit=junit.report", "--report", "text=text.report"]
FORMATS = ["json", "junit", "text"]


def left(deck, ended) -> list[Haystack]:
    texts = {"stdout": ended.out, "stderr": ended.err} | {
        form: deck.path(f"{form}.report").read_text() for form in FORMATS if deck.path(f"{form}.report").exists()
    }
    exports = re.compile("^export .*\n", re.MULTILINE)
    return [Haystack(name, exports.sub("", text).encode()) for name, text in texts.items()]


def broken_off(request):
    if "far" in (request[CASE] or ""):
        return b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + request.body[:100]
    return b"no HTTP at all, " + request.first_line[1].encode()


@pytest.fixture
def careless(deck):
    """Requests full of secrets, to an upstream that fails, and with a key that is not the session's."""
    planted = Planted(seed=7)
    with Upstream(broken_off) as upstream:
        with deck.start("record", CASSETTE, "--upstream", upstream.url, *REPORTS, **REAL) as proxy:
            answers = []
            for case in planted.cases[::4]:
                try:
                    answers.append(send(proxy, [case])[case.name].status)
                except (Closed, OSError):
                    answers.append(None)
            access, secret = proxy.key
            for key in (Key("AKIAIOSFODNN7EXAMPLE", secret), Key(access, "wrong")):
                for case in planted.cases[1::8]:
                    with Connection(proxy.endpoint) as connection:
                        head = [(CASE, case.name), *case.fields]
                        connection.exchange(key.request(connection.host, case.method, case.target, head, case.body))
            ended = proxy.stop()
    return planted, ended, answers, own_plants(tuple(REAL.values()), (access, secret, None))


def test_failures_are_told_without_secrets(deck, careless):
    planted, ended, answers, own = careless
    assert ended.status in (1, 4) and set(answers) <= {None, 400, 502, 504}, (answers, ended)
    found = leaks([*planted.plants, *own], left(deck, ended))
    assert not found, "\n".join(found)
    if deck.path(CASSETTE).exists():
        assert Cassette(deck.path(CASSETTE)).exchanges == []
