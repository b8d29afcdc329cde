# SPDX-License-Identifier: Apache-2.0
"""`tapedeck record --compare`: a recording that ends with the drift against an earlier one, and loses nothing by it."""

import json
import signal
import sys
import time

import pytest
from support.cassette import Cassette
from support.drift import answers, rewritten, told

SERVICE = "codestar-connections"
SESSION = f"""
import sys, boto3
c = boto3.client("{SERVICE}")
for name in ["one", "two"]:
    arn = c.create_connection(ConnectionName=name, ProviderType="GitHub")["ConnectionArn"]
    c.get_connection(ConnectionArn=arn)
print("done")
sys.exit(int(sys.argv[1]))
"""
KIND = ("kind.changed", "error", "/body/Connection/ConnectionStatus")
GONE = ("member.removed", "warning", "/body/Connection/Legacy")


@pytest.fixture
def record(deck):
    def run(*arguments, status=0, **options):
        client = ["--", sys.executable, "-c", SESSION, str(status)]
        return deck.run("record", "app.cassette", "--upstream", "simulator", *arguments, *client, **options)

    return run


@pytest.fixture
def recorded(record):
    """A first recording is there."""
    assert record().status == 0


def age(deck, name="app.cassette"):
    """Makes the cassette one of an API that answered otherwise."""

    def older(header, exchanges):
        for answer in answers(exchanges, "GetConnection"):
            answer["Connection"].update(ConnectionStatus=5, Legacy="x")

    rewritten(deck.path("app.cassette"), deck.path(name), older)


def test_a_first_recording_has_nothing_to_be_compared_with(deck, record):
    ended = record("--compare", "--drift-report", "drift.json")
    assert ended.status == 0 and "this is the first recording of app.cassette" in ended.err, ended
    assert Cassette(deck.path("app.cassette")).actions and not deck.path("drift.json").exists()


def test_no_drift(record, recorded):
    ended = record("--compare")
    assert ended.status == 0 and "drift against app.cassette (before):\nno drift;" in ended.err, ended
    assert ended.out == "done\n"
    assert "drift" not in record("--compare", "--quiet").err


def test_drift_against_the_cassette_that_is_replaced(deck, record, recorded):
    age(deck)
    ended = record("--compare", "--drift-report", "drift.json", "--drift-report", "drift.txt")
    assert ended.status == 1 and ended.out == "done\n", ended
    assert KIND[2] in ended.err and GONE[2] in ended.err and "1 error, 1 warning" in ended.err, ended
    assert ended.err.index("4 recorded: app.cassette") < ended.err.index("drift against app.cassette (before):")
    report = json.loads(deck.path("drift.json").read_text())
    assert told(report) == {KIND, GONE}
    assert (report["old"]["name"], report["new"]["name"]) == ("app.cassette (before)", "app.cassette")
    assert KIND[2] in deck.path("drift.txt").read_text()
    # The new recording stands; the next one has nothing to tell of.
    assert record("--compare").status == 0


def test_drift_against_another_cassette(deck, record, recorded):
    age(deck, "baseline.cassette")
    before = deck.path("baseline.cassette").read_bytes()
    deck.path("app.cassette").unlink()
    ended = record("--compare-with", "baseline.cassette")
    assert ended.status == 1 and "drift against baseline.cassette:" in ended.err and KIND[2] in ended.err, ended
    assert deck.path("baseline.cassette").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--fail-on", "error"], 1),
        (["--fail-on", "none"], 0),
        (["--fail-on", "warning", "--ignore", "kind.changed"], 1),
        (["--fail-on", "error", "--ignore", "kind.changed"], 0),
        (["--severity", "kind.changed=info", "--fail-on", "error"], 0),
    ],
)
def test_what_fails(deck, record, recorded, arguments, status):
    age(deck)
    ended = record("--compare", *arguments)
    assert ended.status == status and "drift against" in ended.err, ended


def test_settings_and_approvals_of_the_project(deck, record, recorded):
    age(deck)
    deck.path("tapedeck.yaml").write_text("drift: {fail-on: error, ignore: [{rule: kind.*}]}\n")
    ended = record("--compare")
    assert ended.status == 0 and "1 warning" in ended.err and KIND[2] not in ended.err, ended


def test_the_command_has_the_last_word(deck, record, recorded):
    age(deck)
    ended = record("--compare", status=7)
    assert ended.status == 7 and KIND[2] in ended.err, ended


def test_reports_of_the_run_know_what_it_ended_with(deck, record, recorded):
    age(deck)
    ended = record("--compare", "--report", "json=run.json")
    report = json.loads(deck.path("run.json").read_text())
    assert (ended.status, report["exitCode"], report["verdict"]) == (1, 1, "drift"), ended
    ended = record("--compare", "--json")
    assert json.loads(ended.out.splitlines()[-1])["verdict"] == "fine" and "drift against" in ended.err, ended


def test_quiet_tells_of_drift_alone(deck, record, recorded):
    age(deck)
    ended = record("--compare", "--quiet")
    assert ended.status == 1 and KIND[2] in ended.err and "recorded: app.cassette" not in ended.err, ended


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--fail-on", "error"], 2, "add --compare, or --compare-with"),
        (["--drift-report", "drift.html"], 2, "add --compare, or --compare-with"),
        (["--compare", "--compare-with", "x.cassette"], 2, "exclude each other"),
        (["--compare-with", "none.cassette"], 5, "none.cassette: no such file"),
        (["--compare", "--approvals", "none.yaml"], 2, "none.yaml: it cannot be read"),
        (["--compare", "--drift-report", "no/drift.html"], 2, "there is no folder 'no'"),
        (["--compare", "--drift-report", "app.cassette"], 2, "is a cassette; name another file"),
        (["--compare", "--drift-report", "a", "--drift-report", "a"], 2, "'a' is given twice"),
    ],
)
def test_what_is_wrong_is_told_before_anything_runs(deck, record, recorded, arguments, status, words):
    before = deck.path("app.cassette").read_bytes()
    ended = record(*arguments)
    assert ended.status == status and words in ended.err and not ended.out, ended
    assert deck.path("app.cassette").read_bytes() == before
    assert not list(deck.folder.glob("*.journal"))


def test_a_damaged_cassette_is_not_compared_with(deck, record, recorded):
    path = deck.path("app.cassette")
    path.write_bytes(path.read_bytes()[:-30])
    ended = record("--compare")
    assert ended.status == 5 and "tapedeck repair app.cassette" in ended.err and not ended.out, ended


def test_nothing_recorded_is_compared_with_nothing(deck, record, recorded):
    before = deck.path("app.cassette").read_bytes()
    ended = deck.run("record", "app.cassette", "--upstream", "simulator", "--compare", "--", "true")
    assert ended.status == 0 and "drift against" not in ended.err, ended
    assert deck.path("app.cassette").read_bytes() == before


def test_a_report_that_cannot_be_written_costs_no_recording(deck, record, recorded):
    age(deck)
    deck.path("drift.json").mkdir()
    ended = record("--compare", "--fail-on", "none", "--drift-report", "drift.json")
    assert ended.status == 2 and "drift.json: is a folder" in ended.err, ended
    assert "no drift" in record("--compare").err


def test_no_old_report_is_left_to_be_taken_for_this_one(deck, record, recorded):
    deck.path("drift.json").write_text("of last week")
    ended = record("--compare", "--drift-report", "drift.json", status=7)
    assert ended.status == 7 and "of last week" not in deck.path("drift.json").read_text()
    deck.path("drift.json").write_text("of last week")
    ended = deck.run(
        "record", "app.cassette", "--upstream", "simulator", "--compare", "--drift-report", "drift.json", "--", "true"
    )
    assert ended.status == 0 and not deck.path("drift.json").exists()


def test_an_interrupted_recording_is_kept_and_compared(deck, record, recorded):
    age(deck)
    running = deck.start(
        *["record", "app.cassette", "--upstream", "simulator", "--compare", "--", sys.executable, "-c"],
        SESSION.replace("sys.exit", "import time; sys.stdout.flush(); time.sleep(60); sys.exit"),
        "0",
    )
    deadline = time.monotonic() + 60
    while "done\n" not in running.lines and time.monotonic() < deadline:
        time.sleep(0.05)
    ended = running.stop(signal.SIGINT, group=True)
    assert ended.status not in (0, 1) and KIND[2] in ended.err, ended
    assert len(Cassette(deck.path("app.cassette")).actions) == 4 and not list(deck.folder.glob("*.journal"))


def test_auto_keeps_what_is_there_and_compares_nothing(deck):
    ended = deck.run("auto", "app.cassette", "--compare", "--upstream", "simulator", "--", "true")
    assert ended.status == 2 and "Unknown option '--compare'" in ended.err, ended
