# SPDX-License-Identifier: Apache-2.0
"""`tapedeck redaction list`, `tapedeck redact`, and what tapedeck.yaml says to them."""

import json
import re

import pytest
from support.aws import client, replaying
from support.cassette import Cassette, assert_free_of
from support.planting import exchange, write
from support.tapedeck import ROOT

KEY = {"TAPEDECK_ALIAS_KEY": "5e" * 32}
PASSWORD = "Correct-Horse-7-Battery"
TOKEN = "ghp_" + "k3Tq9Zx7Lm2Pw8Rv4Yb6" * 2
ACCOUNT = "210987654328"
ARN = f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:app-x1Y2z3"
CREATE, GET = "secretsmanager:CreateSecret", "secretsmanager:GetSecretValue"


@pytest.fixture
def old(deck):
    """A cassette of two exchanges that nobody redacted."""
    return write(
        deck.path("old.cassette"),
        [
            exchange(
                CREATE,
                request={"Name": "app", "SecretString": PASSWORD, "Code": "INT-20481024"},
                response={"ARN": ARN, "Name": "app", "Note": TOKEN},
            ),
            exchange(GET, request={"SecretId": ARN}, response={"ARN": ARN, "SecretString": PASSWORD}),
        ],
    )


@pytest.fixture
def configure(deck):
    def configure(text):
        deck.path("tapedeck.yaml").write_text(text)

    return configure


def redact(deck, *arguments, **environment):
    return deck.run("redact", "old.cassette", *arguments, **KEY, **environment)


def outcome(ended):
    """What `--json` printed, and per rule how much it changed."""
    report = json.loads(ended.out)
    return report, {row["rule"]: row["count"] for row in report["rules"]}


def test_every_rule_is_listed_and_documented(deck):
    rules = json.loads(deck.run("redaction", "list", "--json").out)["rules"]
    page = (ROOT / "docs/redaction.md").read_text(encoding="utf-8")
    table = page.split("\n## Rules\n")[1].split("\n### ")[0]
    assert re.findall(r"^\| `([a-z.-]+)` \| \S", table, re.MULTILINE) == [rule["id"] for rule in rules]
    assert [rule["id"] for rule in rules if not rule["on"]] == ["alias.private-ip"]
    assert "All are on but `alias.private-ip`" in " ".join(table.split())
    assert all(rule["reason"] and not rule["byProject"] for rule in rules)
    lines = deck.run("redaction", "list").out.splitlines()
    assert [line.split()[0] for line in lines] == [rule["id"] for rule in rules]
    assert all(line.endswith(rule["reason"]) for line, rule in zip(lines, rules, strict=True))


def test_every_key_of_the_file_is_documented(deck, configure):
    configure("redact: {no-such-key-at-all: 1}")
    said = deck.run("redaction", "list").err
    keys = re.search(r"there are (.*)", said)[1].split(", ")
    for page in ("docs/redaction.md", "docs/configuration.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        assert [key for key in keys if not re.search(rf"^  {key}:", text, re.MULTILINE)] == [], page


def test_the_list_tells_what_the_project_says(deck, configure):
    configure(
        "redact:\n  off: [alias.uuid]\n  on: [alias.private-ip]\n  names: [Badge]\n  environment: [DB_PASSWORD]\n"
        "  keep: [{action: 'lambda:Invoke', path: '/body/**'}]\n"
    )
    ended = deck.run("redaction", "list", DB_PASSWORD=PASSWORD)
    assert ended.status == 0 and not ended.err and PASSWORD not in ended.out
    said = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert said[-4:] == ["of this project:", "user.member Badge", "user.literal DB_PASSWORD", "keep lambda:Invoke /body/**"]
    assert any(line.startswith("alias.uuid off (project) ") for line in said)
    assert any(line.startswith("alias.private-ip on (project) ") for line in said)
    assert "(project)" not in deck.run("redaction", "list", "--no-config").out


@pytest.mark.parametrize(
    "text, said",
    [
        ("off: [alias.uid]", "there is no rule 'alias.uid'; did you mean 'alias.uuid'?"),
        ("patterns: ['(?=a)b']", "redact.patterns[0]: "),
        ("paths: [{action: 'a:B', path: /Item}]", "a path that begins with /body"),
        ("except: [nothing]", "14 hexadecimal digits"),
    ],
)
def test_a_wrong_file_is_told_with_its_place(deck, old, configure, text, said):
    configure(f"redact:\n  {text}\n")
    for ended in (deck.run("redaction", "list"), redact(deck)):
        assert ended.status == 2 and said in ended.err and "tapedeck.yaml:2:" in ended.err, ended


def test_a_dry_run_tells_rules_and_places_and_writes_nothing(deck, old):
    before = old.read_bytes()
    ended = deck.run("redact", "old.cassette", "--dry-run")
    assert ended.status == 0, ended
    assert f"{CREATE}  request /body/SecretString" in ended.out
    assert f"{GET}  response /body/ARN" in ended.out and "alias.account  " in ended.out
    assert_free_of([PASSWORD, TOKEN, ACCOUNT], ended.out, ended.err)
    assert old.read_bytes() == before and not list(deck.home.rglob("alias-key"))

    report, counts = outcome(redact(deck, "--dry-run", "--json"))
    assert (report["dryRun"], report["exchanges"], report["changed"], report["findings"]) == (True, 2, 2, [])
    assert counts["alias.account"] == 3 and counts["value.github"] == 1
    assert "output" not in report and old.read_bytes() == before
    assert redact(deck, "--dry-run", "-o", "new.cassette").status == 2


def test_an_old_cassette_is_redacted_where_it_stands(deck, old):
    before = Cassette(old)
    ended = redact(deck)
    assert ended.status == 0 and not ended.err, ended
    after = Cassette(old)
    assert_free_of([PASSWORD, TOKEN, ACCOUNT], old, ended.out)
    kept = {name: value for name, value in before.header.items() if name != "redaction"}
    assert {name: value for name, value in after.header.items() if name != "redaction"} == kept
    assert after.header["redaction"] != before.header["redaction"] and after.actions == before.actions
    create, get = after.exchanges
    assert create["request"]["json"]["Name"] == "app" and create["at"] == before.exchanges[0]["at"]
    assert create["request"]["json"]["SecretString"] == get["response"]["json"]["SecretString"]
    arn = get["request"]["json"]["SecretId"]
    assert re.fullmatch(r"arn:aws:secretsmanager:us-east-1:999\d{9}:secret:app-x1Y2z3", arn), arn
    assert create["response"]["json"]["ARN"] == arn and "alias.account" in get["redacted"]

    assert deck.run("verify", "old.cassette").status == 0
    # Aliases stay, whatever the key: a second time there is nothing to do.
    once = old.read_bytes()
    again = deck.run("redact", "old.cassette", TAPEDECK_ALIAS_KEY="a7" * 32)
    assert again.status == 0 and "nothing to redact in 2 exchanges" in again.out and old.read_bytes() == once, again


@pytest.mark.parametrize("account", [ACCOUNT, "310987654321"])
def test_a_redacted_cassette_still_answers(deck, account):
    write(
        deck.path("old.cassette"),
        [exchange(GET, request={"SecretId": ARN}, response={"ARN": ARN, "SecretString": PASSWORD})],
    )
    assert redact(deck).status == 0
    # Neither the key nor the account need be those of the recording.
    arn = ARN.replace(ACCOUNT, account)
    with replaying(deck, cassette="old.cassette") as proxy:
        found = client(proxy, "secretsmanager").get_secret_value(SecretId=arn)
    # What the client sent comes back to it; of what it did not send it gets an alias.
    assert found["ARN"] == arn and found["SecretString"].startswith("redacted-")


def test_with_the_key_a_client_may_know_what_an_earlier_answer_tells(deck, old):
    assert redact(deck).status == 0
    with deck.start("replay", "old.cassette", **KEY) as proxy:
        found = client(proxy, "secretsmanager").get_secret_value(SecretId=ARN)
        assert found["ARN"] == ARN
        assert proxy.stop().status == 0


def test_without_the_key_a_client_may_know_what_an_earlier_answer_tells(deck):
    write(
        deck.path("old.cassette"),
        [
            exchange(
                CREATE, request={"Name": "app", "SecretString": PASSWORD, "ClientRequestToken": "t"}, response={"ARN": ARN}
            ),
            exchange(GET, request={"SecretId": ARN}, response={"ARN": ARN, "SecretString": PASSWORD}),
        ],
    )
    assert redact(deck).status == 0
    with replaying(deck, cassette="old.cassette") as proxy:
        secrets = client(proxy, "secretsmanager")
        told = secrets.create_secret(Name="app", SecretString=PASSWORD)["ARN"]
        assert ACCOUNT not in told
        # Its own settings name the account as it is, and so may the answers from now on.
        assert secrets.get_secret_value(SecretId=ARN)["ARN"] == ARN
        found = secrets.get_secret_value(SecretId=told)
        assert (found["ARN"], found["SecretString"]) == (ARN, PASSWORD)


def test_another_file_may_be_written_but_none_that_is_no_cassette(deck, old):
    before = old.read_bytes()
    ended = redact(deck, "--json", "-o", "new.cassette")
    assert ended.status == 0 and outcome(ended)[0]["output"] == "new.cassette", ended
    assert old.read_bytes() == before
    assert_free_of([PASSWORD, TOKEN, ACCOUNT], deck.path("new.cassette"))
    deck.path("notes.txt").write_text("mine")
    ended = redact(deck, "-o", "notes.txt")
    assert ended.status == 5 and "is no cassette" in ended.err and deck.path("notes.txt").read_text() == "mine", ended
    assert deck.run("redact", "none.cassette", **KEY).status == 5


def test_nothing_is_written_while_the_second_look_finds_something(deck, old, configure):
    before = old.read_bytes()
    rule = f"redact:\n  keep:\n    - {{action: '{CREATE}', path: /body/Note}}\n"
    configure(rule)
    ended = redact(deck)
    assert ended.status == 1 and old.read_bytes() == before and "nothing was written" in ended.err, ended
    finding = rf"exchange 1: value\.github in {CREATE} at /response/json/Note \(fingerprint ([0-9a-f]{{14}})\)"
    fingerprint = re.search(finding, ended.out)
    assert fingerprint, ended
    assert_free_of([PASSWORD, TOKEN, ACCOUNT], ended.out, ended.err)
    ended = redact(deck, "--json", "--dry-run")
    assert ended.status == 1 and not ended.err, ended
    (found,) = outcome(ended)[0]["findings"]
    assert (found["rule"], found["exchange"], found["fingerprint"]) == ("value.github", 1, fingerprint[1])

    configure(f"{rule}  except: [{fingerprint[1]}]\n")
    assert redact(deck).status == 0
    create, _ = Cassette(old).exchanges
    assert create["response"]["json"]["Note"] == TOKEN
    assert deck.run("verify", "old.cassette").status == 0
    assert deck.run("verify", "old.cassette", "--no-config").status == 1


def test_rules_of_the_project(deck, old, configure):
    configure(
        "redact:\n  off: [alias.account]\n  names: [Note]\n  patterns: ['INT-([0-9]{8})']\n"
        f"  paths: [{{action: '{CREATE}', path: /body/Name}}]\n"
    )
    ended = redact(deck, "--json")
    report, counts = outcome(ended)
    assert ended.status == 0 and "alias.account" not in counts, ended
    assert {rule for rule in counts if rule.startswith("user.")} == {"user.member", "user.pattern", "user.path"}
    create, get = Cassette(old).exchanges
    assert create["request"]["json"]["Code"].startswith("INT-") and "20481024" not in create["request"]["json"]["Code"]
    assert create["request"]["json"]["Name"] != "app" and create["response"]["json"]["Name"] != "app"
    assert get["response"]["json"]["ARN"] == ARN


def test_values_of_variables(deck, old, configure):
    configure("redact: {environment: [BADGE]}")
    value = "20481024"
    ended = redact(deck, "--json", BADGE=value)
    assert ended.status == 0 and outcome(ended)[1]["user.literal"] == 1, ended
    assert_free_of([value], old, ended.out, ended.err)
    unset = redact(deck)
    assert unset.status == 0 and "BADGE is not set" in unset.err, unset
    short = redact(deck, BADGE="2048")
    assert short.status == 2 and "BADGE" in short.err and "2048" not in short.err, short
    ran = deck.run("record", "new.cassette", "--upstream", "simulator", "--", "true", **KEY)
    assert "BADGE is not set" in ran.err, ran
    assert "BADGE" not in deck.run("replay", "old.cassette", "--", "true").err


def test_a_copy_is_found_before_the_place_that_tells_what_it_is(deck):
    secret = "Tr0ub4dor-and-3-Horses"
    cassette = write(
        deck.path("old.cassette"),
        [
            exchange("sqs:SendMessage", request={"Text": f"rejected {secret}"}),
            exchange(GET, request={"SecretId": "app"}, response={"SecretString": secret}),
        ],
    )
    ended = redact(deck, "--json")
    assert ended.status == 0 and outcome(ended)[1].get("value.copy") == 1, ended
    assert_free_of([secret], cassette, ended.out)
    first, second = Cassette(cassette).exchanges
    assert first["request"]["json"]["Text"] == f"rejected {second['response']['json']['SecretString']}"


def test_a_wrong_key_ends_it_before_anything_is_written(deck, old):
    before = old.read_bytes()
    ended = deck.run("redact", "old.cassette", TAPEDECK_ALIAS_KEY="not-a-key-0123456789")
    assert ended.status == 2 and "TAPEDECK_ALIAS_KEY" in ended.err and "not-a-key" not in ended.err, ended
    assert old.read_bytes() == before
