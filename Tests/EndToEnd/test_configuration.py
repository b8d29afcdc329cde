# SPDX-License-Identifier: Apache-2.0
"""`tapedeck.yaml` as a user meets it: found from the working folder, beaten by flags, wrong ones told before a run."""

import sys

import pytest
from support.cassette import Cassette, assert_free_of

SERVICE = "codestar-connections"
MAKE = f"""
import boto3
c = boto3.client("{SERVICE}", region_name="eu-central-1")
c.create_connection(ConnectionName="planted-name", ProviderType="GitHub")
c.list_connections()
"""
LIST = f"import boto3; boto3.client('{SERVICE}').list_connections()"


def python(code):
    return ["--", sys.executable, "-c", code]


def test_upstream_and_names_to_redact(deck):
    deck.path("tapedeck.yaml").write_text("record: {upstream: simulator}\nredact: {names: [ConnectionName]}\n")
    assert deck.run("record", "app.cassette", *python(MAKE)).status == 0
    assert Cassette(deck.path("app.cassette")).actions == [f"{SERVICE}:CreateConnection", f"{SERVICE}:ListConnections"]
    assert_free_of(["planted-name"], deck.path("app.cassette"))
    # The same file redacts the live request before it is looked up.
    assert deck.run("replay", "app.cassette", *python(MAKE)).status == 0
    assert deck.run("replay", "app.cassette", "--no-config", *python(MAKE)).status != 0


def test_flags_win_over_the_file(deck):
    assert deck.run("record", "app.cassette", "--upstream", "simulator", *python(MAKE)).status == 0
    deck.path("tapedeck.yaml").write_text("replay:\n  fail-on-unused: true\n")
    client = python(LIST)
    assert deck.run("replay", "app.cassette", *client).status == 3
    assert deck.run("replay", "app.cassette", "--no-fail-on-unused", *client).status == 0
    assert deck.run("replay", "app.cassette", "--no-config", *client).status == 0
    deck.path("other.yaml").write_text("replay: {fail-on-unused: false}")
    assert deck.run("replay", "app.cassette", "--config", "other.yaml", *client).status == 0


@pytest.mark.parametrize(
    "text, words",
    [
        ("replay:\n  ploys: collapse", "tapedeck.yaml:2:3: replay: there is no key 'ploys'; did you mean 'polls'?"),
        ("record:\n  upstream: nowhere", "record.upstream"),
        ("a: &x [1]", "tapedeck.yaml:1:4: "),
    ],
)
def test_a_wrong_file_ends_the_run_before_it_begins(deck, text, words):
    deck.path("tapedeck.yaml").write_text(text)
    ended = deck.run("record", "app.cassette", "--upstream", "simulator", "--", "touch", "ran")
    if "upstream" in text:
        # The flag takes its place.
        assert ended.status == 0
        ended = deck.run("record", "app.cassette", "--", "touch", "ran-again")
    assert ended.status == 2 and words in ended.err and len(ended.err.splitlines()) == 1, ended
    assert not deck.path("ran-again").exists() and not deck.path("app.cassette").exists()


def test_a_file_that_is_not_there(deck):
    ended = deck.run("record", "app.cassette", "--config", "no.yaml", "--", "true")
    assert ended.status == 2 and "no.yaml" in ended.err, ended
    assert deck.run("record", "app.cassette", "--config", "no.yaml", "--no-config", "--", "true").status == 2
