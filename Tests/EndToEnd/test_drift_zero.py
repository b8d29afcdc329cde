# SPDX-License-Identifier: Apache-2.0
"""Two recordings of one session of real clients: nothing is told where the API did not change, whatever else did."""

import dataclasses

import pytest
from support.drift_sessions import Recorded, findings, record
from support.tapedeck import Deck

pytest.importorskip("moto", reason="scripts/test installs it")

SESSIONS = ["connections", "s3", "sqs", "dynamodb", "ec2", "iam", "lambdas", "messaging", "metrics"]
# In other regions S3 wants to be told so, and moto has other zones.
AT_HOME = ["s3", "ec2"]
WORDS = {"words": True}
# Another person's: other names, ids, account and aliases.
PERSON = Recorded(seed="two", ids=2, account="998877665544", key="b7" * 32)
# Another day's: the client polls more often, its tests and threads take other turns; in another region where that can be.
DAY = Recorded(
    seed="three", ids=3, handshake="after=5", plan={"polls": 2.0, "jitter": 7}, more={"order": 5, "region": "eu-west-1"})


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """The path of the first recording of a session, made when it is first asked for."""
    deck, made = Deck(tmp_path_factory.mktemp("old")), {}

    def path(session, **how):
        name = session + "".join(how)
        if name not in made:
            record(deck, session, name, Recorded(more=how))
            made[name] = deck.path(f"{name}.cassette")
        return made[name]

    yield path
    deck.clean_up()


def assert_alike(deck, one, other):
    assert findings(deck, one, other) == []
    assert findings(deck, other, one) == []


@pytest.mark.parametrize("session", SESSIONS)
def test_the_same_session_of_another_person_is_no_drift(deck, old, session):
    record(deck, session, "new", PERSON)
    assert_alike(deck, old(session), "new.cassette")


@pytest.mark.parametrize("session", SESSIONS)
def test_the_same_session_on_another_day_is_no_drift(deck, old, session):
    how = dataclasses.replace(DAY, more={"order": 5}) if session in AT_HOME else DAY
    record(deck, session, "new", how)
    assert_alike(deck, old(session), "new.cassette")


@pytest.mark.parametrize("session", ["connections", "dynamodb", "lambdas", "sqs"])
def test_other_names_made_of_words_are_no_drift(deck, old, session):
    record(deck, session, "new", dataclasses.replace(PERSON, more=WORDS))
    assert_alike(deck, old(session, **WORDS), "new.cassette")


def test_a_recording_that_was_redacted_once_more_with_another_key_is_no_drift(deck, old):
    record(deck, "connections", "new", PERSON)
    ended = deck.run("redact", "new.cassette", TAPEDECK_ALIAS_KEY="5c" * 32)
    assert ended.status == 0, ended
    assert_alike(deck, old("connections"), "new.cassette")


def test_a_recording_is_no_drift_of_itself(deck, old):
    for session in SESSIONS:
        assert findings(deck, old(session), old(session)) == []
