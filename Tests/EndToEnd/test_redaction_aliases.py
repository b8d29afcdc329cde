# SPDX-License-Identifier: Apache-2.0
"""Aliases: of the form of what they stand for, the same wherever it stood, and of no use to who has no key."""

import base64
import hashlib
import hmac
import ipaddress
import itertools
import json
import re
import stat

import pytest
from support.cassette import Cassette
from support.redaction.echo import Echo
from support.redaction.leaks import forms
from support.redaction.members import account_cases, member_cases
from support.redaction.places import PLACES, cases_of, json_body, json_case
from support.redaction.planted import IDENTITIES, Planter
from support.redaction.session import Planted, content_of, send
from support.tapedeck import Deck

KEYS_OF_PROJECTS = {"one": "1f" * 32, "two": "b7" * 32}
KINDS = [*IDENTITIES, "access key AKIA", "GitHub ghp_", "Stripe secret", "JWT", "URL password"]
KEY_BLOCK = "PEM EC PRIVATE KEY"
# Of so many random bits that nobody tries them all: their aliases need no secret key.
UNGUESSABLE = {"UUID", "UUID in an ARN"} | {kind for kind in KINDS if kind.startswith(("principal ", "resource "))}
# Where an alias can be told from what is around it, by what it looks like.
MARKS = {
    "account": r"\b999\d{9}\b",
    "e-mail": r"redacted-[0-9a-f]{16}@example\.com",
    "IPv4": r"\b127\.[1-9]\d{0,2}\.\d{1,3}\.\d{1,3}\b",
    "IPv6": r"\b2001:db8:[0-9a-f:]+",
    "access key": r"\bREDACTED[A-Z0-9]{12}\b",
    "secret": r"redacted-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
}


def record(deck: Deck, planted: Planted, name: str, **env: str) -> Cassette:
    with Echo(planted.answers) as upstream:
        with deck.start("record", name, "--upstream", upstream.url, **env) as proxy:
            send(proxy, planted.cases)
            ended = proxy.stop()
    assert ended.status == 0, ended
    return Cassette(deck.path(name))


@pytest.fixture(scope="module")
def planted():
    """What has a form of its own, by its look or by its name."""
    planted = Planted()
    cases = cases_of(planted.planter, KINDS, KINDS)
    # What stands for a name of a member is another name to a diff.
    cases = [case for case in cases if not case.name.startswith(("json-name", "cbor-name", "path-"))]
    block = PLACES["json-string"]("key-block", [planted.planter.make(KEY_BLOCK, "json-string")])
    planted.cases = [*cases, block, *member_cases(planted.planter), *account_cases(planted.planter)]
    return planted


@pytest.fixture(scope="module")
def recorded(tmp_path_factory, planted):
    """The same session: under one key, again under it, under another, and twice with no key given."""
    deck = Deck(tmp_path_factory.mktemp("aliases"))
    one, two = ({"TAPEDECK_ALIAS_KEY": key} for key in KEYS_OF_PROJECTS.values())
    runs = {"one": one, "again": one, "two": two, "none": {}, "none-again": {}}
    cassettes = {name: record(deck, planted, f"{name}.cassette", **env) for name, env in runs.items()}
    yield deck, cassettes
    deck.clean_up()


def told(cassette: Cassette) -> list[dict]:
    """The exchanges without their times, and the port of that day's upstream."""
    exchanges = json.loads(json.dumps(cassette.exchanges))
    for exchange in exchanges:
        del exchange["at"], exchange["took"], exchange["request"]["endpoint"]
    return exchanges


def strings(cassette: Cassette) -> dict[str, str]:
    """What stands for each kind that is known by its look, in the place where nothing is around it."""
    exchange = next(each for each in cassette.exchanges if each["request"].get("json", {}).get("Case") == "json-string")
    return {kind: exchange["request"]["json"][f"F{index}"] for index, kind in enumerate(KINDS)}


def test_one_key_gives_the_same_aliases_in_every_recording(recorded):
    _, cassettes = recorded
    assert told(cassettes["one"]) == told(cassettes["again"])


def test_no_alias_of_one_key_is_one_of_another(recorded):
    _, cassettes = recorded
    one, two, none = (json.dumps(cassettes[name].exchanges) for name in ("one", "two", "none"))
    for kind, mark in MARKS.items():
        found = [set(re.findall(mark, text)) for text in (one, two, none)]
        assert all(found), f"no {kind} is recognised"
        assert not any(a & b for a, b in itertools.combinations(found, 2)), kind
    values = [strings(cassettes[name]) for name in ("one", "two", "none")]
    same = [kind for kind in KINDS if kind not in UNGUESSABLE and values[0][kind] in (values[1][kind], values[2][kind])]
    assert same == []


def test_what_nobody_can_guess_has_the_same_alias_under_every_key(recorded):
    values = [strings(recorded[1][name]) for name in ("one", "two", "none")]
    other = [kind for kind in UNGUESSABLE if len({each[kind] for each in values}) > 1]
    # The account that stands beside it is a dummy.
    assert other == []


@pytest.mark.parametrize("other", ["again", "two", "none"])
def test_a_diff_of_two_recordings_is_quiet(recorded, other):
    deck, _ = recorded
    ended = deck.run("diff", "one.cassette", f"{other}.cassette")
    assert ended.status == 0, ended


def test_a_key_is_made_once_for_the_user_alone(recorded):
    deck, cassettes = recorded
    path = deck.home / ".config/tapedeck/alias-key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert re.fullmatch("[0-9a-f]{64}\n", path.read_text())
    assert told(cassettes["none"]) == told(cassettes["none-again"])
    assert not [each for each in deck.folder.rglob("alias-key") if each != path]


@pytest.mark.parametrize("key", ["ab" * 31, "xy" * 32])
def test_a_wrong_key_is_refused_and_not_shown(deck, key):
    ended = deck.run("record", "app.cassette", "--upstream", "simulator", "--", "true", TAPEDECK_ALIAS_KEY=key)
    assert ended.status == 2 and "TAPEDECK_ALIAS_KEY" in ended.err, ended
    assert key not in ended.err


def is_json_web_token(text):
    header, payload, signature = text.split(".")
    parts = [json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in (header, payload)]
    return all(isinstance(part, dict) for part in parts) and signature and not text.startswith("eyJ")


def like(pattern):
    return re.compile(pattern).fullmatch


UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
FORMS = {
    "account in an ARN": like(r"arn:aws:iam::999\d{9}:role/deploy"),
    "account in a registry": like(r"999\d{9}\.dkr\.ecr\.eu-west-1\.amazonaws\.com/app:1\.2"),
    "account in a queue URL": like(r"https://sqs\.us-east-1\.amazonaws\.com/999\d{9}/jobs"),
    "UUID in an ARN": like(f"arn:aws:codeconnections:us-east-1:123456789012:connection/{UUID}"),
    "UUID": like(UUID),
    "e-mail": like(r"redacted-[0-9a-f]{16}@example\.com"),
    "IPv4": ipaddress.IPv4Address,
    "IPv6": ipaddress.IPv6Address,
    "JWT": is_json_web_token,
    "access key AKIA": like("REDACTED[A-Z0-9]{12}"),
    "GitHub ghp_": like(f"redacted-{UUID}"),
    "URL password": like(r"https://deploy:[\w-]+@git\.example\.com/app\.git"),
    **{kind: like(kind.partition(" ")[2] + "[0-9a-f]{17}") for kind in IDENTITIES if kind.startswith("resource ")},
    **{kind: like(kind.partition(" ")[2] + "[A-Z0-9]{17}") for kind in IDENTITIES if kind.startswith("principal ")},
}


@pytest.mark.parametrize("kind", FORMS)
def test_an_alias_has_the_form_of_what_it_stands_for(recorded, kind):
    value = strings(recorded[1]["one"])[kind]
    assert FORMS[kind](value), value


def test_what_was_a_number_stays_one(recorded):
    numbers = {}
    for exchange in recorded[1]["one"].exchanges:
        body = exchange["request"].get("json", {})
        if body.get("Case") in ("members-json-number", "accounts-number"):
            numbers |= body
    values = [value for name, value in numbers.items() if name != "Case"]
    assert len(values) == 8 and all(type(value) is int for value in values), values


# Where a member's value is the secret and nothing else.
PLAIN = {"json-string", "json-in-string", "members-json", "members-json-number"}


def test_a_value_has_one_alias_and_an_alias_one_value(recorded, planted):
    """In the request and in what the service told of it, in any form; over all kinds and places."""
    live = {case.name: json.loads(case.body) for case in planted.cases if case.body.startswith(b'{"Case"')}
    by_value, by_alias = {}, {}
    for exchange in recorded[1]["one"].exchanges:
        request, answer = exchange["request"].get("json"), exchange["response"].get("json", {})
        if not request or request["Case"] not in PLAIN:
            continue
        assert answer["Echo"] == request
        for name, value in live[request["Case"]].items():
            if isinstance(value, (str, int)) and value != request[name]:
                by_value.setdefault(value, set()).add(json.dumps(request[name]))
                by_alias.setdefault(json.dumps(request[name]), set()).add(value)
    assert len(by_value) > 50
    assert {len(aliases) for aliases in by_value.values()} == {1}
    assert {len(values) for values in by_alias.values()} == {1}


class Constant(Planter):
    """One value of each kind, wherever it is planted."""

    def __post_init__(self):
        super().__post_init__()
        self.texts = {}

    def make(self, kind, place):
        if kind not in self.texts:
            self.texts[kind] = super().make(kind, place)
        return self.texts[kind]


# Kinds that stand alone, so that the alias is all that takes their place.
ALONE = ["GitHub ghp_", "access key AKIA", "e-mail", "UUID", "IPv4", "principal AIDA", "resource vpc-", "JWT"]


def test_one_value_has_one_alias_wherever_it_stands(deck):
    """In bodies of any form, in strings within them, in headers, paths and queries; asked and answered."""
    planter, planted = Constant(4), Planted()
    planted.cases = cases_of(planter, ALONE, ALONE)
    cassette = record(deck, planted, "app.cassette")
    found = next(each for each in cassette.exchanges if each["request"].get("json", {}).get("Case") == "json-string")
    aliases = {kind: found["request"]["json"][f"F{index}"] for index, kind in enumerate(ALONE)}
    absent = []
    for case, exchange in zip(planted.cases, cassette.exchanges, strict=True):
        for half in ("request", "response"):
            message = json.dumps(exchange[half]).encode() + content_of(exchange[half])
            for kind, alias in aliases.items():
                is_asked = half == "response" or not case.answer
                if is_asked and not any(form in message for form in forms(alias.encode())):
                    absent.append(f"{case.name}, {half}: {kind}")
    assert not absent, f"{len(absent)}\n" + "\n".join(absent)


def nine_digits(digest: bytes):
    """How one would make nine digits of a digest."""
    big, little = int.from_bytes(digest, "big"), int.from_bytes(digest, "little")
    numbers = [big, little]
    for size in (4, 5, 6, 7, 8, 16):
        numbers += [int.from_bytes(digest[:size], order) for order in ("big", "little")]
        numbers.append(int.from_bytes(digest[-size:], "big"))
    for number in numbers:
        yield number % 10**9
        yield int(str(number)[:9])
    yield int("".join(str(byte % 10) for byte in digest[:9]))


def test_an_account_is_not_found_by_trying_all_of_them(deck):
    """Whoever has the cassette and tries every account would have to know the key; no constant takes its place."""
    account = "481726359081"
    planted = Planted()
    planted.cases = [json_case("one", json_body("one", {"AccountId": account}))]
    alias = record(deck, planted, "app.cassette").exchanges[0]["request"]["json"]["AccountId"]
    assert re.fullmatch(r"999\d{9}", alias) and alias[3:] != account[3:]
    keys = [b"", b"\0" * 32, b"tapedeck", b"alias", b"account", b"alias.account", b"Tapedeck", b"0" * 64, b"\0"]
    texts = [account, f"account:{account}", f"alias.account:{account}", f"alias.account{account}", f"account{account}"]
    texts += [f"account\0{account}", f"alias.account\0{account}", f"account|{account}", account + "\n"]
    guesses = set()
    for text in texts:
        for algorithm in ("md5", "sha1", "sha256", "sha512", "blake2b"):
            guesses.update(nine_digits(hashlib.new(algorithm, text.encode()).digest()))
            for key in keys:
                guesses.update(nine_digits(hmac.digest(key, text.encode(), algorithm)))
    assert len(guesses) > 5_000
    assert int(alias[3:]) not in guesses


def test_another_user_makes_other_aliases(tmp_path):
    """What a stranger's tapedeck makes of the same account tells nothing of ours."""
    aliases = set()
    for name in ("we", "they"):
        (tmp_path / name).mkdir()
        deck, planted = Deck(tmp_path / name), Planted()
        planted.cases = [json_case("one", json_body("one", {"AccountId": "481726359081"}))]
        aliases.add(record(deck, planted, "app.cassette").exchanges[0]["request"]["json"]["AccountId"])
        deck.clean_up()
    assert len(aliases) == 2
