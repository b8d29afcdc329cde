# SPDX-License-Identifier: Apache-2.0
"""`tapedeck diff` as a project sets it up: severities, what is ignored, approvals, what fails, where reports go."""

import datetime
import json
import sys

import pytest
from support.drift import answers, rewritten, told
from support.tapedeck import Deck

SERVICE = "codestar-connections"
SESSION = f"""
import boto3
c = boto3.client("{SERVICE}")
for name in ["one", "two"]:
    arn = c.create_connection(ConnectionName=name, ProviderType="GitHub")["ConnectionArn"]
    c.get_connection(ConnectionArn=arn)
"""
OTHER = f"import boto3; boto3.client('{SERVICE}').list_hosts()"
# What the older of the two answered: another kind of status, and a member that is gone since.
KIND = ("kind.changed", "error", "/body/Connection/ConnectionStatus")
GONE = ("member.removed", "warning", "/body/Connection/Legacy")


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """The bytes of two recordings, between which one member changed its kind and one went away."""
    deck = Deck(tmp_path_factory.mktemp("pair"))
    client = ["--", sys.executable, "-c", SESSION]
    assert deck.run("record", "new.cassette", "--upstream", "simulator", *client).status == 0

    def older(header, exchanges):
        for answer in answers(exchanges, "GetConnection"):
            answer["Connection"].update(ConnectionStatus=5, Legacy="x")

    rewritten(deck.path("new.cassette"), deck.path("old.cassette"), older)
    yield deck.path("old.cassette").read_bytes(), deck.path("new.cassette").read_bytes()
    deck.clean_up()


@pytest.fixture
def diff(deck, pair):
    for name, content in zip(("old", "new"), pair, strict=True):
        deck.path(f"{name}.cassette").write_bytes(content)

    def run(*arguments):
        return deck.run("diff", "old.cassette", "new.cassette", *arguments)

    return run


def found(diff, *arguments):
    return told(diff("--format", "json", *arguments).out)


def fingerprint(diff, rule):
    report = json.loads(diff("--format", "json").out)
    return next(finding["fingerprint"] for finding in report["findings"] if finding["rule"] == rule)


def day(offset):
    return (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=offset)).strftime("%Y-%m-%d")


def approvals(deck, fingerprint, until, name="drift-approvals.yaml"):
    deck.path(name).write_text(
        f"version: 1\napprovals:\n  - {{fingerprint: '{fingerprint}', until: {until}, reason: known}}\n"
    )


def test_what_there_is_to_find(diff):
    assert found(diff) == {KIND, GONE}


@pytest.mark.parametrize(
    ("level", "status"), [("error", 1), ("warning", 1), ("info", 1), ("none", 0)]
)
def test_fail_on(diff, level, status):
    assert diff("--fail-on", level).status == status
    assert diff("--fail-on", level, "--ignore", "kind.changed").status == (0 if level == "error" else status)


def test_nothing_found_never_fails(deck, diff):
    ended = deck.run("diff", "old.cassette", "old.cassette", "--fail-on", "info")
    assert ended.status == 0 and "no drift" in ended.out and not ended.err, ended


@pytest.mark.parametrize(
    ("arguments", "left"),
    [
        (["--ignore", "kind.changed"], {GONE}),
        (["--ignore", "kind.*"], {GONE}),
        (["--ignore", "*"], set()),
        (["--ignore", "/body/Connection/Legacy"], {KIND}),
        (["--ignore", "/body"], set()),
        (["--ignore", "@codestar-connections:GetConnection"], set()),
        (["--ignore", "@codeconnections:Get*"], set()),
        (["--ignore", "@s3:*"], {KIND, GONE}),
        (["--ignore", "member.removed@*:Get*/body/**/Legacy"], {KIND}),
        (["--ignore", "kind.changed/headers"], {KIND, GONE}),
        (["--only", "GetConnection"], {KIND, GONE}),
        (["--only", "s3:*", "--only", "codeconnections:Create*"], set()),
        (["--severity", "kind.changed=info"], {("kind.changed", "info", KIND[2]), GONE}),
        (["--severity", "*=error"], {KIND, ("member.removed", "error", GONE[2])}),
        (["--severity", "*=error", "--severity", "member.removed/body/Connection=none"], {KIND}),
    ],
)
def test_flags(diff, arguments, left):
    assert found(diff, *arguments) == left


def test_the_file_and_flags_over_it(deck, diff):
    deck.path("tapedeck.yaml").write_text(
        """
drift:
  severity:
    - {rule: kind.changed, severity: info}
    - {rule: "member.*", action: "codeconnections:*", path: /body/**, severity: error}
  ignore:
    - {action: "s3:*"}
  fail-on: error
"""
    )
    changed = {("kind.changed", "info", KIND[2]), ("member.removed", "error", GONE[2])}
    assert found(diff) == changed and diff().status == 1
    assert found(diff, "--severity", "kind.changed=warning") == {("kind.changed", "warning", KIND[2]), *changed} - {
        ("kind.changed", "info", KIND[2])
    }
    assert diff("--ignore", "member.removed").status == 0
    assert diff("--ignore", "member.removed", "--fail-on", "info").status == 1
    assert found(diff, "--no-config") == {KIND, GONE}
    listed = deck.run("drift-rules").out
    assert "kind.changed              info (project) " in listed and "of this project:" in listed, listed
    assert "ignore" in listed.splitlines()[-1] and "s3:*" in listed.splitlines()[-1], listed


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--ignore", "kind.change"], ["there is no rule 'kind.change'; did you mean 'kind.changed'?"]),
        (["--ignore", "/Connection"], ["expected a path that begins with /body, /headers or /status"]),
        (["--ignore", "value.changed@"], ["expected an action such as s3:PutObject behind '@', not ''"]),
        (["--ignore", ""], ["write [RULE][@ACTION][/PATH]"]),
        (["--severity", "kind.changed"], ["write RULE=LEVEL, where LEVEL is error, warning, info or none"]),
        (["--severity", "kind.changed=fatal"], ["write RULE=LEVEL"]),
        (["--fail-on", "errors"], ["'errors' is invalid for '--fail-on <error|warning|info|none>'"]),
        (["--only", ":"], ["The value ':' is invalid for '--only <action>'"]),
        (["--format", "yaml"], ["'yaml' is invalid"]),
        (["--summary", "--format", "json"], ["--summary is for text, not for json."]),
        (["--summary", "--output", "drift.html"], ["--summary is for text, not for html."]),
        (["--approvals", "none.yaml"], ["none.yaml: it cannot be read: No such file"]),
        (["--output", "no/drift.html"], ["--output: there is no folder 'no'; make it with 'mkdir -p no'"]),
        (["--output", "old.cassette"], ["--output: 'old.cassette' is a cassette; name another file"]),
        (["--output", "./new.cassette"], ["--output: './new.cassette' is a cassette; name another file"]),
        (["--output", "home"], ["home: is a folder"]),
    ],
)
def test_wrong_options_are_usage_errors(diff, deck, pair, arguments, words):
    ended = diff(*arguments)
    assert ended.status == 2 and all(word in ended.err for word in words), ended
    assert deck.path("old.cassette").read_bytes() == pair[0] and deck.path("new.cassette").read_bytes() == pair[1]


def test_a_wrong_section_is_told_with_its_place(deck, diff):
    deck.path("tapedeck.yaml").write_text("drift:\n  ignore:\n    - {rule: header.aded}\n")
    ended = diff()
    assert ended.status == 2 and not ended.out, ended
    assert "tapedeck.yaml:3:14: drift.ignore[0].rule: there is no rule 'header.aded'; did you mean 'header.added'?" in (
        ended.err
    )


def test_missing_and_damaged_cassettes(deck, diff):
    ended = deck.run("diff", "old.cassette", "none.cassette")
    assert ended.status == 5 and "none.cassette: no such file" in ended.err, ended
    deck.path("new.cassette").write_bytes(deck.path("new.cassette").read_bytes()[:-30])
    ended = diff()
    assert ended.status == 5 and "tapedeck repair new.cassette" in ended.err, ended


def test_approvals_mute_until_their_day(deck, diff):
    known = fingerprint(diff, KIND[0])
    for until, left in ((day(1), {GONE}), (day(0), {GONE}), (day(-1), {KIND, GONE})):
        approvals(deck, known, until)
        report = json.loads(diff("--format", "json").out)
        assert told(report) == left, until
        assert len(report["muted"]) == (KIND not in left) and len(report["expired"]) == (KIND in left)
    assert found(diff, "--no-config") == {KIND, GONE}
    approvals(deck, known, day(1))
    assert diff("--fail-on", "error").status == 0


def test_approvals_are_where_the_settings_say(deck, diff):
    known = fingerprint(diff, KIND[0])
    below = deck.path("settings")
    below.mkdir()
    (below / "tapedeck.yaml").write_text("drift: {approvals: known.yaml}\n")
    ended = diff("--config", "settings/tapedeck.yaml")
    assert ended.status == 2 and "settings/known.yaml: it cannot be read" in ended.err, ended
    approvals(deck, known, day(1), "settings/known.yaml")
    assert found(diff, "--config", "settings/tapedeck.yaml") == {GONE}
    # The flag counts over the settings, and beside them is the usual name.
    approvals(deck, "000000000000", day(1), "empty.yaml")
    assert found(diff, "--config", "settings/tapedeck.yaml", "--approvals", "empty.yaml") == {KIND, GONE}
    (below / "tapedeck.yaml").write_text("version: 1\n")
    assert found(diff, "--config", "settings/tapedeck.yaml") == {KIND, GONE}
    (below / "known.yaml").rename(below / "drift-approvals.yaml")
    assert found(diff, "--config", "settings/tapedeck.yaml") == {GONE}


def test_wrong_approvals_are_told_with_their_place(deck, diff):
    approvals(deck, "b94fffb66ab1", "2026-02-30")
    ended = diff()
    assert ended.status == 2 and "drift-approvals.yaml:3:42: approvals[0].until: expected a day" in ended.err, ended


def test_approve(deck, diff):
    known = [fingerprint(diff, rule) for rule in (KIND[0], GONE[0])]
    ended = deck.run("approve", known[0], "--until", day(30), "--reason", "it's \"known\": see #12")
    assert ended.status == 0 and "1 finding is approved until" in ended.err, ended
    assert found(diff) == {GONE}
    path = deck.path("drift-approvals.yaml")
    text = "# Ours.\n" + path.read_text()
    path.write_text(text)
    assert deck.run("approve", known[1], "--until", day(0), "--reason", "until tonight").status == 0
    assert path.read_text().startswith(text) and found(diff) == set()

    before = path.read_bytes()
    for arguments, words in (
        ([known[0], "--until", day(1), "--reason", "again"], f"{known[0]} is approved here already"),
        (["b94fffb66ab1", "--until", day(-1), "--reason", "late"], "is over"),
        (["b94fffb66ab1", "--until", "soon", "--reason", "x"], "expected a day such as 2026-12-31, not 'soon'"),
        (["b94fffb66ab1", "--until", day(1), "--reason", " "], "--reason: say why"),
        (["B94FFFB66AB1", "--until", day(1), "--reason", "x"], "is no fingerprint"),
        (["b94fffb66ab1"] * 2 + ["--until", day(1), "--reason", "x"], "is given twice"),
    ):
        ended = deck.run("approve", *arguments)
        assert ended.status == 2 and words in ended.err, ended
    assert path.read_bytes() == before

    path.write_text("version: 1\napprovals: []\n")
    ended = deck.run("approve", known[0], "--until", day(1), "--reason", "x")
    assert ended.status == 2 and f'- fingerprint: "{known[0]}"' in ended.err, ended
    assert path.read_text() == "version: 1\napprovals: []\n"


@pytest.mark.parametrize(
    ("name", "start"),
    [("drift.json", '{"tapedeck":"drift/'), ("drift.txt", f"{SERVICE}:"), ("drift", f"{SERVICE}:")],
)
def test_output_to_a_file_in_the_format_of_its_name(deck, diff, name, start):
    deck.path(name).write_text("what was there")
    ended = diff("--output", name)
    assert ended.status == 1 and not ended.out and not ended.err, ended
    assert deck.path(name).read_text().replace("codeconnections:", f"{SERVICE}:").startswith(start)
    assert not list(deck.folder.glob(".tapedeck-*"))


def test_the_format_that_is_asked_for_wins_over_the_name(deck, diff):
    diff("--output", "drift.txt", "--format", "json")
    assert told(deck.path("drift.txt").read_text()) == {KIND, GONE}


def test_summary(diff):
    ended = diff("--summary")
    assert ended.status == 1 and "errors  warnings  info" in ended.out and KIND[2] not in ended.out, ended


def test_what_is_odd_about_the_two_is_told(deck, diff):
    ended = deck.run("diff", "new.cassette", "old.cassette")
    assert "swap" not in ended.err, ended

    def later(header, exchanges):
        header.update(recordedAt="2099-01-01T00:00:00.000Z", redaction="aliases-0")

    rewritten(deck.path("old.cassette"), deck.path("later.cassette"), later)
    ended = deck.run("diff", "later.cassette", "new.cassette")
    assert "new.cassette was recorded before later.cassette" in ended.err and "did you swap them?" in ended.err, ended
    assert "later.cassette was redacted by policy aliases-0, new.cassette by policy aliases-1" in ended.err, ended

    client = ["--", sys.executable, "-c", OTHER]
    assert deck.run("record", "other.cassette", "--upstream", "simulator", *client).status == 0
    ended = deck.run("diff", "other.cassette", "new.cassette", "--format", "json")
    assert "no exchange of other.cassette stands for one of new.cassette" in ended.err, ended
    assert json.loads(ended.out)["counts"]["aligned"] == 0


def test_services_that_were_renamed(deck, diff):
    def renamed(header, exchanges):
        for exchange in exchanges:
            exchange["action"] = exchange["action"].replace(SERVICE, "codeconnections")
            text = json.dumps(exchange["request"]["headers"])
            text = text.replace("codestar.connections.CodeStar_connections_20191201", "X.CodeConnections_20231201")
            exchange["request"]["headers"] = json.loads(text)

    rewritten(deck.path("new.cassette"), deck.path("renamed.cassette"), renamed)
    for flag, aligned in (("--renamed-services", 4), ("--no-renamed-services", 0)):
        ended = deck.run("diff", "new.cassette", "renamed.cassette", "--format", "json", flag)
        assert json.loads(ended.out)["counts"]["aligned"] == aligned, ended


def test_rules_as_json(deck):
    ended = deck.run("drift-rules", "--json")
    rules = json.loads(ended.out)["rules"]
    assert ended.status == 0 and len(rules) >= 50
    assert {"id", "severity", "default", "byProject", "title", "reason", "origin"} == set(rules[0])
    assert {rule["severity"] for rule in rules} == {"error", "warning", "info", "off"}
