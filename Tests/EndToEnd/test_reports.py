# SPDX-License-Identifier: Apache-2.0
"""Reports as CI reads them: each format, whatever ended the run, and nothing half-written in their place."""

import json
import signal
import sys
import time
import xml.etree.ElementTree as ElementTree

import pytest
from support.cassette import Cassette

SERVICE = "codestar-connections"
MAKE = f"""
import boto3
c = boto3.client("{SERVICE}")
arn = c.create_connection(ConnectionName="one", ProviderType="GitHub")["ConnectionArn"]
c.get_connection(ConnectionArn=arn)
c.list_connections()
"""
# Asks for what the cassette has, then for what it lacks; ends with the status that it is given.
ASK = """
import sys, boto3, botocore.exceptions
c = boto3.client("codestar-connections")
c.list_connections()
try: c.list_connections(HostArnFilter="GitLab<&>")
except botocore.exceptions.ClientError: pass
sys.exit(int(sys.argv[1]))
"""
# The attributes that Ant's schema of JUnit reports requires.
REQUIRED = {
    "testsuite": {"name", "timestamp", "hostname", "tests", "failures", "errors", "time"},
    "testcase": {"name", "classname", "time"},
    "property": {"name", "value"},
    "failure": {"type"},
    "error": {"type"},
}


@pytest.fixture
def cassette(deck):
    assert deck.run("record", "app.cassette", "--upstream", "simulator", *python(MAKE)).status == 0
    return deck.path("app.cassette")


def python(code, *arguments):
    return ["--", sys.executable, "-c", code, *arguments]


def ask(status=0):
    return python(ASK, str(status))


def junit(path):
    """The suite, checked for what the schema says of attributes, order and counts."""
    suite = ElementTree.parse(path).getroot()
    assert [child.tag for child in suite if child.tag != "testcase"] == ["properties", "system-out", "system-err"]
    assert [child.tag for child in suite][1:-2] == ["testcase"] * int(suite.get("tests"))
    for element in suite.iter():
        assert REQUIRED.get(element.tag, set()) <= set(element.keys()), element.tag
    for kind in ("failure", "error"):
        assert len(suite.findall(f"testcase/{kind}")) == int(suite.get(f"{kind}s"))
    return suite


def test_every_format_of_a_replay(deck, cassette):
    reports = [f"--report={name}=out.{name}" for name in ("text", "json", "junit", "github")]
    ended = deck.run("replay", "app.cassette", *reports, *ask())
    assert ended.status == 3, ended
    assert "never asked for: 1 " in ended.err, "the summary stays where it was"

    report = json.loads(deck.path("out.json").read_text())
    count = len(Cassette(cassette).exchanges)
    assert report["tapedeck"] == "report/1" and report["mode"] == "replay" and report["exchanges"] == count
    assert (report["verdict"], report["exitCode"]) == ("misses", 3)
    assert report["counts"]["misses"] == 1 and report["counts"]["unused"] == len(report["unused"])
    miss = report["misses"][0]
    assert miss["action"] == f"{SERVICE}:ListConnections" and miss["nearestAction"] == miss["action"]
    assert {"pointer": "/HostArnFilter", "recorded": None, "live": '"GitLab<&>"'} in miss["differences"]

    suite = junit(deck.path("out.junit"))
    assert suite.get("failures") == "1" and suite.find("testcase/failure").get("message") == miss["message"]
    errors = [line for line in deck.path("out.github").read_text().splitlines() if line.startswith("::error")]
    assert errors == [f"::error title=Tapedeck%3A miss::{miss['message']}"]
    text = deck.path("out.text").read_text()
    assert text.startswith(f"miss: {miss['message']}\n") and "never asked for" in text


def test_json_on_standard_output_takes_the_place_of_the_summary(deck, cassette):
    ended = deck.run("replay", "app.cassette", "--json", *ask())
    assert ended.status == 3 and ended.err == "", ended
    assert json.loads(ended.out)["counts"]["misses"] == 1


def test_reports_of_a_command_that_fails(deck, cassette):
    ended = deck.run("replay", "app.cassette", "--fail-on-unused", "--report", "json=r", *ask(42))
    assert ended.status == 42 and "--fail-on-unused" not in ended.err, ended
    report = json.loads(deck.path("r").read_text())
    assert (report["verdict"], report["exitCode"], report["counts"]["misses"]) == ("command", 42, 1)


def test_reports_of_a_command_that_is_not_there(deck, cassette):
    ended = deck.run("replay", "app.cassette", "--report", "junit=r.xml", "--", "no-such-command")
    assert ended.status == 127 and len(ended.err.splitlines()) == 1, ended
    assert "no-such-command" in junit(deck.path("r.xml")).find("testcase/error").get("message")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", [[], ["--", "sh", "-c", "touch started; exec sleep 30"]], ids=["served", "with a command"])
def test_reports_after_a_signal(deck, cassette, number, command):
    running = deck.start("replay", "app.cassette", "--report", "json=r", *command)
    if command:
        while not deck.path("started").exists():
            assert running.process.poll() is None
            time.sleep(0.01)
    else:
        assert running.endpoint
    ended = running.stop(number, group=True)
    assert ended.status == (128 + number if command else 0), ended
    assert json.loads(deck.path("r").read_text())["exitCode"] == ended.status


def test_fail_on_unused(deck, cassette):
    once = python("import boto3; boto3.client('codestar-connections').list_connections()")
    assert deck.run("replay", "app.cassette", *once).status == 0
    ended = deck.run("replay", "app.cassette", "--fail-on-unused", "--quiet", "--report", "junit=r.xml", *once)
    assert ended.status == 3 and "--fail-on-unused" in ended.err, ended
    failures = junit(deck.path("r.xml")).findall("testcase/failure")
    assert failures and {failure.get("type") for failure in failures} == {"unused"}
    assert deck.run("replay", "app.cassette", "--fail-on-unused", *python(MAKE)).status == 0


def test_reports_of_a_recording(deck, cassette):
    options = ["--upstream", "simulator", "--report", "json=r", "--report", "junit=r.xml"]
    assert deck.run("auto", "app.cassette", *options, *ask()).status == 0
    report = json.loads(deck.path("r").read_text())
    assert report["mode"] == "auto" and report["exchanges"] == len(Cassette(cassette).exchanges)
    assert report["counts"]["recorded"] == 1 and report["counts"]["replayed"] == 1 and report["exchanges"] == 4
    assert junit(deck.path("r.xml")).get("failures") == "0"
    ended = deck.run("record", "app.cassette", *options, "--", "true")
    assert ended.status == 0 and "stays as it was" in ended.err, ended
    assert json.loads(deck.path("r").read_text())["exchanges"] == len(Cassette(cassette).exchanges)


WRONG = [
    (["--report", "html=r"], "text, json, junit, github"),
    (["--report", "json"], "FORMAT=FILE"),
    (["--report", "json=no/folder/r"], "no/folder/r"),
    (["--report", "json=home"], "directory"),
    (["--report", "json=app.cassette"], "is a cassette of this run"),
]


@pytest.mark.parametrize("options, words", WRONG, ids=lambda value: value[-1] if isinstance(value, list) else None)
def test_a_report_that_cannot_be_written_costs_no_run(deck, cassette, options, words):
    before = cassette.read_bytes()
    for verb in (["replay"], ["record", "--upstream", "simulator"]):
        ended = deck.run(*verb, "app.cassette", *options, "--", "touch", "ran")
        assert ended.status == 2 and words in ended.err, ended
    assert cassette.read_bytes() == before and not deck.path("ran").exists()
    assert not deck.path("app.cassette.journal").exists()
