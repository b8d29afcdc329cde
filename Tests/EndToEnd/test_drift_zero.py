# SPDX-License-Identifier: Apache-2.0
"""Two recordings of one session of real clients: nothing is told where the API did not change, whatever else did."""

import pytest
from support.drift_sessions import Recorded, findings, record

pytest.importorskip("moto", reason="scripts/fidelity installs it")

SESSIONS = ["connections", "s3", "sqs", "dynamodb", "ec2", "iam", "lambdas", "messaging", "metrics"]
# In other regions S3 wants to be told so, and moto has other machine images.
ELSEWHERE = ["connections", "sqs", "dynamodb", "lambdas", "messaging", "metrics"]
POLLED = ["connections", "s3", "dynamodb", "ec2", "iam", "metrics"]

OTHER = Recorded(seed="two", ids=2, account="998877665544", handshake="after=4", key="b7" * 32)
THREADS = Recorded(seed="three", ids=3, plan={"jitter": 7}, more={"order": 5})
WORDS = Recorded(seed="four", ids=4, more={"words": True, "order": 9})
POLLS = Recorded(seed="five", ids=5, handshake="after=2", plan={"polls": 2.0})
REGION = Recorded(seed="six", ids=6, more={"region": "eu-west-1"})


def compare(deck, session, new, old=Recorded()):
    record(deck, session, "old", old)
    record(deck, session, "new", new)
    assert findings(deck) == []
    assert findings(deck, "new.cassette", "old.cassette") == []
    assert findings(deck, "old.cassette", "old.cassette") == []


@pytest.mark.parametrize("session", SESSIONS)
def test_other_names_ids_accounts_and_aliases_are_no_drift(deck, session):
    compare(deck, session, OTHER)


@pytest.mark.parametrize("session", SESSIONS)
def test_another_order_and_other_turns_of_threads_are_no_drift(deck, session):
    compare(deck, session, THREADS)


@pytest.mark.parametrize("session", ["connections", "dynamodb", "lambdas"])
def test_names_made_of_words_are_no_drift(deck, session):
    compare(deck, session, WORDS, Recorded(more={"words": True}))


@pytest.mark.parametrize("session", POLLED)
def test_to_poll_more_often_is_no_drift(deck, session):
    compare(deck, session, POLLS)


@pytest.mark.parametrize("session", ELSEWHERE)
def test_another_region_is_no_drift(deck, session):
    compare(deck, session, REGION)


def test_redaction_of_one_side_with_another_key_is_no_drift(deck):
    record(deck, "connections", "old", Recorded())
    record(deck, "connections", "new", OTHER)
    ended = deck.run("redact", "new.cassette", TAPEDECK_ALIAS_KEY="5c" * 32)
    assert ended.status == 0, ended
    assert findings(deck) == []
