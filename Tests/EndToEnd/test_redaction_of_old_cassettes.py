# SPDX-License-Identifier: Apache-2.0
"""Cassettes that were written without redaction: `verify` tells what they hold, `redact` takes it out."""

import gzip

import pytest
from support.cassette import Cassette
from support.redaction.echo import echo
from support.redaction.leaks import Haystack, leaks
from support.redaction.places import Case
from support.redaction.session import Planted, unpacked
from support.redaction.tape import exchange, write
from support.wire import Message

OLD = "old.cassette"


def answered(case: Case) -> Message:
    request = Message((case.method, case.target, "HTTP/1.1"), case.fields, case.body)
    answer = case.answer or echo(request)
    return Message(("HTTP/1.1", str(answer.status), ""), answer.fields, answer.body)


@pytest.fixture
def planted(deck):
    planted = Planted()
    write(deck.path(OLD), [exchange(case, answered(case)) for case in planted.cases])
    return planted


def plants_of(planted):
    raw = {plant for plant in planted.plants if plant.place not in BOTO3}
    return raw


# Places of secrets that only clients of boto3 send.
BOTO3 = {"boto3", "secretsmanager", "kms", "cognito", "sts", "iam", "rds", "ec2", "lambda", "ssm", "codebuild", "ecr"}
BOTO3 |= {"sso-oidc", "codeconnections", "s3", "gamelift"}


def content(path) -> bytes:
    text = gzip.decompress(path.read_bytes())
    return text + unpacked(text)


def test_verify_tells_what_an_old_cassette_holds_and_no_value(deck, planted):
    ended = deck.run("verify", OLD)
    assert ended.status == 1, ended
    assert len(ended.out.splitlines()) >= 100
    told = Haystack("output", (ended.out + ended.err).encode())
    # An action of no AWS service has the path in its name.
    found = [each for each in leaks(plants_of(planted), [told]) if " | path | " not in each]
    assert not found, found
    for rule in ("value.github", "value.jwt", "value.private-key", "member.secret", "alias.account", "value.url-password"):
        assert rule in ended.out, rule


def test_redact_takes_out_what_an_old_cassette_holds(deck, planted):
    ended = deck.run("redact", OLD)
    assert ended.status == 0, ended
    found = leaks(plants_of(planted), [Haystack("cassette", content(deck.path(OLD)))])
    assert not found, f"{len(found)}\n" + "\n".join(found[:40])
    assert len(Cassette(deck.path(OLD)).exchanges) == len(planted.cases)
    assert deck.run("verify", OLD).status == 0


def test_a_dry_run_tells_and_changes_nothing(deck, planted):
    before = deck.path(OLD).read_bytes()
    ended = deck.run("redact", "--dry-run", OLD)
    assert deck.path(OLD).read_bytes() == before
    assert "member.secret" in ended.out and "value.github" in ended.out, ended
    told = Haystack("output", (ended.out + ended.err).encode())
    assert not (found := leaks(plants_of(planted), [told])), found


def test_to_redact_twice_is_to_redact_once(deck, planted):
    assert deck.run("redact", OLD).status == 0
    once = deck.path(OLD).read_bytes()
    assert deck.run("redact", OLD).status == 0
    assert deck.path(OLD).read_bytes() == once
