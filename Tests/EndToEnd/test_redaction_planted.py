# SPDX-License-Identifier: Apache-2.0
"""Thousands of secrets, planted wherever a secret may stand: none is on the disk or in any output, and it replays."""

import base64
import datetime
import gzip
import hashlib
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from support.aws import client
from support.cassette import Cassette
from support.redaction.answers import differences, leaves, leaves_of, wrong_checksums
from support.redaction.echo import CASE, Echo
from support.redaction.echo import told as echo_of
from support.redaction.leaks import Haystack, forms, leaks
from support.redaction.members import SHORT
from support.redaction.planted import RUN_HEADERS, SECRET_HEADERS, Plant
from support.redaction.session import (
    REAL,
    Planted,
    Played,
    content_of,
    is_hard,
    own_cases,
    own_plants,
    play,
    send,
    written,
)
from support.tapedeck import Deck, Ended
from support.wire import Connection

CASSETTE = "planted.cassette"
FORMATS = ["text", "json", "junit", "github"]
REPORTS = [part for form in FORMATS for part in ("--report", f"{form}={form}.report")]
# What was dropped from these requests, replay cannot put back into their answers; nor does it know how texts are
# escaped in those, or find numbers in CBOR.
NOT_PUT_BACK = re.compile(
    "headers-secret|headers-run|query-.*|path-.*|s3-key-.*|percent.*|xml-entities|members-.*|aws-chunked|far-in|.*-hard"
)


@dataclass
class Run:
    """A recording and what it left."""

    deck: Deck
    planted: Planted
    played: Played
    ended: Ended
    plants: list[Plant]
    journal: Haystack
    left: list[Haystack]

    @property
    def cassette(self) -> Cassette:
        return Cassette(self.deck.path(CASSETTE))


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    deck, planted = Deck(tmp_path_factory.mktemp("planted")), Planted()
    with Echo(planted.answers) as upstream:
        with deck.start("record", CASSETTE, "--upstream", upstream.url, *REPORTS, **REAL) as proxy:
            key = (*proxy.key, None)
            played = play(proxy, planted)
            own = [*own_cases("proxy", *REAL.values()), *own_cases("client", *proxy.key, proxy.key[1])]
            played.raw |= send(proxy, own)
            presigned = get_presigned(proxy)
            (journal,) = written(deck.folder, Ended(0, "", ""), CASSETTE + ".journal")[2:]
            ended = proxy.stop()
    signatures = [Plant("signature", "forwarded request", each.encode()) for each in upstream.signatures]
    signatures.append(Plant("signature", "presigned request", presigned.encode()))
    plants = [*planted.plants, *own_plants(tuple(REAL.values()), key), *signatures]
    left = written(deck.folder, ended, CASSETTE, *(f"{form}.report" for form in FORMATS))
    yield Run(deck, planted, played, ended, plants, journal, left)
    deck.clean_up()


def get_presigned(proxy) -> str:
    """Asks for an object by a presigned URL; returns the signature in it."""
    made = client(proxy, "s3", signature_version="s3v4")
    url = made.generate_presigned_url("get_object", {"Bucket": "bucket", "Key": "presigned"})
    target = url.removeprefix(proxy.endpoint)
    with Connection(proxy.endpoint) as connection:
        answer = connection.exchange(f"GET {target} HTTP/1.1\r\nHost: {connection.host}\r\n\r\n".encode())
    assert answer.status == 200, answer.body
    (signature,) = parse_qs(target.partition("?")[2])["X-Amz-Signature"]
    return signature


def told(findings: list[str]) -> str:
    """The findings by place, so that one cause is one line."""
    by_place = defaultdict(list)
    for finding in findings:
        kind, place, where, shape = finding.split(" | ")
        by_place[place, where, shape].append(kind)
    lines = [f"{' | '.join(key)}: {len(kinds)} of {', '.join(sorted(set(kinds)))}" for key, kinds in by_place.items()]
    return f"{len(findings)} leaks\n" + "\n".join(sorted(lines))


def test_nothing_was_held_back_and_every_request_was_served(run):
    assert run.ended.status == 0, run.ended
    asked = len(run.played.raw) + len(run.played.parsed) + 1
    assert len(run.cassette.exchanges) == asked
    refused = [name for name, answer in run.played.raw.items() if b"Tapedeck" in answer.body]
    assert refused == []
    assert [name for name, answer in run.played.parsed.items() if "Error" in answer] == []


def test_the_search_finds_what_is_there(run):
    """Proves that the tests below can fail: each secret, as the client saw it, is found in the answers."""
    seen = b"\n".join(answer.body for name, answer in run.played.raw.items() if not name.startswith("gzip"))
    places = {"json-string", "base64", "cbor-bytes", "percent"}
    plants = [plant for plant in run.planted.plants if plant.place in places]
    assert len(leaks(plants, [Haystack("answers", seen)])) == len(plants) > 200


def test_the_journal_holds_no_secret_while_the_run_lasts(run):
    found = leaks(run.plants, [run.journal])
    assert not found, told(found)


def test_the_cassette_holds_no_secret(run):
    found = leaks(run.plants, [each for each in run.left if each.name == CASSETTE])
    assert not found, told(found)


def test_output_and_reports_hold_no_secret(run):
    found = leaks(run.plants, [each for each in run.left if each.name != CASSETTE])
    assert not found, told(found)


def test_no_recorded_request_has_a_header_that_is_secret_or_of_one_run(run):
    dropped = {name.lower() for name in [*SECRET_HEADERS, *RUN_HEADERS, "Authorization", "X-Amz-Date", "Host"]}
    kept = {name for each in run.cassette.exchanges for name, _ in each["request"]["headers"]}
    assert {name for name in kept if name.lower() in dropped} == set()


def test_recorded_bodies_keep_their_codings(run):
    broken = []
    for exchange in run.cassette.exchanges:
        for half in ("request", "response"):
            try:
                content_of(exchange[half])
            except (ValueError, KeyError) as error:
                broken.append(f"{exchange['action']}, {exchange[half].get('target', half)[:40]}: {error}")
    assert not broken, "\n".join(broken)


def test_values_too_short_to_search_for_are_gone_from_their_places(run):
    requests = {dict(each["request"]["headers"]).get(CASE): each["request"] for each in run.cassette.exchanges}
    texts = [json.dumps(requests[f"members-short{form}"]) for form in ("", "-form", "-xml")]
    assert [value for text in texts for value in SHORT.values() if value in text] == []


def detected(folder: Path, content: bytes) -> Counter:
    """What `detect-secrets` says of the lines of a cassette, with all the plugins that it has by default."""
    path = folder / "cassette.jsonl"
    path.write_bytes(content)
    command = [sys.executable, "-m", "detect_secrets", "scan", "--no-verify", path.name]
    scanned = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    raw = content.decode().splitlines()
    lines = [json.loads(line) for line in raw]
    harmless = {hashlib.sha1(each.encode()).hexdigest() for line in lines for each in random_looking(line)}
    hits = [hit for hits in json.loads(scanned.stdout)["results"].values() for hit in hits]
    return Counter(
        f"{hit['type']} in {lines[hit['line_number'] - 1].get('action', 'header or trailer')[:40]}: "
        + named(raw[hit["line_number"] - 1], hit["hashed_secret"])
        for hit in hits
        if hit["hashed_secret"] not in harmless and not is_alias(named(raw[hit["line_number"] - 1], hit["hashed_secret"]))
    )


def named(line: str, digest: str) -> str:
    """The value of a hit, which is told by its hash."""
    values = {value for value in re.findall(r'[^"\s,:{}]{6,}', line) if hashlib.sha1(value.encode()).hexdigest() == digest}
    return min(values, default="?")[:100]


def is_alias(value: str) -> bool:
    """Whether it is the alias of base64, whose digits now and then look random enough, and escapes behind it."""
    return re.fullmatch(r"cmVkYWN0ZWQt[0-9a-f]{32}\\*", value) is not None


def random_looking(line: dict) -> list[str]:
    """What looks random in a line and is no secret: digests, a binary body as the whole that it is, and base64 of a
    text.

    What stands in such is searched for in `test_the_cassette_holds_no_secret`.
    """
    # The name of a secret, which stands under a name that says secret.
    found = [line.get("sha256", ""), "app/db", *base64_of_texts("\0".join(map(str, leaves(line).values())))]
    for half in ("request", "response"):
        found.append(line.get(half, {}).get("base64", ""))
        found += [
            value
            for name, value in line.get(half, {}).get("headers", [])
            if name.lower().startswith("x-amz-checksum-") or name.lower() == "content-md5"
        ]
    return found


def says_text_or_alias(run: str) -> bool:
    """Whether a run of digits is base64 or hexadecimal of text, or of bytes with an alias among them, wherever in it they
    start."""
    digits = run.translate(str.maketrans("+/", "-_")).rstrip("=")
    says = [bytes.fromhex(run)] if re.fullmatch("([0-9a-fA-F]{2})+", run) else []
    for start in range(4):
        rest = digits[start:]
        rest = rest[: len(rest) - 1] if len(rest) % 4 == 1 else rest
        says.append(base64.urlsafe_b64decode(rest + "=" * (-len(rest) % 4)))
    return any(each.isascii() and each.decode().isprintable() or b"edacted-" in each or b"EDACTED" in each for each in says)


def base64_of_texts(text: str) -> list[str]:
    """What looks random only because it is base64: `leaks` reads what it says."""
    found = [each for each in set(re.findall(r"[A-Za-z0-9+/_-]{20,}={0,2}", text)) if says_text_or_alias(each)]
    # It takes the backslash for a digit: several lines of base64 are one value to it.
    lines = {each: each.split("\\n") for each in [json.dumps(part)[1:-1] for part in text.split("\0")]}
    return found + [whole for whole, parts in lines.items() if all(part in found or "/v1/" in part for part in parts)]


def test_detect_secrets_finds_none(run, tmp_path):
    content = gzip.decompress(run.deck.path(CASSETTE).read_bytes())
    found = detected(tmp_path, content)
    assert not found, "\n".join(f"{count} {what}" for what, count in sorted(found.items()))
    secret = json.dumps({"action": "a:B", "request": {"headers": [["x", run.plants[0].secret.decode()]]}})
    assert detected(tmp_path, secret.encode()), "it finds what is there"


def test_verify_finds_none(run):
    ended = run.deck.run("verify", CASSETTE)
    assert ended.status == 0, ended


@dataclass
class Replay:
    """A replay, and what it left."""

    planted: Planted
    played: Played
    ended: Ended
    left: list[Haystack]


def replay(run: Run, planted: Planted, player) -> Replay:
    """With neither the recording's key nor credentials, and the upstream gone; everything is told that can be."""
    reports = [option.replace(".report", ".replay-report") for option in REPORTS]
    nowhere = str(run.deck.path("no-such-folder"))
    with run.deck.start("replay", CASSETTE, "--explain", *reports, XDG_CONFIG_HOME=nowhere) as proxy:
        played = player(proxy, planted)
        ended = proxy.stop()
    left = written(run.deck.folder, ended, *(f"{form}.replay-report" for form in FORMATS))
    return Replay(planted, played, ended, left)


@pytest.fixture(scope="module")
def replayed(run):
    """The session again."""
    return replay(run, run.planted, play)


@pytest.fixture(scope="module")
def replayed_by_another(run):
    """The session of somebody whose every secret is another."""
    return replay(run, Planted(seed=5), lambda proxy, planted: Played(send(proxy, planted.cases)))


@pytest.fixture(scope="module")
def missed(run):
    """Requests that the cassette does not have, with secrets that it never had."""

    def ask(proxy, planted):
        others = [replace(case, body=case.body.replace(b'"Case"', b'"Unknown"')) for case in planted.cases]
        others = [replace(case, target=case.target.replace("/v1/", "/v9/")) for case in others]
        return Played(send(proxy, others))

    return replay(run, Planted(seed=6), ask)


def test_every_request_is_a_hit(replayed):
    played = replayed.played
    missed = [name for name, answer in played.raw.items() if answer["x-tapedeck-miss"] and not is_hard(name)]
    missed += [name for name, answer in played.parsed.items() if answer.get("Error", {}).get("Code") == "TapedeckMiss"]
    assert missed == []
    assert replayed.ended.status in (0, 3), replayed.ended


def test_every_request_of_another_with_other_secrets_is_a_hit(replayed_by_another):
    answers = replayed_by_another.played.raw
    assert [name for name, answer in answers.items() if answer["x-tapedeck-miss"] and not is_hard(name)] == []


def in_lines(found: dict[str, list[str]]) -> str:
    return f"{len(found)}\n" + "\n".join(f"{name}: {len(lines)}, such as {lines[:3]}" for name, lines in found.items())


def not_put_back(run: Run, replay: Replay) -> dict[str, list[str]]:
    """Where an echo is not that of what this client has sent."""
    found = {}
    for case in replay.planted.cases:
        if case.answer or NOT_PUT_BACK.fullmatch(case.name):
            continue
        found[case.name] = differences(leaves_of(echo_of(case)), leaves_of(replay.played.raw[case.name]))
    return {name: lines for name, lines in found.items() if lines}


def test_what_the_client_sent_is_put_back_into_the_answers(run, replayed):
    found = not_put_back(run, replayed)
    assert not found, in_lines(found)


def test_what_another_client_sent_is_put_back_into_the_answers(run, replayed_by_another):
    found = not_put_back(run, replayed_by_another)
    assert not found, in_lines(found)


def test_other_answers_are_equal_but_for_their_secrets(run, replayed):
    hidden = {form.decode() for plant in run.plants for form in forms(plant.secret)}

    def may_differ(leaf):
        # The end of credentials moves with the clock.
        text = leaf.decode("latin-1") if isinstance(leaf, bytes) else str(leaf)
        return isinstance(leaf, datetime.datetime) or any(form in text for form in hidden)

    dropped = {"headers-secret", "headers-run", "query-secret"}
    names = [case.name for case in run.planted.cases if case.answer and not is_hard(case.name) or case.name in dropped]
    again = replayed.played
    pairs = [(name, leaves_of(run.played.raw[name]), leaves_of(again.raw[name])) for name in names]
    pairs += [(name, leaves(recorded), leaves(again.parsed[name])) for name, recorded in run.played.parsed.items()]
    found = {name: lines for name, one, other in pairs if (lines := differences(one, other, may_differ))}
    assert not found, in_lines(found)


@pytest.mark.parametrize("who", ["replayed", "replayed_by_another"])
def test_answers_parse_and_their_checksums_are_those_of_their_bytes(request, who):
    played = request.getfixturevalue(who).played.raw
    answers = {name: answer for name, answer in played.items() if not is_hard(name)}
    broken = {name: leaf for name, each in answers.items() if (leaf := leaves_of(each).get("broken"))}
    assert not broken, broken
    found = {name: lines for name, answer in answers.items() if (lines := wrong_checksums(answer))}
    assert not found, found


def test_misses_are_told_without_secrets(missed):
    assert missed.ended.status == 3
    assert len([answer for answer in missed.played.raw.values() if answer["x-tapedeck-miss"]]) > 50
    found = leaks(missed.planted.plants, missed.left)
    assert not found, told(found)


@pytest.mark.parametrize("who", ["replayed", "replayed_by_another"])
def test_replay_writes_no_secret_either(request, run, who):
    replay = request.getfixturevalue(who)
    found = leaks([*run.plants, *replay.planted.plants], replay.left)
    assert not found, told(found)
