# SPDX-License-Identifier: Apache-2.0
"""Fail closed: what the scan still finds is not written, is told without its value, and may be let pass by name."""

import json
import re

import pytest
from support.cassette import Cassette
from support.redaction.echo import CASE, Echo
from support.redaction.leaks import Haystack, leaks
from support.redaction.places import json_body, json_case
from support.redaction.planted import Planter
from support.redaction.session import REAL, Planted, own_plants, send
from support.sigv4 import Key
from support.upstream import Upstream
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


KEEP = "redact:\n  keep:\n    - {action: 'codestar-connections:CreateConnection', path: /body/Kept}\n"
FINDING = re.compile(r"([a-z.-]+) in (\S+) at (/\S+) \(fingerprint ([0-9a-f]{14})\)")


@pytest.fixture
def kept(deck):
    """A project that tells the redactor to leave a place alone, where a request then has two secrets."""
    deck.path("tapedeck.yaml").write_text(KEEP)
    planter = Planter(8)
    token, account = (planter.make(kind, "a place that is kept") for kind in ("GitHub ghp_", "account in an ARN"))
    cases = [
        json_case("before", json_body("before", {"Name": "one"})),
        json_case("kept", json_body("kept", {"Kept": {"Note": token, "Role": account}})),
        json_case("after", json_body("after", {"Name": "two"})),
    ]
    return planter, cases


def record(deck, cases):
    with Echo() as upstream:
        with deck.start("record", CASSETTE, "--upstream", upstream.url, *REPORTS, **REAL) as proxy:
            answers = send(proxy, cases)
            with_journal = deck.path(f"{CASSETTE}.journal").read_bytes()
            return answers, with_journal, proxy.stop()


def test_what_the_scan_finds_is_not_written_and_the_client_has_its_answer(deck, kept):
    planter, cases = kept
    answers, journal, ended = record(deck, cases)
    assert {name: answer.status for name, answer in answers.items()} == {"before": 200, "kept": 200, "after": 200}
    assert planter.plants[0].secret in answers["kept"].body
    assert ended.status == 1, ended
    told = set(FINDING.findall(ended.err))
    action = "codestar-connections:CreateConnection"
    assert {finding[:3] for finding in told} == {
        ("value.github", action, "/request/json/Kept/Note"),
        ("alias.account", action, "/request/json/Kept/Role"),
    }
    report = json.loads(deck.path("json.report").read_text())
    assert (report["exitCode"], report["verdict"], report["counts"]["heldBack"]) == (1, "incomplete", 2)
    assert {FINDING.search(each["message"]).groups() for each in report["heldBack"]} == told
    names = [exchange["request"]["json"]["Case"] for exchange in Cassette(deck.path(CASSETTE)).exchanges]
    assert names == ["before", "after"]
    found = leaks(planter.plants, [*left(deck, ended), Haystack("journal", journal)])
    assert not found, "\n".join(found)


def test_an_exception_lets_this_value_pass_at_this_place_and_no_other(deck, kept):
    _, cases = kept
    _, _, ended = record(deck, cases)
    fingerprints = {finding[3] for finding in FINDING.findall(ended.err)}
    assert len(fingerprints) == 2
    deck.path("tapedeck.yaml").write_text(f"{KEEP}  except: [{', '.join(fingerprints)}]\n")
    _, _, ended = record(deck, cases)
    assert ended.status == 0, ended
    exchange = Cassette(deck.path(CASSETTE)).exchanges[1]
    assert exchange["request"]["json"] == json.loads(cases[1].body)
    assert deck.run("verify", CASSETTE).status == 0
    assert deck.run("verify", CASSETTE, "--no-config").status == 1
    # Another value at the place, and this value at another one.
    other = Planter(9).make("GitHub ghp_", "")
    note = exchange["request"]["json"]["Kept"]["Note"]
    for body in ({"Kept": {"Note": other}}, {"Kept": {"Text": note}}):
        _, _, ended = record(deck, [json_case("kept", json_body("kept", body))])
        assert ended.status == 1, ended


def test_a_rule_that_is_off_is_off_for_both_looks(deck):
    deck.path("tapedeck.yaml").write_text("redact: {off: [alias.email, alias.account]}\n")
    planter = Planter(10)
    members = {kind: planter.make(kind, "") for kind in ("e-mail", "account in an ARN", "GitHub ghp_")}
    _, _, ended = record(deck, [json_case("off", json_body("off", members))])
    assert ended.status == 0, ended
    (exchange,) = Cassette(deck.path(CASSETTE)).exchanges
    recorded = exchange["request"]["json"]
    changed = [kind for kind, value in members.items() if recorded[kind] != value]
    assert changed == ["GitHub ghp_"]


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
